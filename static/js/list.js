// Lists: the address is the truth of search and filters; rows are chosen; filters open beside.
const words = document.getElementById("texts")?.dataset ?? {};
const say = (text) => document.dispatchEvent(new CustomEvent("norte:say", { detail: { text } }));
const passing = ["page", "after", "before", "filters"];

// A list form sends the newest address with its own fields laid over it, empty ones left out.
document.addEventListener("htmx:configRequest", (event) => {
  const form = event.target.closest?.("[data-list-form]");
  if (!form || event.target !== form) return;
  const sent = new FormData(form);
  const own = new Set([...form.elements].filter((field) => field.name && !("carried" in field.dataset)).map((field) => field.name));
  const params = new URLSearchParams(location.search);
  for (const name of [...passing, ...own]) params.delete(name);
  for (const name of own) for (const value of sent.getAll(name)) if (value !== "") params.append(name, value);
  event.detail.parameters = {};
  const query = params.toString();
  event.detail.path = new URL(event.detail.path, location.href).pathname + (query ? `?${query}` : "");
});

const place = () => document.getElementById("filters");
const toggle = () => document.querySelector("[data-filters-toggle]");
function fill() {
  const url = new URL(toggle().href);
  url.searchParams.delete("filters");
  return window.htmx.ajax("GET", toggle().href, { target: "#filters", swap: "innerHTML" });
}
async function openFilters() {
  await fill();
  toggle()?.setAttribute("aria-expanded", "true");
  place().querySelector("input:not([type=hidden]), select, textarea")?.focus({ preventScroll: true });
}
function closeFilters() {
  place().replaceChildren();
  toggle()?.setAttribute("aria-expanded", "false");
  toggle()?.focus();
}
const isOpen = () => Boolean(place()?.firstElementChild);
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-filters-toggle]");
  const closer = event.target.closest("[data-filters-close]");
  if ((!opener && !closer) || !window.htmx || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  if (closer || isOpen()) closeFilters();
  else openFilters();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen() && place().contains(event.target)) closeFilters();
});
// When a chip or a column changed the list, the open filters must say so too.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "results" && event.detail.elt?.id !== "results") return;
  if (isOpen()) toggle()?.setAttribute("aria-expanded", "true");
  const from = event.detail.requestConfig?.elt;
  if (isOpen() && from && !from.closest("#filters")) fill();
});

// Focus is kept where a swap took it away: on the same column or the same button.
let last = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const at = document.activeElement;
  last = event.detail.target.contains(at) && at !== document.body ? { label: at.textContent.trim(), name: at.getAttribute("aria-label"), css: at.className } : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (!last || document.activeElement !== document.body) return;
  const same = [...document.querySelectorAll("#results a, #results button, #results input")].find((node) => node.className === last.css && (node.getAttribute("aria-label") === last.name) && node.textContent.trim() === last.label);
  (same ?? document.querySelector("#results a"))?.focus({ preventScroll: true });
  last = null;
});

// A cell cut short shows the whole on hover.
document.addEventListener("mouseover", (event) => {
  const cell = event.target.closest?.(".n-cell");
  if (cell && !cell.title && cell.scrollWidth > cell.clientWidth) cell.title = cell.textContent.trim();
});

// Choosing rows.
const boxes = (form) => [...form.querySelectorAll("input[name=pk]")];
function tell(form) {
  const all = boxes(form);
  const chosen = all.filter((box) => box.checked).length;
  const head = form.querySelector("[data-check-all]");
  if (head) {
    head.checked = chosen > 0 && chosen === all.length;
    head.indeterminate = chosen > 0 && chosen < all.length;
  }
  const text = ((chosen === 1 ? words.selectedOne : words.selected) || "{0}").replace("{0}", chosen);
  const count = form.querySelector("[data-bulk-count]");
  if (count) count.textContent = text;
  const whole = form.querySelector("[data-bulk-all]");
  if (whole && chosen < all.length) whole.checked = false;
  say(text);
}
let anchor = null;
document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-bulk]");
  if (!form) return;
  if (event.target.matches("[data-check-all]")) boxes(form).forEach((box) => { box.checked = event.target.checked; });
  else if (event.target.closest("[data-bulk-clear]")) {
    boxes(form).forEach((box) => { box.checked = false; });
    form.querySelector("input[name=pk]")?.focus();
  } else if (event.target.matches("[data-bulk-all]")) {
    if (event.target.checked) boxes(form).forEach((box) => { box.checked = true; });
  } else if (event.target.matches("input[name=pk]")) {
    const all = boxes(form);
    if (event.shiftKey && anchor && all.includes(anchor)) {
      const [from, to] = [all.indexOf(anchor), all.indexOf(event.target)].sort((a, b) => a - b);
      all.slice(from, to + 1).forEach((box) => { box.checked = event.target.checked; });
    }
    anchor = event.target;
  } else return;
  tell(form);
});
