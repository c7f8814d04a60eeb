// The form of a goal: of the benefit methods, only the chosen one's rule and inputs are shown, beside the choice.
const choice = document.querySelector("[data-method-choice]");

function show() {
  for (const one of document.querySelectorAll("[data-method]")) one.hidden = one.dataset.method !== choice.value;
  for (const input of document.querySelectorAll("[data-methods]")) {
    const field = input.closest('[id^="div_id_"]') ?? input;
    field.hidden = !input.dataset.methods.split(" ").includes(choice.value);
  }
  document.querySelector("[data-method-rules]").hidden = !choice.value;
}
if (choice) {
  choice.closest('[id^="div_id_"]').append(document.querySelector("[data-method-rules]"));
  choice.closest("details").open = true;
  choice.addEventListener("change", show);
  show();
}
