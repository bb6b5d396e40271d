"""Takes the screenshots of `docs/images` anew: `python -m tests.web.images docs/images` (needs Chromium, playwright and the model)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tests.web.serving import read_notes, serve, write_email

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NOTES = """\
Call with Nadia Rahman, head of operations at Fernhill Logistics, Tuesday 3 November 2026
role: shift planner
talked about the move from paper rosters to an app
she worries that the night crew will be the last to hear of changes
I planned rotas for 60 drivers at Corran Freight
want to work closer to the people on the floor
(don't mention: pay is 2k below what I earn now)
Tom Baker
"""

Step = Callable[["Page"], object]


def read(page: Page) -> None:
    read_notes(page, NOTES)


def write(page: Page) -> None:
    write_email(page)
    page.evaluate("scrollTo(0, 0)")


def point(page: Page) -> None:
    page.locator(".sentence:not(.courtesy)").nth(1).hover()


def touch(page: Page) -> None:
    page.evaluate("document.getElementById('letter').scrollIntoView()")
    page.locator(".sentence:not(.courtesy)").nth(1).tap()


def edit(page: Page) -> None:
    page.click("#edit")
    with page.expect_response("**/api/check"):
        page.fill("#text", page.input_value("#text").replace("Dear Nadia", "Dear Nadja").replace("60 drivers", "80 drivers"))
    page.wait_for_timeout(100)
    rest(page)


def done(page: Page) -> None:
    page.click("#edit")
    page.wait_for_selector("#reading .finding")
    rest(page)


def rest(page: Page) -> None:
    page.mouse.move(5, 5)
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")


#: File name, colours, size, and the way there.
PICTURES: tuple[tuple[str, str, str, tuple[Step, ...]], ...] = (
    ("page-email", "light", "desk", (read, write, point)),
    ("page-email-dark", "dark", "desk", (read, write, point)),
    ("page-editing", "light", "desk", (read, write, edit)),
    ("page-findings", "light", "desk", (read, write, edit, done)),
    ("page-phone", "light", "phone", (read, write, touch)),
    ("page-phone-dark", "dark", "phone", (read,)),
)


def take(browser: Browser, address: str, folder: Path) -> None:
    for name, colours, size, steps in PICTURES:
        phone = size == "phone"
        context = browser.new_context(
            color_scheme="dark" if colours == "dark" else "light",
            viewport={"width": 390, "height": 844} if phone else {"width": 1360, "height": 900},
            device_scale_factor=1.5,
            is_mobile=phone,
            has_touch=phone,
        )
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("#model option", state="attached")
        for step in steps:
            step(page)
        page.wait_for_timeout(500)
        path = folder / f"{name}.png"
        page.screenshot(path=path)
        context.close()
        if quantiser := shutil.which("pngquant"):
            subprocess.run([quantiser, "--force", "--skip-if-larger", "--output", str(path), "128", str(path)], check=False)


def main(folder: Path) -> None:
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    server = serve()
    served = next(server)
    served.desk.warm()
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        take(browser, served.address, folder)
        browser.close()
    next(server, None)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/images"))
