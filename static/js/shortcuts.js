// Single keys, never while typing. Links say which they are: data-go="letter", data-shortcut="letter", data-shortcut-new.
const typing = (node) => node.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], .ts-wrapper, dialog[open]");
const help = document.getElementById("help-dialog");
let leader = 0;

const rows = () => [...document.querySelectorAll("[data-rows] [data-row]")];
const rowAt = () => rows().findIndex((row) => row.contains(document.activeElement));

function step(by) {
  const all = rows();
  if (!all.length) return false;
  const at = rowAt();
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
  (next.querySelector("[data-row-link]") ?? next.querySelector("a, input, button"))?.focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
}
function press(selector) {
  const node = document.querySelector(selector);
  if (!node) return false;
  if (node.matches("details")) {
    node.open = true;
    node.querySelector(".n-menu__item")?.focus();
  } else node.click();
  return true;
}
const keys = {
  "/": () => {
    const input = document.querySelector("[data-shortcut-search]");
    input?.focus();
    input?.select();
    return Boolean(input);
  },
  "?": () => { help?.showModal(); return Boolean(help); },
  n: () => press("[data-shortcut-new]") || press("[data-create-menu]"),
  e: () => press("[data-shortcut=e]"),
  j: () => step(1),
  k: () => step(-1),
  x: () => {
    const check = rows()[rowAt()]?.querySelector("input[name=pk]");
    check?.click();
    return Boolean(check);
  },
  f: () => press("[data-filters-toggle]"),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target)) return;
  if (leader && Date.now() - leader < 1200) {
    leader = 0;
    const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
    return;
  }
  if (event.key === "g") { leader = Date.now(); return; }
  const act = keys[event.key] ?? (/^[a-z]$/.test(event.key) && !event.target.closest("[data-card]") ? () => press(`[data-shortcut="${event.key}"]`) : null);
  if (act?.()) event.preventDefault();
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-help-open]")) return;
  event.preventDefault();
  help?.showModal();
});
