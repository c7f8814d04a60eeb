// Forms: one send per press, a visible answer at once, focus on the first error, Ctrl+Enter sends, leaving warns.
const words = document.getElementById("texts")?.dataset ?? {};
let dirty = false;

function arrive(root) {
  const summary = root.querySelector?.("[data-error-summary]");
  if (summary) summary.focus();
  else root.querySelector?.("[data-focus-first] input:not([type=hidden]), [data-focus-first] select, [data-focus-first] textarea")?.focus();
  for (const group of root.querySelectorAll?.("[data-group]") ?? []) if (group.querySelector(".is-invalid")) group.open = true;
}
arrive(document);
document.addEventListener("htmx:load", (event) => arrive(event.target));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "get" || event.defaultPrevented) return;
  const button = event.submitter ?? form.querySelector("[data-submit]");
  if (form.dataset.sent && !form.hasAttribute("hx-post")) return event.preventDefault();
  form.dataset.sent = "1";
  button?.classList.add("is-busy");
  dirty = false;
  // A download or a refused connection leaves the page as it is: free the button again.
  setTimeout(() => free(form), 8000);
});
function free(form) {
  delete form.dataset.sent;
  form.querySelectorAll(".is-busy").forEach((button) => button.classList.remove("is-busy"));
}
document.addEventListener("htmx:afterRequest", (event) => { if (event.target.matches?.("form")) free(event.target); });
addEventListener("pageshow", () => document.querySelectorAll("form").forEach(free));

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-error-summary] a[href^='#']");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1)) ?? document.querySelector(`[id^="${CSS.escape(link.hash.slice(1))}"]`);
  if (!field) return;
  event.preventDefault();
  const group = field.closest("details");
  if (group) group.open = true;
  const target = field.matches("input, select, textarea") && field.offsetParent ? field : field.tomselect?.control_input ?? field.querySelector("input, select, textarea") ?? field;
  target.focus();
  target.scrollIntoView({ block: "center" });
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.closest("form[data-form]")?.requestSubmit();
  if (event.key === "Escape" && event.target.matches("input, textarea, select")) {
    const cancel = event.target.closest(".is-editing")?.querySelector("[data-cancel]");
    cancel?.click();
  }
});

// Browsers show their own words; ours only say that there is something to lose.
document.addEventListener("input", (event) => { if (event.target.closest("form[data-draft]")) dirty = true; });
document.addEventListener("click", (event) => { if (event.target.closest("[data-cancel]")) dirty = false; });
addEventListener("beforeunload", (event) => {
  if (!dirty) return;
  event.preventDefault();
  event.returnValue = words.unsaved ?? "";
});
document.addEventListener("htmx:afterRequest", (event) => { if (event.detail.successful && event.target.matches?.("form")) dirty = false; });

// Confirm by dialog where the form says so; without script the server asks on a page.
document.addEventListener("htmx:confirm", (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (window.confirm(event.detail.question)) event.detail.issueRequest(true);
});

// The second composer tab shows which one is open.
document.addEventListener("click", (event) => {
  const tab = event.target.closest("[data-composer-tab]");
  if (!tab) return;
  for (const other of tab.parentElement.children) other.removeAttribute("aria-current");
  tab.setAttribute("aria-current", "true");
  document.getElementById("composer-body").dataset.focusNext = "1";
});
document.addEventListener("htmx:afterSettle", (event) => {
  const body = event.detail.target;
  if (body?.id !== "composer-body" || !body.dataset.focusNext) return;
  delete body.dataset.focusNext;
  body.querySelector("textarea, input:not([type=hidden])")?.focus();
});

// A fact that was edited in place gives the keyboard back to its pencil.
document.addEventListener("htmx:load", (event) => {
  const fact = event.detail.elt;
  if (fact.matches?.("[data-fact]:not(.is-editing)")) fact.querySelector(".n-fact__edit")?.focus();
});
