// An @ and some letters in a box with data-mentions offer people under the caret: arrows choose, Enter or Tab writes, Escape closes.
const words = document.getElementById("texts")?.dataset ?? {};
const say = (text) => document.dispatchEvent(new CustomEvent("norte:say", { detail: { text } }));
// Up to four words of a name; what stands before the @ is no letter, or it is an address.
const asking = /(?<![\p{L}\p{N}_])@([\p{L}\p{N}][\p{L}\p{N}.'’_-]*(?: [\p{L}\p{N}.'’_-]+){0,3})$/u;
const list = Object.assign(document.createElement("ul"), { id: "mentions", className: "n-mentions", hidden: true });
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", words.people ?? "");
let field = null, found = "", dead = null, timer = 0, question = null;

const hits = () => [...list.children];
const before = (node) => node.value.slice(0, node.selectionStart).match(asking)?.[1] ?? "";

// A box of one line is a combobox; one of several must stay a textbox, which may lead a list as well.
function tie(node, isOpen) {
  const facts = { "aria-controls": list.id, "aria-autocomplete": "list", "aria-haspopup": "listbox" };
  if (node.tagName === "INPUT") Object.assign(facts, { role: "combobox", "aria-expanded": "true" });
  for (const [name, value] of Object.entries(facts)) isOpen ? node.setAttribute(name, value) : node.removeAttribute(name);
  if (!isOpen) node.removeAttribute("aria-activedescendant");
}
function close() {
  clearTimeout(timer);
  question?.abort();
  question = null;
  if (list.hidden) return;
  list.hidden = true;
  if (field) tie(field, false);
}
function choose(index) {
  const all = hits();
  const at = (index + all.length) % all.length;
  all.forEach((hit, i) => hit.setAttribute("aria-selected", String(i === at)));
  all[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", all[at].id);
}
// Where the @ is on the screen: the same text in the same clothes, unseen, tells.
function caret(node) {
  const box = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const twin = document.createElement("div");
  for (const name of ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "textIndent"]) twin.style[name] = style[name];
  Object.assign(twin.style, { position: "fixed", visibility: "hidden", top: "0", left: "0", width: `${box.width}px`, overflowWrap: "break-word", whiteSpace: node.tagName === "INPUT" ? "pre" : "pre-wrap" });
  twin.textContent = node.value.slice(0, node.selectionStart - found.length - 1);
  const mark = Object.assign(document.createElement("span"), { textContent: "@" });
  twin.append(mark);
  document.body.append(twin);
  const place = { left: box.left + mark.offsetLeft - node.scrollLeft, top: box.top + mark.offsetTop - node.scrollTop, height: mark.offsetHeight };
  twin.remove();
  place.top = Math.min(Math.max(place.top, box.top), box.bottom - place.height);
  return place;
}
function put() {
  if (list.hidden || !field?.isConnected) return close();
  const place = caret(field);
  const below = place.top + place.height + 4;
  const room = (window.visualViewport?.height ?? innerHeight) - below;
  const isAbove = room < list.offsetHeight && place.top > list.offsetHeight;
  list.style.top = `${isAbove ? place.top - list.offsetHeight - 4 : below}px`;
  list.style.left = `${Math.max(8, Math.min(place.left, document.documentElement.clientWidth - list.offsetWidth - 8))}px`;
}
function show(node, text, people) {
  if (node !== document.activeElement || before(node) !== text) return;
  if (!people.length) {
    dead = text;
    if (!list.hidden) say(words.searchNone);
    return close();
  }
  if (!list.isConnected) document.body.append(list);
  field = node;
  found = text;
  list.replaceChildren(...people.map((person, at) => {
    const hit = Object.assign(document.createElement("li"), { id: `mention-${at}`, className: "n-mentions__one" });
    hit.setAttribute("role", "option");
    hit.dataset.value = person.value;
    hit.append(Object.assign(document.createElement("span"), { className: "n-mentions__name", textContent: person.text }));
    if (person.hint) hit.append(Object.assign(document.createElement("span"), { className: "n-mentions__hint", textContent: person.hint }));
    return hit;
  }));
  list.hidden = false;
  tie(node, true);
  choose(0);
  put();
  say((words.results || "").replace("{0}", people.length));
}
async function ask(node, text) {
  const own = question = new AbortController();
  const address = new URL(node.dataset.mentions, location.href);
  address.searchParams.set("q", text);
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: own.signal });
    if (answer.ok && !answer.redirected) show(node, text, (await answer.json()).results);
  } catch { /* asked anew with the next letter; what is typed goes on without help */ }
}
function write(hit) {
  const node = field;
  const end = node.selectionStart;
  close();
  node.setRangeText(`@${hit.dataset.value} `, end - found.length - 1, end, "end");
  node.focus();
  node.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("input", (event) => {
  const node = event.target;
  if (!node.matches?.("[data-mentions]") || event.isComposing) return;
  const text = before(node);
  // Where nobody is called so, nobody is called longer so.
  if (dead !== null && !text.startsWith(dead)) dead = null;
  if (!text || dead !== null) return close();
  clearTimeout(timer);
  question?.abort();
  timer = setTimeout(() => ask(node, text), 120);
});
// Before anybody else: an open list takes the keys from the form around it.
document.addEventListener("keydown", (event) => {
  if (list.hidden || event.target !== field || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const all = hits();
  const at = all.findIndex((hit) => hit.getAttribute("aria-selected") === "true");
  const act = {
    ArrowDown: () => choose(at + 1),
    ArrowUp: () => choose(at - 1),
    Enter: () => write(all[at]),
    Tab: () => write(all[at]),
    Escape: () => { dead = found; close(); },
  }[event.key];
  if (!act || event.shiftKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act();
}, true);
// A press must not take the caret away.
list.addEventListener("mousedown", (event) => event.preventDefault());
list.addEventListener("click", (event) => { const hit = event.target.closest("[role=option]"); if (hit) write(hit); });
document.addEventListener("focusout", (event) => { if (event.target === field) close(); });
document.addEventListener("selectionchange", () => { if (!list.hidden && !before(field)) close(); });
// Only what replaces the box itself: a bell or a panel that arrives meanwhile takes no question back.
document.addEventListener("htmx:beforeSwap", (event) => { if (event.target.contains?.(field)) close(); });
addEventListener("scroll", put, true);
addEventListener("resize", put);
