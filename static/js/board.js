// Boards: a card is moved at once and told to the server; refused, it goes back and says why.
const words = document.getElementById("texts")?.dataset ?? {};
const token = () => document.querySelector("meta[name=csrf-token]")?.content;
const say = (text) => document.dispatchEvent(new CustomEvent("norte:say", { detail: { text, now: true } }));
const busy = (step) => document.dispatchEvent(new CustomEvent("norte:busy", { detail: step }));
const fill = (text, ...parts) => (text || "").replace(/\{(\d)\}/g, (_, at) => parts[at]);
const linkOf = (card) => card.querySelector("[data-card-link], .n-tile__body a");
const columnOf = (card) => card.closest("[data-column]");
const cardsOf = (column) => [...column.querySelectorAll("[data-card]")];

function putBack(card, place) {
  if (place.next?.isConnected) place.next.before(card);
  else place.list.append(card);
}
const buttonOf = (card) => card.querySelector("[data-card-menu]");

// The one menu of the board, in the card it was asked for; without script its button leads to a page instead.
function closeMenu() {
  const form = document.querySelector("[data-move-form]");
  if (!form) return null;
  const card = form.closest("[data-card]");
  form.remove();
  buttonOf(card)?.setAttribute("aria-expanded", "false");
  return card;
}
function openMenu(card) {
  const button = buttonOf(card);
  if (!button || closeMenu() === card) return;
  const form = document.getElementById("card-menu").content.firstElementChild.cloneNode(true);
  const select = form.querySelector("select");
  for (const column of document.querySelectorAll("[data-column]")) select.add(new Option(column.dataset.label, column.dataset.column));
  select.value = columnOf(card).dataset.column;
  card.append(form);
  button.setAttribute("aria-expanded", "true");
  select.focus();
}
async function send(card, place) {
  const column = columnOf(card);
  const before = place.list.closest("[data-column]");
  if (column === before) return;
  card.classList.add("is-waiting");
  busy(1);
  let answer = null;
  try {
    answer = await fetch(buttonOf(card).href, { method: "POST", headers: { "X-CSRFToken": token(), "HX-Request": "true", "HX-Target": card.id }, body: new URLSearchParams({ stage: column.dataset.column, version: card.dataset.version }) });
  } catch { /* said below as a failed connection */ }
  busy(-1);
  card.classList.remove("is-waiting");
  const there = answer?.headers.get("HX-Redirect") ?? answer?.headers.get("HX-Location");
  if (there) return location.assign(there);
  const expired = answer?.redirected && /login/.test(answer.url);
  if (answer?.ok && !expired) {
    heads(await answer.text());
    const trigger = answer.headers.get("HX-Trigger");
    if (trigger?.startsWith("{")) for (const [name, detail] of Object.entries(JSON.parse(trigger))) document.dispatchEvent(new CustomEvent(name, { detail }));
    return say(fill(words.moved, card.dataset.title, column.dataset.label));
  }
  putBack(card, place);
  // Some steps need more facts first: the server then answers with where to give them.
  const told = answer ? await answer.text().catch(() => "") : "";
  const plain = (answer?.headers.get("Content-Type") || "").startsWith("text/plain") ? told : "";
  const why = fill(words.notMoved, card.dataset.title, before.dataset.label);
  document.dispatchEvent(new CustomEvent("norte:failed", { detail: { status: answer?.status ?? 0, expired: expired || told.includes("data-csrf-failure"), text: plain ? `${plain} ${why}` : "" } }));
  say(why);
}
function heads(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const head of answer.querySelectorAll("[id^=col-][id$=-head]")) {
    head.removeAttribute("hx-swap-oob");
    document.getElementById(head.id)?.replaceWith(document.importNode(head, true));
  }
  for (const card of answer.querySelectorAll("[data-card]")) {
    const old = document.getElementById(card.id);
    const focused = old?.contains(document.activeElement);
    const fresh = document.importNode(card, true);
    old?.replaceWith(fresh);
    if (old) ready(fresh);
    if (focused) fresh.focus();
  }
}
function moveTo(card, column) {
  if (!column || columnOf(card) === column) return;
  const place = { list: card.parentElement, next: card.nextElementSibling };
  column.querySelector("[data-cards]").prepend(card);
  card.focus();
  card.scrollIntoView({ block: "nearest", inline: "nearest" });
  send(card, place);
}

function ready(card) {
  card.tabIndex = 0;
  const button = buttonOf(card);
  button?.setAttribute("role", "button");
  button?.setAttribute("aria-expanded", "false");
}
function start(root) {
  root.querySelectorAll("[data-card]").forEach(ready);
  for (const list of root.querySelectorAll("[data-cards]")) {
    if (!window.Sortable || list.dataset.sortable) continue;
    list.dataset.sortable = "1";
    let place = null;
    window.Sortable.create(list, {
      group: "board", draggable: "[data-version]", filter: "[data-card-menu], [data-move-form]", preventOnFilter: false, sort: true,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      ghostClass: "is-ghost", chosenClass: "is-chosen", delay: 180, delayOnTouchOnly: true, touchStartThreshold: 4, scroll: true, bubbleScroll: true,
      onStart: ({ item }) => { place = { list: item.parentElement, next: item.nextElementSibling }; },
      onMove: ({ to }) => {
        for (const column of document.querySelectorAll("[data-column].is-target")) column.classList.remove("is-target");
        columnOf(to).classList.add("is-target");
      },
      onEnd: ({ item }) => {
        for (const column of document.querySelectorAll("[data-column].is-target")) column.classList.remove("is-target");
        send(item, place);
      },
    });
  }
}
document.addEventListener("htmx:load", (event) => {
  if (event.target.matches?.("[data-card]")) ready(event.target);
  start(event.target);
});
start(document);

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-move-form]")) return;
  event.preventDefault();
  const column = document.querySelector(`[data-column="${CSS.escape(event.target.elements.stage.value)}"]`);
  const card = closeMenu();
  card.focus();
  moveTo(card, column);
}, true);

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-card-menu]");
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openMenu(button.closest("[data-card]"));
});

document.addEventListener("keydown", (event) => {
  const card = event.target.closest?.("[data-card]");
  if (!card) return;
  if (event.key === "Escape" && closeMenu()) return card.focus();
  if (event.key === " " && event.target === buttonOf(card)) {
    event.preventDefault();
    return openMenu(card);
  }
  // The card, or the link in it that Tab leads to.
  if (![card, linkOf(card)].includes(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  const column = columnOf(card);
  const columns = [...document.querySelectorAll("[data-column]")];
  const beside = columns[columns.indexOf(column) + (event.key === "ArrowRight" ? 1 : -1)];
  const own = cardsOf(column);
  const at = own.indexOf(card);
  const act = {
    ArrowDown: () => own[at + 1]?.focus(),
    ArrowUp: () => own[at - 1]?.focus(),
    ArrowLeft: () => (event.shiftKey ? card.dataset.version && moveTo(card, beside) : beside && cardsOf(beside)[Math.min(at, cardsOf(beside).length - 1)]?.focus()),
    ArrowRight: () => (event.shiftKey ? card.dataset.version && moveTo(card, beside) : beside && cardsOf(beside)[Math.min(at, cardsOf(beside).length - 1)]?.focus()),
    Enter: () => linkOf(card)?.click(),
    m: () => openMenu(card),
  }[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});
