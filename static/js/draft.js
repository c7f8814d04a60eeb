// What is typed into form[data-draft=key] stays in this browser until it is saved, and is offered again after an accident.
const words = document.getElementById("texts")?.dataset ?? {};
const age = 7 * 24 * 3600e3;
const name = (form) => `norte.draft.${form.dataset.draft}`;
const secret = (field) => ["password", "file", "hidden"].includes(field.type) || field.name === "csrfmiddlewaretoken";
const store = {
  get(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
  drop(key) { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
};
const fields = (form) => [...form.elements].filter((field) => field.name && !secret(field));
const read = (form) => fields(form).map((field) => [field.name, ["checkbox", "radio"].includes(field.type) ? [field.value, field.checked] : field.multiple ? [...field.selectedOptions].map((o) => o.value) : field.value]);
const fingerprint = (form) => JSON.stringify(read(form));

function put(form, values) {
  const queues = new Map();
  for (const [key, value] of values) queues.set(key, [...(queues.get(key) ?? []), value]);
  for (const field of fields(form)) {
    const value = queues.get(field.name)?.shift();
    if (value === undefined) continue;
    if (["checkbox", "radio"].includes(field.type)) field.checked = value[1];
    else if (field.tomselect) field.tomselect.setValue(value);
    else if (field.multiple) for (const option of field.options) option.selected = value.includes(option.value);
    else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
function offer(form, draft) {
  const place = form.querySelector("[data-draft-offer]");
  if (!place) return;
  const text = document.createElement("span");
  text.textContent = (words.draft || "").replace("{0}", new Date(draft.at).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" }));
  const button = (label, act) => {
    const node = document.createElement("button");
    node.type = "button";
    node.className = "btn";
    node.textContent = label;
    node.addEventListener("click", () => { act(); place.hidden = true; place.replaceChildren(); });
    return node;
  };
  place.className = "n-draft";
  place.setAttribute("role", "status");
  place.replaceChildren(text, button(words.draftRestore, () => put(form, draft.values)), button(words.draftDrop, () => store.drop(name(form))));
  place.hidden = false;
}
function watch(form) {
  if (form.dataset.watched) return;
  form.dataset.watched = "1";
  const first = fingerprint(form);
  const draft = store.get(name(form));
  if (draft && Date.now() - draft.at > age) store.drop(name(form));
  else if (draft && JSON.stringify(draft.values) !== first && !form.querySelector("[data-error-summary]")) offer(form, draft);
  let timer = 0;
  const save = () => { if (fingerprint(form) !== first) store.set(name(form), { at: Date.now(), values: read(form) }); };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(save, 400); });
  document.addEventListener("norte:keep", save);
  form.addEventListener("htmx:afterRequest", (event) => { if (event.target === form && event.detail.successful) { clearTimeout(timer); store.drop(name(form)); } });
  // A plain send leaves the page: keep until the next page shows that it was saved (it has no errors and another address).
  form.addEventListener("submit", () => { save(); try { sessionStorage.setItem("norte.sent", name(form)); } catch { /* forbidden */ } });
}
function settle() {
  let key = null;
  try { key = sessionStorage.getItem("norte.sent"); sessionStorage.removeItem("norte.sent"); } catch { /* forbidden */ }
  if (!key) return;
  const again = [...document.querySelectorAll("form[data-draft]")].some((form) => name(form) === key);
  // Saved when the page says so, or the form is no longer on it and it is not the sign-in or an error page.
  const said = document.querySelector("#messages .n-toast--success");
  if ((said || !again) && document.getElementById("sidebar")) store.drop(key);
}
settle();
const start = (root) => root.querySelectorAll?.("form[data-draft]").forEach(watch);
start(document);
document.addEventListener("htmx:load", (event) => { if (event.target.matches?.("form[data-draft]")) watch(event.target); start(event.target); });
