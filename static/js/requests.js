// What every request shares: the line of progress, errors in plain words, the end of a session, links that post, announcements.
const words = document.getElementById("texts")?.dataset ?? {};
const line = document.querySelector("[data-progress-line]");
const meta = document.querySelector("meta[name=csrf-token]");
const toast = (text, level = "error", more = {}) => document.dispatchEvent(new CustomEvent("norte:toast", { detail: { text, level, ...more } }));
const say = (text) => document.dispatchEvent(new CustomEvent("norte:say", { detail: { text } }));

function explain(status) {
  if (!status) return words.offline;
  if (status === 403) return words.forbidden;
  if (status === 404 || status === 410) return words.missing;
  if (status === 409 || status === 412) return words.conflict;
  if (status === 429) return words.busy;
  return status >= 500 ? words.server : words.refused;
}

let ended = false;
function failed({ status = 0, text, expired = false } = {}) {
  if (status === 401 || expired) {
    ended = true;
    document.dispatchEvent(new CustomEvent("norte:keep"));
    toast(words.expired, "warning", { url: location.href, action: words.signIn, post: false });
  } else {
    toast(text || explain(status));
  }
}
document.addEventListener("norte:failed", (event) => failed(event.detail));

// Signed in again in another tab, this page still holds the old token: take the new one, so that "save" works.
async function renew() {
  if (!ended || document.hidden) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok || /\/login\//.test(new URL(answer.url).pathname)) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("meta[name=csrf-token]")?.content;
  if (!fresh) return;
  ended = false;
  meta.content = fresh;
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": fresh }));
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = fresh;
  toast(words.back, "success");
}
document.addEventListener("visibilitychange", renew);
addEventListener("focus", renew);
addEventListener("pageshow", (event) => { if (event.persisted) { ended = true; renew(); } });

let running = 0;
const count = (step) => {
  running = Math.max(0, running + step);
  line?.classList.toggle("is-on", running > 0);
};
// What the page asks by itself now and then shows no progress, and its failures are nobody's business.
const isQuiet = (event) => Boolean(event.target.closest?.("[data-quiet]"));
document.addEventListener("htmx:beforeRequest", (event) => isQuiet(event) || count(1));
document.addEventListener("htmx:afterRequest", (event) => isQuiet(event) || count(-1));
document.addEventListener("norte:busy", (event) => count(event.detail));

// A session that ended answers with the sign-in page: never swap that into a list.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (xhr.responseURL && /\/(login|reauthenticate)\//.test(new URL(xhr.responseURL).pathname) && !/\/(login|reauthenticate)\//.test(location.pathname)) {
    event.detail.shouldSwap = false;
    failed({ expired: true });
  }
});
document.addEventListener("htmx:responseError", (event) => {
  if (isQuiet(event)) return;
  const { xhr } = event.detail;
  const plain = (xhr.getResponseHeader("Content-Type") || "").startsWith("text/plain") ? xhr.responseText.slice(0, 300) : "";
  if (xhr.status === 400 && event.target.closest?.("[data-list-form]")) return toast(words.filter, "warning");
  failed({ status: xhr.status, expired: xhr.status === 403 && xhr.responseText.includes("data-csrf-failure"), text: plain || xhr.getResponseHeader("X-Message") && decodeURIComponent(xhr.getResponseHeader("X-Message")) });
});
document.addEventListener("htmx:sendError", (event) => isQuiet(event) || failed());
document.addEventListener("htmx:timeout", (event) => isQuiet(event) || failed());

// What was to come after the page stood and did not: its place shows the way to it.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.isConnected && detail.elt.classList.contains("n-waiting")) detail.elt.classList.add("has-failed");
});

document.addEventListener("htmx:afterSettle", (event) => {
  const text = event.detail.target?.dataset?.announce ?? document.getElementById(event.detail.target?.id)?.dataset?.announce;
  if (text) say(text);
});

// A link with data-post leads to a page that asks; with script it is done at once.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-post]");
  if (!link || event.ctrlKey || event.metaKey || event.button) return;
  event.preventDefault();
  const form = document.createElement("form");
  form.method = "post";
  form.action = link.href;
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: "csrfmiddlewaretoken", value: meta.content });
  form.append(field);
  document.body.append(form);
  form.submit();
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy || document.querySelector(button.dataset.copyFrom)?.textContent.trim());
    toast(words.copied, "success");
  } catch { /* the text stays on the page to be selected */ }
});
