// A ballot that is not cast yet, kept in this tab only: never on the server, where a row would tie a
// person to a choice. It ends with the tab, with the cast and with signing out.
(() => {
  "use strict";
  const name = (key) => `draft:${key}`;
  let store;
  try {
    store = window.sessionStorage;
  } catch {
    return; // a browser that forbids storage still votes
  }
  const controls = (form) => [...form.elements].filter(
    (el) => el.name && (el.type === "checkbox" || el.type === "radio" || el.tagName === "SELECT"));
  const isOn = (el) => (el.tagName === "SELECT" ? el.value !== "" : el.checked);

  const keep = (form, key) => {
    const chosen = controls(form).filter(isOn).map((el) => [el.name, el.value]);
    if (chosen.length) store.setItem(name(key), JSON.stringify(chosen));
    else store.removeItem(name(key));
  };
  const bringBack = (form, key) => {
    const kept = JSON.parse(store.getItem(name(key)) || "null");
    if (!kept || form.querySelector("[aria-invalid], .alert")) return; // the page that came back is newer
    for (const el of controls(form)) {
      const mine = kept.filter(([field]) => field === el.name).map(([, value]) => value);
      if (el.tagName === "SELECT") el.value = mine[0] ?? "";
      else el.checked = mine.includes(el.value);
    }
  };

  for (const form of document.querySelectorAll("form[data-draft]")) {
    bringBack(form, form.dataset.draft);
    form.addEventListener("change", () => keep(form, form.dataset.draft));
  }
  for (const bar of document.querySelectorAll("[data-draft-bar]")) {
    if (store.getItem(name(bar.dataset.draftBar))) bar.hidden = false;
  }
  for (const cast of document.querySelectorAll("[data-draft-cast]")) {
    store.removeItem(name(cast.dataset.draftCast));
  }
  for (const leave of document.querySelectorAll("form[data-forget]")) {
    leave.addEventListener("submit", () => {
      for (const key of Object.keys(store)) if (key.startsWith("draft:")) store.removeItem(key);
    });
  }
})();
