// The palette under the search box: opens while typing, arrows choose, Enter goes, Escape closes.
const box = document.querySelector("[data-search]");
const input = box?.querySelector("[data-shortcut-search]");
const panel = box?.querySelector("[data-search-panel]");
const words = document.getElementById("texts")?.dataset ?? {};
const hits = () => [...panel.querySelectorAll("[role=option]")];
const say = (text) => document.dispatchEvent(new CustomEvent("norte:say", { detail: { text } }));

function show(on) {
  panel.hidden = !on;
  input.setAttribute("aria-expanded", String(on));
  if (!on) input.removeAttribute("aria-activedescendant");
}
function choose(index) {
  const all = hits();
  if (!all.length) return;
  const at = (index + all.length) % all.length;
  all.forEach((hit, i) => {
    hit.id ||= `hit-${i}`;
    hit.setAttribute("aria-selected", String(i === at));
  });
  all[at].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", all[at].id);
}
if (box) {
  box.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target.id !== "search-results") return;
    show(Boolean(input.value.trim()));
    const all = hits();
    all.forEach((hit, i) => { hit.id = `hit-${i}`; hit.tabIndex = -1; });
    if (all.length) choose(0);
    say(all.length ? (words.results || "").replace("{0}", all.length) : words.searchNone);
  });
  input.addEventListener("input", () => { if (!input.value.trim()) show(false); });
  input.addEventListener("focus", () => { if (input.value.trim() && hits().length) show(true); });
  input.addEventListener("keydown", (event) => {
    const at = hits().findIndex((hit) => hit.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !panel.hidden && at >= 0) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) window.open(hits()[at].href, "_blank", "noopener");
      else location.assign(hits()[at].href);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (panel.hidden) input.blur();
      show(false);
    }
  });
  document.addEventListener("click", (event) => { if (!box.contains(event.target)) show(false); });
  box.addEventListener("focusout", (event) => { if (event.relatedTarget && !box.contains(event.relatedTarget)) show(false); });
}
