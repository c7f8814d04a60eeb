// Reading and writing numbers the way the page's language does. No behaviour of its own: others import it.
const language = document.documentElement.lang || "pt-br";
const comma = (1.5).toLocaleString(language).includes(",");

// "1.234,5", "1234.5" and "1,234.50" are all understood; the last mark followed by one or two digits is the decimal one.
export function number(text) {
  const bare = text.replace(/[^\d.,-]/g, "");
  const last = Math.max(bare.lastIndexOf(","), bare.lastIndexOf("."));
  const tail = bare.length - last - 1;
  const isDecimal = last >= 0 && (tail <= 2 || (bare[last] === (comma ? "," : ".")));
  const whole = isDecimal ? bare.slice(0, last) : bare;
  return Number(whole.replace(/[.,]/g, "") + (isDecimal ? `.${bare.slice(last + 1)}` : ""));
}
export const money = (value, places = 2) => value.toLocaleString(language, { minimumFractionDigits: places, maximumFractionDigits: places });
