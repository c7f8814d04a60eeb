// Runs before the first paint: the theme of the device and a folded sidebar must not flash.
{
  const root = document.documentElement;
  root.classList.add("has-script");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const choice = root.dataset.theme || "auto";
    root.dataset.bsTheme = choice === "auto" ? (dark.matches ? "dark" : "light") : choice;
  };
  try {
    if (localStorage.getItem("norte.sidebar") === "folded") root.dataset.sidebar = "folded";
  } catch { /* storage may be forbidden */ }
  dark.addEventListener("change", show);
  document.addEventListener("norte:theme", show);
  show();
}
