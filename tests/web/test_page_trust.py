"""Who is let in, what leaves the machine and where hostile or failing parts end, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.serving import NOTES, Served, letter, open_page, read_notes, serve, write_email

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


def test_the_key_leaves_the_address_at_once(page: Page, served: Served) -> None:
    assert page.url == f"{served.url}/"
    assert page.inner_text("#place") == "Nothing leaves this machine"


def test_nothing_of_the_notes_gets_into_an_address(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    open_page(page, served)
    read_notes(page)
    write_email(page)
    assert len(addresses) > 5
    assert all(address.startswith(served.url) and "?" not in address for address in addresses)
    assert "key=" not in page.evaluate("performance.getEntriesByType('navigation')[0].name + location.href + document.referrer").replace(
        served.address, ""
    )


def test_notes_that_would_run_or_turn_the_line_are_only_text(page: Page) -> None:
    hostile = NOTES.replace("Corran Freight", "<img src=x onerror=alert(1)>\u202e\x1b[31m<script>document.title='owned'</script>")
    read_notes(page, hostile)
    assert page.locator("#source img, #source script").count() == 0
    assert "<img src=x onerror=alert(1)>" in page.inner_text("#source")
    assert "\u202e" not in page.content()
    assert "\x1b" not in page.content()
    write_email(page)
    assert page.title() == "Afterword"


def test_a_server_that_is_gone_is_said_and_nothing_is_lost(context: BrowserContext) -> None:
    server = serve()
    served = next(server)
    page = context.new_page()
    open_page(page, served)
    read_notes(page)
    write_email(page)
    text = letter(page)
    next(server, None)
    page.click("#again")
    page.wait_for_selector("#trouble", state="visible")
    assert "does not answer" in page.inner_text("#trouble")
    assert "afterword serve" in page.inner_text("#trouble")
    assert letter(page) == text
    assert page.locator("#trouble button").inner_text() == "Try again"


def test_a_page_without_the_key_says_where_it_is(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    page.goto(served.url)
    page.wait_for_selector("#trouble", state="visible")
    assert "the terminal shows" in page.inner_text("#trouble")


def test_the_ticket_of_the_opened_browser_lets_in_once(context: BrowserContext) -> None:
    server = serve()
    served = next(server)
    address = f"{served.url}/#ticket={served.keys.ticket}"
    page = context.new_page()
    page.goto(address)
    page.wait_for_selector("#model option", state="attached")
    assert "ticket" not in page.url
    stranger = context.browser.new_context().new_page()  # type: ignore[union-attr]
    stranger.goto(address)
    stranger.wait_for_selector("#trouble", state="visible")
    assert "used already" in stranger.inner_text("#trouble")
    next(server, None)


def test_a_model_elsewhere_is_named_before_anything_leaves(
    context: BrowserContext, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    page = context.new_page()
    open_page(page, served)
    page.select_option("#model", "openai")
    assert "will leave this machine" in page.inner_text("#model-note")
    assert "api.openai.com" in page.inner_text("#model-note")
    assert "api.openai.com" in page.inner_text("#place")
    assert page.is_visible("#model-name")
    page.select_option("#model", "phrasebook")
    assert page.inner_text("#place") == "Nothing leaves this machine"
