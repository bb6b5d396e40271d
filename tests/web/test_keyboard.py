"""The whole way with the keyboard alone, and what a screen reader is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.serving import NOTES, read_notes, write_email

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def focused(page: Page) -> str:
    """Id, or words, of what has the focus."""
    return str(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def tab_to(page: Page, wanted: str, *, most: int = 60) -> None:
    for _ in range(most):
        if focused(page) == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not to be reached; the focus is at {focused(page)}")


def test_from_notes_to_a_copied_email_without_a_mouse(page: Page) -> None:
    page.keyboard.press("Tab")
    assert focused(page) == "Skip to the email"
    tab_to(page, "notes")
    page.keyboard.insert_text(NOTES)
    tab_to(page, "read")
    page.keyboard.press("Enter")
    page.wait_for_selector("#understood", state="visible")
    assert focused(page) == "understood-title"
    tab_to(page, "company")
    page.keyboard.press("Control+A")
    page.keyboard.insert_text("Fernhill Freight")
    tab_to(page, "write")
    page.wait_for_selector("#write:not([disabled])")
    page.keyboard.press("Enter")
    page.wait_for_selector("#take", state="visible")
    page.wait_for_selector("#edit:not([disabled])")
    assert focused(page) == "email-title"
    tab_to(page, "edit")
    page.keyboard.press("Enter")
    assert focused(page) == "text"
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" Junior")
    page.keyboard.press("Escape")
    assert focused(page) == "edit"
    page.keyboard.press("Enter")
    page.wait_for_selector("#reading", state="visible")
    assert focused(page) == "edit"
    tab_to(page, "copy")
    page.keyboard.press("Enter")
    page.wait_for_selector("#copy:text('Copied')")


def test_each_sentence_can_be_reached_and_tells_what_it_rests_on(page: Page) -> None:
    read_notes(page)
    write_email(page)
    sentence = page.locator(".sentence", has_text="paper rosters").first
    sentence.focus()
    assert "paper rosters" in page.inner_text("#why")
    assert sentence.get_attribute("aria-describedby") == "why"
    page.keyboard.press("Tab")
    assert page.locator(".sentence.open").count() == 1


def test_a_private_switch_is_a_switch(page: Page) -> None:
    read_notes(page)
    switch = page.get_by_role("switch", name="Private, stays out of the email: I planned rotas")
    switch.focus()
    page.keyboard.press("Space")
    assert switch.get_attribute("aria-checked") == "true"


def test_what_happens_is_announced(page: Page) -> None:
    read_notes(page)
    page.wait_for_selector("#status:has-text('Read.')", state="attached")
    write_email(page)
    page.wait_for_selector("#status:has-text('The email is written:')", state="attached")
    page.click("#edit")
    assert page.get_attribute("#edit-findings", "aria-live") == "polite"


def test_the_dialog_keeps_the_focus_and_gives_it_back(page: Page) -> None:
    page.focus("#forget")
    page.keyboard.press("Enter")
    assert focused(page) in ("ask-yes", "ask-no")
    page.keyboard.press("Escape")
    assert focused(page) == "forget"


def test_removing_a_line_leaves_the_focus_among_the_lines(page: Page) -> None:
    read_notes(page)
    page.locator(".fact .remove").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('.fact') !== null")
