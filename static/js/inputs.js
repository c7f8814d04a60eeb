// Inputs that are made pretty when left, never while typing: documents, CEP, phones, money. The server cleans again.
import { money, number } from "./number.js";

const digits = (text) => text.replace(/\D/g, "");
const marks = (text) => text.toUpperCase().replace(/[^0-9A-Z]/g, "");
const shape = (text, pattern) => { let at = 0; return pattern.replace(/#/g, () => text[at++] ?? ""); };

const masks = {
  cpf: (text) => (digits(text).length === 11 ? shape(digits(text), "###.###.###-##") : text),
  // Letters are allowed in a CNPJ since July 2026; the two check digits stay numeric.
  cnpj: (text) => (/^[0-9A-Z]{12}\d{2}$/.test(marks(text)) ? shape(marks(text), "##.###.###/####-##") : text),
  document: (text) => (digits(text).length === 11 && marks(text).length === 11 ? masks.cpf(text) : masks.cnpj(text)),
  cep: (text) => (digits(text).length === 8 ? shape(digits(text), "#####-###") : text),
  phone: (text) => {
    const bare = digits(text).replace(/^55(?=\d{10,11}$)/, "");
    if (text.trim().startsWith("+") && !text.trim().startsWith("+55")) return text;
    if (bare.length === 11) return shape(bare, "(##) #####-####");
    return bare.length === 10 ? shape(bare, "(##) ####-####") : text;
  },
};

document.addEventListener("focusout", (event) => {
  const field = event.target;
  if (!field.matches?.("input") || !field.value.trim()) return;
  const kind = field.dataset.mask;
  let text = field.value;
  if (kind && masks[kind]) text = masks[kind](field.value.trim());
  else if ("money" in field.dataset) {
    const value = number(field.value);
    if (Number.isFinite(value)) text = money(value, Number(field.dataset.money || 2));
  }
  if (text !== field.value) {
    field.value = text;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
});
