// Messages to the person. Anyone may send: document.dispatchEvent(new CustomEvent("norte:toast", {detail: {text, level, url, action}})),
// the server by the header HX-Trigger: {"norte:toast": {...}}. "norte:say" speaks to readers of the screen only.
const box = document.querySelector("[data-toasts]");
const shape = document.getElementById("toast-template");
const live = document.querySelector("[data-live]");
const liveNow = document.querySelector("[data-live-now]");

function leave(toast) {
  // Errors and anything with a verb stay until closed: nobody should race a clock to undo.
  if (toast.matches(".n-toast--error") || toast.querySelector("a:not([hidden]), form")) return setTimeout(() => toast.remove(), 30000);
  let timer = setTimeout(() => toast.remove(), 6000);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", () => { timer = setTimeout(() => toast.remove(), 3000); });
}

function show({ text, level = "info", url, action, post }) {
  if (!box || !shape || !text) return;
  for (const old of box.querySelectorAll(".n-toast__text")) if (old.textContent === text) old.closest("[data-toast]").remove();
  const toast = shape.content.firstElementChild.cloneNode(true);
  toast.classList.add(`n-toast--${level}`);
  toast.setAttribute("role", level === "error" ? "alert" : "status");
  for (const icon of toast.querySelectorAll("[data-for]")) if (icon.dataset.for !== level) icon.remove();
  if (url) {
    const link = toast.querySelector(".n-toast__action");
    link.hidden = false;
    link.href = url;
    if (post !== false) link.dataset.post = "";
    if (action) link.textContent = action;
  }
  box.append(toast);
  // Filled after it is in the page, so that readers of the screen notice the change.
  requestAnimationFrame(() => { toast.querySelector(".n-toast__text").textContent = text; });
  leave(toast);
}

function say({ text, now }) {
  const place = now ? liveNow : live;
  if (!place) return;
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 60);
}

document.addEventListener("norte:toast", (event) => show(event.detail));
document.addEventListener("norte:say", (event) => say(event.detail));
document.addEventListener("click", (event) => event.target.closest("[data-toast-close]")?.closest("[data-toast]").remove());
box?.querySelectorAll("[data-toast]").forEach(leave);
