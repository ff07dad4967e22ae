// Ranking by buttons. The selects in the form stay the only truth, so that what is sent is the same with
// and without this file; it shows them as an ordered list and sets them. The list of options never
// moves: a row that jumps away while one ranks loses people.
(() => {
  "use strict";
  const till = document.querySelector(".till[data-places]");
  const form = till && till.closest("form");
  if (!form) return;
  const words = till.dataset, limit = Number(words.places), places = words.nth.split("|");
  const list = form.querySelector("ol.mine"), say = document.querySelector("#say");
  const rows = [...form.querySelectorAll("[data-option]")].map((el) => ({
    el, title: el.dataset.option, select: el.querySelector("select"),
  }));
  let ranking = [], spoken;

  const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const speak = (sentence) => {
    clearTimeout(spoken); // several presses in a row end in one sentence
    spoken = setTimeout(() => { say.textContent = sentence; }, 600);
  };
  const told = (row, i) => ({ option: row.title, place: places[i], n: ranking.length });

  const button = (text, name, act, off) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn plain slim";
    made.textContent = text;
    made.setAttribute("aria-label", name);
    if (off) made.setAttribute("aria-disabled", "true"); // not disabled: focus must not jump
    made.addEventListener("click", () => off || act());
    return made;
  };

  // Redraws, then gives the focus back to the button that stands where the pressed one stood.
  const change = (next, sentence, focus) => {
    ranking = next;
    draw();
    speak(sentence());
    (focus() || form.querySelector("#mine")).focus();
    form.dispatchEvent(new Event("change")); // so that the draft is kept
  };
  const move = (row, by) => {
    const next = [...ranking], i = next.indexOf(row);
    [next[i], next[i + by]] = [next[i + by], row];
    change(next, () => fill(words.sayMoved, told(row, i + by)),
      () => list.children[i + by].querySelectorAll("button")[by < 0 ? 0 : 1]);
  };
  const remove = (row, focus) => change(
    ranking.filter((other) => other !== row), () => fill(words.sayRemoved, told(row, 0)), focus);
  const add = (row) => {
    if (ranking.length >= limit) return speak(fill(words.sayFull, { n: limit }));
    return change([...ranking, row], () => fill(words.sayAdded, told(row, ranking.length - 1)),
      () => row.el.querySelector(".spot button"));
  };

  const ranked = (row, i) => {
    const li = document.createElement("li"), name = document.createElement("b"), last = ranking.length - 1;
    name.textContent = row.title;
    name.dir = "auto";
    const next = () => list.children[Math.min(i, list.children.length - 1)]?.querySelectorAll("button")[2];
    li.append(
      name,
      button(words.up, fill(words.upName, told(row, i)), () => move(row, -1), i === 0),
      button(words.down, fill(words.downName, told(row, i)), () => move(row, 1), i === last),
      button(words.remove, fill(words.removeName, told(row, i)), () => remove(row, next)));
    li.addEventListener("keydown", (event) => { // an extra for the keyboard, told in Help
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!event.altKey || !by || !ranking[i + by]) return;
      event.preventDefault();
      move(row, by);
    });
    return li;
  };
  const spot = (row, i) => {
    const back = () => row.el.querySelector(".spot button");
    if (i >= 0) return button(words.remove, fill(words.removeName, told(row, i)), () => remove(row, back));
    const full = ranking.length >= limit;
    const text = full ? words.add : fill(words.addAs, { place: places[ranking.length] });
    return button(text, fill(words.addName, { words: text, option: row.title }), () => add(row));
  };
  const draw = () => {
    list.replaceChildren(...ranking.map(ranked));
    for (const row of rows) {
      const i = ranking.indexOf(row);
      row.select.value = i < 0 ? "" : String(i + 1);
      row.el.querySelector(".spot").replaceChildren(spot(row, i));
      row.el.querySelector(".place").textContent = i < 0 ? "" : places[i];
    }
    form.querySelector(".none").hidden = ranking.length > 0;
    till.querySelector(".big").textContent = fill(words.big, { n: ranking.length });
  };
  const start = () => {
    ranking = rows.filter((row) => row.select.value)
      .sort((a, b) => a.select.value - b.select.value).slice(0, limit);
    draw();
  };

  for (const row of rows) row.select.closest("label").hidden = true;
  for (const hidden of form.querySelectorAll(".js")) hidden.removeAttribute("hidden");
  window.addEventListener("pageshow", (event) => event.persisted || start()); // Back fills the selects late
  start();
})();
