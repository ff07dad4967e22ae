// The running total of a ballot: money to share out, or a number of things to choose. The server adds
// up again; without this file nothing is lost but the live sum. It runs in the browser because a
// request on every tick would leave the choices of a person in the logs.
(() => {
  "use strict";
  const till = document.querySelector(".till[data-left]");
  const form = till && till.closest("form");
  if (!form) return;
  const words = till.dataset;
  const limit = words.limit === undefined ? Infinity : Number(words.limit);
  const big = till.querySelector(".big"), sub = till.querySelector(".sub");
  const rect = till.querySelector("rect"), say = document.querySelector("#say");
  const boxes = [...form.querySelectorAll("input[data-cost]")];
  let spoken;

  // Costs come in minor units, pence for pounds; whole pounds are shown without them.
  const money = (() => {
    const lang = document.documentElement.lang || undefined;
    if (!words.currency) return (n) => n.toLocaleString(lang);
    const style = { style: "currency", currency: words.currency };
    const digits = new Intl.NumberFormat(lang, style).resolvedOptions().maximumFractionDigits;
    return (n) => {
      const whole = n % 10 ** digits === 0;
      const shown = new Intl.NumberFormat(lang, { ...style, minimumFractionDigits: whole ? 0 : digits });
      return shown.format(n / 10 ** digits);
    };
  })();
  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const mark = (box, left) => {
    const short = Number(box.dataset.cost) - left;
    const fit = box.closest(".pick").querySelector(".fit");
    box.closest("label").querySelector(".does").textContent = box.checked ? words.chosen : words.choose;
    fit.hidden = !words.short || box.checked || left < 0 || short <= 0;
    fit.textContent = fit.hidden ? "" : fill(words.short, { money: money(short) });
  };

  const total = (event) => {
    const chosen = boxes.filter((box) => box.checked);
    const spent = chosen.reduce((sum, box) => sum + Number(box.dataset.cost), 0);
    const left = limit - spent, over = left < 0;
    const values = { money: money(Math.abs(left)), total: money(limit), n: chosen.length };
    till.classList.toggle("over", over);
    big.textContent = fill(over ? words.over : words.left, values);
    sub.textContent = fill(words.sub, values);
    if (rect) rect.setAttribute("width", limit > 0 ? Math.min(100, (100 * spent) / limit) : 0);
    for (const box of boxes) mark(box, left);
    if (!event || event.type !== "change") return;
    clearTimeout(spoken); // one sentence after the last change, not one for each press
    spoken = setTimeout(() => { say.textContent = `${big.textContent}, ${sub.textContent}`; }, 600);
  };

  form.addEventListener("change", total);
  window.addEventListener("pageshow", total); // the Back button brings ticks back after we have run
  for (const hidden of form.querySelectorAll(".js")) hidden.removeAttribute("hidden");
  total();
})();
