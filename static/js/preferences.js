// Theme, density and the folded sidebar: shown at once, then told to the server (theme, density) or kept here (sidebar).
const root = document.documentElement;
const token = () => document.querySelector("meta[name=csrf-token]")?.content;
const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* storage may be forbidden */ } };

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-preference] button");
  if (!button) return;
  const group = button.closest("[data-preference]");
  const name = group.dataset.preference;
  for (const other of group.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
  root.dataset[name] = button.value;
  if (name === "theme") document.dispatchEvent(new Event("norte:theme"));
  if (!group.dataset.url) return;
  fetch(group.dataset.url, { method: "POST", headers: { "X-CSRFToken": token(), "HX-Request": "true" }, body: new URLSearchParams({ [name]: button.value }) })
    .then((answer) => { if (!answer.ok) document.dispatchEvent(new CustomEvent("norte:failed", { detail: { status: answer.status } })); })
    .catch(() => document.dispatchEvent(new CustomEvent("norte:failed", { detail: {} })));
});

const fold = document.querySelector("[data-sidebar-fold]");
const mark = () => fold?.setAttribute("aria-pressed", String(root.dataset.sidebar === "folded"));
fold?.addEventListener("click", () => {
  if (root.dataset.sidebar === "folded") delete root.dataset.sidebar;
  else root.dataset.sidebar = "folded";
  keep("norte.sidebar", root.dataset.sidebar || "open");
  mark();
});
mark();
