"""The page's server as the tests run it, and the steps that they share."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from afterword.web.app import Keys, build_app
from afterword.web.desk import Desk
from afterword.web.server import bind, hosts_of, make_server
from guardrails.settings import house_settings
from pipeline.config import ModelSettings

if TYPE_CHECKING:
    from playwright.sync_api import Download, Page

__all__ = ["NOTES", "PATIENCE_S", "Served", "edit", "letter", "open_page", "read_notes", "serve", "text_of", "write_email"]

NOTES = """\
Call with Nadia Rahman, head of operations at Fernhill Logistics, Tuesday 3 November
role: shift planner
talked about the move from paper rosters to an app
I planned rotas for 60 drivers at Corran Freight
want to work closer to the people on the floor
(don't mention: pay is 2k below what I earn now)
Tom Baker
"""

#: Seconds a slow client gets in these tests.
PATIENCE_S = 0.6


@dataclass(frozen=True)
class Served:
    """A running server: its port and the keys of its run."""

    port: int
    keys: Keys
    desk: Desk

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """What the terminal shows."""
        return f"{self.url}/#key={self.keys.key}"


def serve(*, patience_s: float = 10.0) -> Iterator[Served]:
    """A server in a thread, stopped at the end."""
    listening = bind(0)
    port = listening.getsockname()[1]
    desk, keys = Desk(house_settings(), ModelSettings()), Keys.make()
    app = build_app(desk, keys=keys, hosts=hosts_of(port), body_s=patience_s)
    server = make_server(app, head_s=patience_s)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 10
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.01)
    yield Served(port, keys, desk)
    server.should_exit = True
    thread.join(5)


def open_page(page: Page, served: Served) -> None:
    """Open the page and wait until it can be used."""
    page.goto(served.address)
    page.wait_for_selector("#model option", state="attached")
    page.select_option("#model", "phrasebook")


def read_notes(page: Page, notes: str = NOTES) -> None:
    """Paste notes and have them read."""
    page.fill("#notes", notes)
    page.click("#read")
    page.wait_for_selector("#understood", state="visible")


def write_email(page: Page) -> None:
    """Have the email written."""
    page.click("#write")
    page.wait_for_selector("#take", state="visible")
    page.wait_for_selector("#write:not([disabled])")


def letter(page: Page) -> str:
    """The email as it stands to be read."""
    return page.inner_text("#reading")


def text_of(download: Download) -> bytes:
    """What a saved file holds."""
    return Path(str(download.path())).read_bytes()


def edit(page: Page, old: str, new: str) -> None:
    """Replace words in the editor, and wait for the verdict on them."""
    if page.is_hidden("#text"):
        page.click("#edit")
    with page.expect_response("**/api/check"):
        page.fill("#text", page.input_value("#text").replace(old, new))
    page.wait_for_timeout(50)
