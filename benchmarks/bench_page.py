"""Times the page in a real Chromium, by the clock: `python -m benchmarks.bench_page`.

What a person waits for: the first page, the first sentence of an email from the loaded model, and the verdict on each keystroke in the
editor, from the script's request to the last byte of its answer. The clock counts what else the machine does: the load is printed too.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NOTES = """\
Call with Nadia Rahman, head of operations at Fernhill Logistics, Tuesday 3 November
role: shift planner
talked about the move from paper rosters to an app
I planned rotas for 60 drivers at Corran Freight
want to work closer to the people on the floor
Tom Baker
"""
#: What is typed: sound words, a slip of a name, a figure of nobody's, a cliché.
TYPED = "One more thing, Nadja: I could bring the 85 drivers with me and hit the ground running, which is what you asked about. "
#: Milliseconds between two keys: slower than the page waits before it asks, so that each key has its own check.
PACE_MS = 260


def first_pages(browser: Browser, address: str, *, count: int) -> list[float]:
    """Milliseconds until the page stands there, its script and style included, each time in a window that has never seen it."""
    took = []
    for _ in range(count):
        context = browser.new_context()
        page = context.new_page()
        page.goto(address, wait_until="load")
        took.append(float(page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")))
        context.close()
    return took


def first_sentences(page: Page, *, count: int) -> list[float]:
    """Milliseconds from the button to the first sentence on the screen, each in another wording."""
    page.evaluate(
        """() => new MutationObserver(() => {
            if (!window.pressed || !document.querySelector("#reading .fresh")) return;
            window.took = performance.now() - window.pressed;
            window.pressed = 0;
        }).observe(document.getElementById("reading"), { childList: true, subtree: true })"""
    )
    took = []
    for at in range(count + 1):
        button = "again" if at else "write"
        page.evaluate("id => { window.took = 0; window.pressed = performance.now(); document.getElementById(id).click(); }", button)
        page.wait_for_selector("#write:disabled")
        page.wait_for_selector("#again:not([disabled])")
        took.append(float(page.evaluate("window.took")))
    return took[1:]


def keystrokes(page: Page, *, count: int) -> list[float]:
    """Milliseconds from request to answer of the check after each key."""
    page.click("#edit")
    page.evaluate("performance.setResourceTimingBufferSize(5000)")
    text = page.input_value("#text")
    at = text.index("\n\n", text.index("\n\n", text.index("\n\n") + 2) + 2)
    page.evaluate("at => document.getElementById('text').setSelectionRange(at, at)", at)
    page.evaluate("performance.clearResourceTimings()")
    for index in range(count):
        if index % 200 < 100:
            page.keyboard.type(TYPED[index % len(TYPED)])
        else:
            page.keyboard.press("Backspace")
        page.wait_for_timeout(PACE_MS)
    found = page.evaluate(
        "performance.getEntriesByType('resource').filter(one => one.name.endsWith('/api/check')).map(one => one.duration)"
    )
    return [float(one) for one in found]


def said(what: str, took: list[float]) -> str:
    """One line: how many, the middle, the 95th percentile and the worst."""
    took = sorted(took)
    high = took[min(len(took) - 1, int(len(took) * 0.95))]
    return f"{what}: {len(took)} times, median {statistics.median(took):.0f} ms, 95th percentile {high:.0f} ms, worst {took[-1]:.0f} ms"


def measure(page: Page, browser: Browser, address: str, *, model: str, keys: int) -> None:
    """Print every figure."""
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print(said("first page", first_pages(browser, address, count=20)))
    page.goto(address)
    page.wait_for_selector("#model option", state="attached")
    page.select_option("#model", model)
    page.fill("#notes", NOTES)
    page.click("#read")
    page.wait_for_selector("#write:not([disabled])")
    print(said("first sentence, model loaded", first_sentences(page, count=10)))
    print(said("check after a keystroke", keystrokes(page, count=keys)))
    print(f"load after: {os.getloadavg()[0]:.1f}")


def main() -> None:
    """Start the page, time it, print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--keys", type=int, default=320)
    arguments.add_argument("--model", default="local")
    options = arguments.parse_args()
    command = [sys.executable, "-m", "afterword", "serve", "--no-open", "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)  # noqa: S603  (our own command)
    with server, sync_playwright() as driver:
        address = re.search(r"http\S+", server.stdout.readline() if server.stdout else "")
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        if address is None:
            raise SystemExit("the page did not start")
        time.sleep(5)  # the model loads in the background
        try:
            measure(browser.new_page(), browser, address[0], model=options.model, keys=options.keys)
        finally:
            browser.close()
            server.terminate()


if __name__ == "__main__":
    main()
