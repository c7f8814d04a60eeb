// <details data-menu>: one open at a time, closed by Escape, by a press outside and by choosing; arrows walk through.
// Also the sidebar on a phone, dialogs and rows of tabs.
const open = () => document.querySelector("details[data-menu][open]");
const items = (menu) => [...menu.querySelectorAll(".n-menu__item, .n-menu__list button, .n-menu__list select")].filter((item) => item.offsetParent);

function close(menu, focus) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}
document.addEventListener("toggle", (event) => {
  const menu = event.target;
  if (!menu.matches?.("details[data-menu]") || !menu.open) return;
  for (const other of document.querySelectorAll("details[data-menu][open]")) if (other !== menu) close(other);
}, true);
document.addEventListener("click", (event) => {
  const menu = open();
  if (menu && (!menu.contains(event.target) || event.target.closest("a.n-menu__item, [data-menu-close]"))) close(menu);
});
document.addEventListener("keydown", (event) => {
  const menu = open();
  if (!menu) return;
  if (event.key === "Escape") {
    event.stopPropagation();
    return close(menu, true);
  }
  if (!["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) || event.target.matches("select, input, textarea") || !menu.contains(event.target)) return;
  event.preventDefault();
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const next = { ArrowDown: (at + 1) % all.length, ArrowUp: (at - 1 + all.length) % all.length, Home: 0, End: all.length - 1 }[event.key];
  all[next]?.focus();
}, true);

const sidebar = document.getElementById("sidebar");
function drawer(show) {
  sidebar?.classList.toggle("is-open", show);
  if (show) sidebar.querySelector("[data-sidebar-close]").focus();
}
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-sidebar-open]")) {
    event.preventDefault();
    event.stopPropagation();
    return drawer(true);
  }
  if (!sidebar?.classList.contains("is-open")) return;
  if (event.target.closest("[data-sidebar-close]")) {
    event.preventDefault();
    drawer(false);
    document.querySelector("[data-sidebar-open]")?.focus();
  } else if (!sidebar.contains(event.target)) drawer(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && sidebar?.classList.contains("is-open")) {
    drawer(false);
    document.querySelector("[data-sidebar-open]")?.focus();
  }
});

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-dialog-close]");
  if (closer) closer.closest("dialog").close();
  else if (event.target.matches("dialog.n-dialog")) event.target.close();
});

// In a row of tabs wider than a phone the current one is in sight.
for (const row of document.querySelectorAll(".n-views__list")) {
  const current = row.querySelector(".is-current");
  if (current) row.scrollLeft = current.offsetLeft - (row.clientWidth - current.offsetWidth) / 2;
}
