"""A real server on a free loopback port for the tests of the page, and a real browser for those marked `browser`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.serving import PATIENCE_S, Served, open_page, serve

if TYPE_CHECKING:
    import httpx
    from playwright.sync_api import Browser, BrowserContext, Page


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: drives a real Chromium; left out, with the reason, where there is none")


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    yield from serve()


@pytest.fixture(scope="session")
def impatient() -> Iterator[Served]:
    """A server that waits for nobody."""
    yield from serve(patience_s=PATIENCE_S)


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """The page's own script, as far as the server can tell."""
    import httpx

    headers = {"X-Afterword-Key": served.keys.key, "Origin": served.url, "Sec-Fetch-Site": "same-origin"}
    with httpx.Client(base_url=served.url, headers=headers, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, from CHROMIUM or the system's own."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None or not Path(path).exists():
        pytest.skip("there is no Chromium here: install it, or name one in CHROMIUM")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window with nothing kept in it."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, accept_downloads=True)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, served: Served) -> Iterator[Page]:
    """The page, opened at the address that the terminal shows; any error in its script fails the test."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    open_page(page, served)
    yield page
    assert wrong == []
