"""What a test sees on a page: barriers that axe finds, mishaps of the browser, a picture."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page, Request, Response

HERE = Path(__file__).parent
AXE = HERE / "vendor" / "axe.min.js"
PICTURES = HERE / "pictures"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Chromium says this of every answer above 399. Refused forms are honest 422s, so the answers
# themselves are looked at instead.
ABOUT_STATUS = "Failed to load resource: the server responded with a status of"


def axe(page: Page) -> list[str]:
    """Return each barrier that axe finds: the rule, what it asks, and where it is broken."""
    page.evaluate(AXE.read_text(encoding="utf-8"))  # a script tag would break our own policy
    found: list[dict[str, Any]] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(result => result.violations)", RULES
    )
    return [
        f"{violation['id']}: {violation['help']}: {node['target']}"
        for violation in found
        for node in violation["nodes"]
    ]


def picture(page: Page, name: str) -> Path:
    """Keep a picture of the whole page, for a person to look at."""
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, full_page=True, animations="disabled")
    return path


def watch(page: Page, address: str, mishaps: list[str]) -> None:
    """Write down what goes wrong on this page while a person would see nothing of it.

    That is: mistakes of scripts, what the content security policy blocked, parts that did not
    load, and anything asked of another server than ours.
    """

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(ABOUT_STATUS):
            mishaps.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if urlsplit(request.url).scheme != "data" and not request.url.startswith(address):
            mishaps.append(f"asked elsewhere: {request.url}")

    def on_response(response: Response) -> None:
        refusal = response.request.resource_type in ("document", "fetch", "xhr")
        if response.status >= (500 if refusal else 400):
            mishaps.append(f"{response.status}: {response.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: mishaps.append(f"script: {error}"))
    page.on("request", on_request)
    page.on("response", on_response)
