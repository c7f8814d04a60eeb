// The matrix: a strategy or tactic moved by hand or by arrow keys is told to the server, which answers with the whole picture.
const token = () => document.querySelector("meta[name=csrf-token]")?.content;
const say = (text) => document.dispatchEvent(new CustomEvent("norte:say", { detail: { text, now: true } }));
const busy = (step) => document.dispatchEvent(new CustomEvent("norte:busy", { detail: step }));
const fill = (text, ...parts) => (text || "").replace(/\{(\d)\}/g, (_, at) => parts[at]);
const LOWEST = 1, HIGHEST = 5, MIDDLE = 3, PAUSE = 700;
const STEPS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
const matrix = () => document.querySelector("[data-matrix]");
const cellAt = (benefit, impact) => matrix().querySelector(`[data-cell][data-benefit="${benefit}"][data-impact="${impact}"]`);
const held = (score) => Math.min(HIGHEST, Math.max(LOWEST, score));
let waiting = null;

// Keys go on while an answer is under way: the picture that answers an older move is not shown any more.
async function send(form) {
  const asked = (waiting = Symbol("move"));
  busy(1);
  let answer = null;
  try {
    answer = await fetch(form.url, { method: "POST", headers: { "X-CSRFToken": token(), "HX-Request": "true" }, body: new URLSearchParams(form.values) });
  } catch { /* said below as a failed connection */ }
  busy(-1);
  const told = answer ? await answer.text().catch(() => "") : "";
  if (asked !== waiting) return;
  const fresh = new DOMParser().parseFromString(told, "text/html").querySelector("[data-matrix]");
  if (fresh && !(answer.redirected && /login/.test(answer.url))) return show(fresh);
  const expired = answer?.redirected || told.includes("data-csrf-failure");
  document.dispatchEvent(new CustomEvent("norte:failed", { detail: { status: answer?.status ?? 0, expired } }));
  if (form.back) form.back();
}
function show(fresh) {
  const focused = document.activeElement?.closest("[data-matrix]") ? document.activeElement : null;
  const name = focused?.getAttribute("name");
  const row = focused?.closest("[data-score]")?.closest("[id]")?.id;
  const id = focused?.id;
  matrix().replaceWith(document.importNode(fresh, true));
  start();
  const again = (id && document.getElementById(id)) || (row && document.getElementById(row)?.querySelector(name ? `[name=${name}]` : "button"));
  again?.focus({ preventScroll: true });
  say(matrix().querySelector("[data-said]").textContent.trim());
}

function place(mark, cell) {
  const from = { list: mark.parentElement, next: mark.nextElementSibling };
  cell.append(mark);
  return () => (from.next?.isConnected ? from.next.before(mark) : from.list.append(mark));
}
function score(mark, cell, back) {
  mark.classList.add("is-waiting");
  const { benefit, impact } = cell.dataset;
  send({ url: mark.dataset.url, values: { benefit, impact, version: mark.dataset.version }, back });
}

let pause = null;
function step(mark, [up, right]) {
  const now = mark.closest("[data-cell]");
  const benefit = now ? held(+now.dataset.benefit + up) : MIDDLE;
  const impact = now ? held(+now.dataset.impact + right) : MIDDLE;
  const cell = cellAt(benefit, impact);
  if (cell === now) return;
  const first = mark.back;
  const back = place(mark, cell);
  mark.back = first ?? back;
  mark.querySelector("a").focus({ preventScroll: true });
  mark.scrollIntoView({ block: "nearest" });
  const zone = matrix().querySelector(`.is-${cell.dataset.zone} .n-matrix__zone b`)?.textContent ?? "";
  say(fill(matrix().dataset.at, benefit, impact, zone));
  clearTimeout(pause);
  waiting = null;
  // Several steps are one move.
  pause = setTimeout(() => score(mark, cell, mark.back), PAUSE);
}

function start() {
  if (!window.Sortable || !matrix()) return;
  let back = null;
  for (const list of matrix().querySelectorAll("[data-cell], [data-tray]")) {
    window.Sortable.create(list, {
      group: { name: "matrix", put: list.matches("[data-cell]") }, draggable: "[data-mark]", sort: false,
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 120,
      ghostClass: "is-ghost", delay: 180, delayOnTouchOnly: true, touchStartThreshold: 4, emptyInsertThreshold: 12,
      onStart: ({ item }) => {
        const from = { list: item.parentElement, next: item.nextElementSibling };
        back = () => (from.next?.isConnected ? from.next.before(item) : from.list.append(item));
      },
      onMove: ({ to }) => {
        for (const cell of matrix().querySelectorAll(".is-aim")) cell.classList.remove("is-aim");
        to.classList.add("is-aim");
      },
      onEnd: ({ item, from, to }) => {
        for (const cell of matrix().querySelectorAll(".is-aim")) cell.classList.remove("is-aim");
        if (from !== to) score(item, to, back);
      },
    });
  }
}
start();

document.addEventListener("keydown", (event) => {
  const mark = event.target.closest?.("[data-mark]");
  const direction = STEPS[event.key];
  if (!mark || !direction || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  step(mark, direction);
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-score]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  send({ url: event.target.action, values: Object.fromEntries(new FormData(event.target)) });
}, true);
