// Choices over 15, and those that ask the server, become searchable; the library is fetched only when one is there.
const here = document.getElementById("selects-script");
const wanted = (select) => select.dataset.autocompleteUrl || (select.options.length > 15 && !("plain" in select.dataset)) || select.multiple;
let library = null;

function load() {
  library ??= new Promise((done, fail) => {
    const style = document.createElement("link");
    Object.assign(style, { rel: "stylesheet", href: here.dataset.style });
    document.head.querySelector("link[rel=stylesheet]").after(style);
    const script = document.createElement("script");
    Object.assign(script, { src: here.dataset.script, onload: done, onerror: fail });
    document.head.append(script);
  });
  return library;
}
function make(select) {
  if (select.tomselect || !select.isConnected) return;
  const url = select.dataset.autocompleteUrl;
  const label = select.labels?.[0]?.textContent.trim() ?? select.getAttribute("aria-label") ?? "";
  const none = select.querySelector('option[value=""]');
  const words = document.getElementById("texts")?.dataset ?? {};
  const box = new window.TomSelect(select, {
    plugins: select.multiple ? { remove_button: { title: words.remove } } : none && !select.required ? { clear_button: { title: words.remove } } : {},
    maxOptions: 200,
    valueField: "value", labelField: "text", searchField: url ? [] : ["text"],
    allowEmptyOption: false,
    placeholder: select.getAttribute("placeholder") ?? none?.textContent.replace(/^-+$/, "") ?? (select.multiple && select.form?.hasAttribute("data-list-form") ? words.any : "") ?? "",
    render: { no_results: () => `<div class="no-results">${words.searchNone}</div>`, loading: () => `<div class="no-results">${words.searching}</div>` },
    ...(url && {
      preload: "focus",
      load(text, done) {
        const address = new URL(url, location.href);
        address.searchParams.set("q", text);
        fetch(address, { headers: { Accept: "application/json" } })
          .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
          .then((data) => { this.clearOptions((option) => this.items.includes(String(option.value))); done(data.results); })
          .catch((answer) => { done(); document.dispatchEvent(new CustomEvent("norte:failed", { detail: { status: answer.status ?? 0 } })); });
      },
    }),
  });
  // The label now belongs to the box one types into; the old select must not speak as well.
  box.control_input.setAttribute("aria-label", label);
  select.setAttribute("aria-label", label);
  select.setAttribute("aria-hidden", "true");
  if (select.classList.contains("is-invalid")) box.wrapper.classList.add("is-invalid");
}
async function start(root) {
  const found = [...(root.querySelectorAll?.("select") ?? [])].filter((select) => !select.closest("template") && wanted(select));
  if (!found.length) return;
  await load();
  found.forEach(make);
}
start(document);
document.addEventListener("htmx:load", (event) => start(event.target));
document.addEventListener("norte:arrived", (event) => start(event.detail));

// What is typed in one field may propose a choice in another that is still empty; a note beneath says so.
document.addEventListener("change", async (event) => {
  const { proposes, proposalUrl } = event.target.dataset ?? {};
  const select = proposes && event.target.form.elements[proposes];
  if (!select || select.value) return;
  const answer = await fetch(`${proposalUrl}?${new URLSearchParams({ text: event.target.value })}`, { headers: { Accept: "application/json" } });
  const found = answer.ok ? await answer.json() : {};
  if (!found.value || select.value) return;
  if (select.tomselect) {
    select.tomselect.addOption(found);
    select.tomselect.setValue(found.value);
  } else select.add(new Option(found.text, found.value, true, true));
  const note = Object.assign(document.createElement("div"), { className: "form-text", textContent: found.note });
  note.setAttribute("role", "status");
  event.target.after(note);
});
