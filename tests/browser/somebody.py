"""Somebody at a screen: they read, click and type, or do all of it with the keys alone."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

from tests.browser.looks import axe, picture

MOST_TABS = 120
NARROWEST = 320  # CSS pixels: a page at 1280 that is enlarged four times
TITLE = re.compile(r"\S.* – Deliberate")

# Whether an element has the focus, lies after what has it, and what has it but can't be seen.
FOCUSED_IS = """el => {
  const now = document.activeElement, box = now.getClientRects()[0];
  const x = box && box.x + box.width / 2;
  const seen = now === document.body || (box && [0.1, 0.5, 0.9].some(part => {
    const top = document.elementFromPoint(x, box.y + part * box.height);
    return top && (now.contains(top) || (top.contains(now) && top.closest("label")));
  }));
  return {
    there: now === el,
    after: Boolean(now.compareDocumentPosition(el) & Node.DOCUMENT_POSITION_FOLLOWING),
    covered: seen ? "" : now.outerHTML,
  };
}"""


@dataclass
class Somebody:
    """One person, with one way of using a page; pictures are named after the `setting`."""

    page: Page
    setting: str
    has_scripts: bool = True
    keys_only: bool = False
    feet: set[str] = field(default_factory=set)  # of all pages seen: the help is always the same

    def follow(self, name: str) -> None:
        """Follow the first link of this name, in the main part where it has one."""
        with self.page.expect_navigation():
            self._press(self._named("link", name))

    def press(self, name: str) -> None:
        """Press the button that leads on to another page."""
        with self.page.expect_navigation():
            self._press(self._named("button", name))

    def press_here(self, name: str) -> None:
        """Press a button that changes something on this page, and keep the place."""
        self._press(self._named("button", name))
        self._still_somewhere()

    def write(self, label: str, text: str) -> None:
        there = self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))
        if not self.keys_only:
            there.fill(text)
            return
        self._reach(there)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        self._still_somewhere()

    def tick(self, name: str) -> None:
        """Tick this box, or take the tick out."""
        there = self.page.get_by_role("checkbox", name=name)
        if self.keys_only:
            self._reach(there)
            self.page.keyboard.press("Space")
            self._still_somewhere()
        else:
            there.click()

    def take(self, name: str) -> None:
        """Take this one of several choices."""
        there = self.page.get_by_role("radio", name=re.compile(f"^{re.escape(name)}"))
        if not self.keys_only:
            there.click()
            return
        group = self.page.locator(f"input[name={there.get_attribute('name')}]")
        checked = group.and_(self.page.locator(":checked"))
        self._reach(checked.first if checked.count() else group.first)
        if not checked.count():
            self.page.keyboard.press("Space")
        for _ in range(group.count()):
            if there.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        assert there.is_checked(), name
        self._still_somewhere()

    def pick(self, label: str, words: str) -> None:
        """Pick one line of a list that folds out."""
        there = self.page.get_by_role("combobox", name=label)
        if self.keys_only:
            self._reach(there)
            self.page.keyboard.type(words)
        else:
            there.select_option(label=words)

    def reads(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def look(self, name: str, main: str = "", *, dark: bool = False) -> None:
        """See that this page has no barrier, one heading, its main button, and room on a phone."""
        page = self.page
        assert TITLE.fullmatch(page.title()), page.title()
        assert page.locator("html[lang=en-GB]").count() == 1
        assert page.locator("h1").count() == 1, f"{name}: {page.locator('h1').all_inner_texts()}"
        buttons = self._main_buttons()
        assert buttons == ([main] if main else []), f"{name}: {buttons}"
        self.feet.add(page.inner_html("footer"))
        assert len(self.feet) == 1, self.feet
        self._look_for_barriers(name)
        picture(page, f"{self.setting}-{name}")
        self._look_narrow(name)
        if dark and self.has_scripts:
            page.emulate_media(color_scheme="dark")
            self._look_for_barriers(f"{name} in the dark")
            picture(page, f"{self.setting}-{name}-dark")
            page.emulate_media(color_scheme="light")

    def look_printed(self, name: str) -> None:
        """Keep a picture of how this page prints."""
        self.page.emulate_media(media="print")
        picture(self.page, f"{self.setting}-{name}-printed")
        self.page.emulate_media(media="screen")

    def _main_buttons(self) -> list[str]:
        buttons = self.page.locator("main .btn:not(.plain):visible")
        return [" ".join(text.split()) for text in buttons.all_inner_texts()]

    def _look_for_barriers(self, name: str) -> None:
        if self.has_scripts:  # axe is a script
            barriers = axe(self.page)
            assert barriers == [], f"{name}: {barriers}"

    def _look_narrow(self, name: str) -> None:
        size = self.page.viewport_size
        assert size
        self.page.set_viewport_size({"width": NARROWEST, "height": size["height"]})
        width = self.page.evaluate("document.documentElement.scrollWidth")
        assert width <= NARROWEST, f"{name} is {width} wide"
        self.page.set_viewport_size(size)

    def _named(self, role: str, name: str) -> Locator:
        said = re.escape(name).replace(":", r"\s?:")  # a part only for the ear stands apart
        exact = re.compile(rf"^\s*{said}\s*$")
        there = self.page.locator("main").get_by_role(role, name=exact)  # type: ignore[arg-type]  # link or button
        return (there if there.count() else self.page.get_by_role(role, name=exact)).first  # type: ignore[arg-type]  # link or button

    def _press(self, there: Locator) -> None:
        if self.keys_only:
            self._reach(there)
            self.page.keyboard.press("Enter")
        else:
            there.click()

    def _reach(self, there: Locator) -> None:
        """Press Tab until this has the focus; nothing on the way may be hidden behind the foot."""
        there.wait_for()
        for _ in range(MOST_TABS):
            found = there.evaluate(FOCUSED_IS)
            assert not found["covered"], f"hidden: {found['covered']}"
            if found["there"]:
                return
            self.page.keyboard.press("Tab" if found["after"] else "Shift+Tab")
        raise AssertionError(f"the Tab key never comes to {there}")

    def _still_somewhere(self) -> None:
        assert self.page.evaluate("document.activeElement !== document.body"), "the place is lost"
