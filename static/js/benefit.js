// The form of a goal: of the benefit methods, only the chosen one's rule and inputs are shown.
const choice = document.querySelector("[data-method-choice]");

function show() {
  for (const one of document.querySelectorAll("[data-method]")) one.hidden = Boolean(choice.value) && one.dataset.method !== choice.value;
  for (const input of document.querySelectorAll("[data-methods]")) {
    const field = input.closest('[id^="div_id_"]') ?? input;
    field.hidden = !input.dataset.methods.split(" ").includes(choice.value);
  }
}
if (choice) {
  choice.addEventListener("change", show);
  show();
}
