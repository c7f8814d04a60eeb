// Rows that are added and removed: several e-mails or phones of one person, and the lines of a quote with their sums.
import { money, number } from "./number.js";

const words = document.getElementById("texts")?.dataset ?? {};
const say = (text) => text && document.dispatchEvent(new CustomEvent("norte:say", { detail: { text } }));
const arrived = (node) => window.htmx?.process(node);

// Several values: rows of the same names; the first one is the main one.
function empty(row) {
  for (const field of row.querySelectorAll("input, select")) {
    if (field.type === "checkbox") field.checked = false;
    else if (field.tagName === "INPUT") field.value = "";
    field.classList.remove("is-invalid");
    field.removeAttribute("aria-describedby");
  }
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-multi-add], [data-multi-remove], [data-multi-raise]");
  if (!button) return;
  const rows = button.closest("[data-multi]").querySelector("[data-multi-rows]");
  if (button.matches("[data-multi-add]")) {
    const row = rows.lastElementChild.cloneNode(true);
    empty(row);
    renumber(rows.appendChild(row), rows.children.length - 1);
    row.querySelector("input").focus();
    return say(words.addedRow);
  }
  const row = button.closest("[data-multi-row]");
  if (button.matches("[data-multi-raise]")) {
    rows.prepend(row);
    row.querySelector("input").focus();
  } else {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (next) row.remove();
    else empty(row);
    (next ?? row).querySelector("input").focus();
    say(words.removedRow);
  }
  rows.dispatchEvent(new Event("input", { bubbles: true }));
});
function renumber(row, index) {
  for (const node of row.querySelectorAll("[id], [for], [aria-labelledby]")) {
    for (const name of ["id", "for", "aria-labelledby"]) if (node.hasAttribute(name)) node.setAttribute(name, node.getAttribute(name).replace(/(_\d+)?$/, `_${index}`));
  }
}

// Formset rows: a template with __prefix__, TOTAL_FORMS, DELETE boxes; quantity × price less the discount in percent is only shown, the server counts.
const amount = (row, name) => {
  const field = row.querySelector(`[data-line="${name}"], [name$="-${name}"]`);
  return field?.value.trim() ? number(field.value) || 0 : 0;
};
function sum(box) {
  let total = 0;
  for (const row of box.querySelectorAll("[data-line-row]:not(.is-removed)")) {
    const gross = amount(row, "quantity") * amount(row, box.dataset.price || "unit_price");
    const net = gross * (1 - amount(row, "discount") / 100);
    const shown = row.querySelector("[data-line-total]");
    if (shown) shown.textContent = gross ? money(net) : "";
    total += net;
  }
  const place = box.querySelector("[data-lines-total]");
  if (place) place.textContent = `${box.dataset.currency || ""} ${money(total)}`.trim();
}
document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-line-add]");
  const remove = event.target.closest("[data-line-remove]");
  const box = (add ?? remove)?.closest("[data-lines]");
  if (!box) return;
  if (add) {
    const count = box.querySelector("input[name$='-TOTAL_FORMS']");
    const holder = document.createElement("tbody");
    holder.innerHTML = box.querySelector("template[data-line-template]").innerHTML.replaceAll("__prefix__", count.value);
    const row = holder.firstElementChild;
    box.querySelector("[data-line-rows]").append(row);
    count.value = Number(count.value) + 1;
    arrived(row);
    document.dispatchEvent(new CustomEvent("norte:arrived", { detail: row }));
    row.querySelector("input:not([type=hidden]), select")?.focus();
    say(words.addedRow);
  } else {
    const row = remove.closest("[data-line-row]");
    const box_ = row.querySelector("input[name$='-DELETE']");
    if (box_) box_.checked = true;
    row.classList.add("is-removed");
    box.querySelector("[data-line-add]").focus();
    say(words.removedRow);
  }
  sum(box);
});
document.addEventListener("input", (event) => { const box = event.target.closest("[data-lines]"); if (box) sum(box); });
document.addEventListener("change", (event) => { const box = event.target.closest("[data-lines]"); if (box) sum(box); });
document.querySelectorAll("[data-lines]").forEach(sum);
