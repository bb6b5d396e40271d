"""The way from notes to an email that is copied, saved, handed to the mail program or printed, in a real browser."""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING

import pytest

from tests.web.serving import NOTES, Served, edit, letter, open_page, read_notes, text_of, write_email

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


def test_from_notes_to_a_copied_email(page: Page, context: BrowserContext, served: Served) -> None:
    context.grant_permissions(["clipboard-write"], origin=served.url)
    assert page.is_disabled("#write")
    read_notes(page)
    assert page.inner_text("#reason") == "Because your notes say “Call with”."
    assert page.input_value("#company") == "Fernhill Logistics"
    write_email(page)
    assert letter(page).count("Dear Nadia,") == 1
    assert "2k" not in letter(page)
    assert re.fullmatch(r"\d+ words, aim 75–125", page.inner_text("#length-says"))
    page.click("#copy")
    page.wait_for_selector("#copy:text('Copied')")
    page.click("#change")
    page.fill("#notes", "")
    page.keyboard.press("Control+V")
    copied = page.input_value("#notes")
    assert copied.startswith("Dear Nadia,\n\n")
    assert copied.rstrip().endswith("Tom Baker")


def test_files_are_saved(page: Page) -> None:
    read_notes(page)
    page.fill(".person [data-key=email]", "nadia@fernhill.example")
    page.fill("#met-on", "2026-11-03")
    write_email(page)
    with page.expect_download() as eml:
        page.click("[data-file=eml]")
    assert eml.value.suggested_filename == "email.eml"
    message = message_from_bytes(text_of(eml.value))
    assert (message["X-Unsent"], message["To"]) == ("1", "Nadia Rahman <nadia@fernhill.example>")
    with page.expect_download() as txt:
        page.click("[data-file=txt]")
    assert text_of(txt.value).startswith(b"Subject: ")


def test_the_mail_program_is_asked_by_a_link(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.evaluate("HTMLAnchorElement.prototype.click = function () { window.asked = this.href }")
    page.click("#mailto")
    page.wait_for_timeout(300)
    assert page.evaluate("window.asked").startswith("mailto:?subject=")


def test_a_reminder_where_there_is_a_time_to_send(context: BrowserContext, served: Served) -> None:
    import datetime as dt

    page = context.new_page()
    open_page(page, served)
    read_notes(page, NOTES.replace("Tuesday 3 November", f"{dt.date.today():%-d %B %Y}"))
    write_email(page)
    assert re.search(r"\b(?:Keep it until|Send it)\b", page.inner_text("#advice"))
    with page.expect_download() as ics:
        page.click("#remind")
    assert text_of(ics.value).startswith(b"BEGIN:VCALENDAR")


def test_the_print_shows_the_email_alone(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.emulate_media(media="print")
    assert page.is_visible("#reading")
    for hidden in ("#left", "#take", ".top", "#before", "#letter-top"):
        assert page.is_hidden(hidden), hidden


def test_the_print_of_an_email_being_edited_is_what_stands_in_the_editor(page: Page) -> None:
    read_notes(page)
    write_email(page)
    edit(page, "60 drivers", "61 drivers")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert page.inner_text("#reading").strip() == page.input_value("#text").strip()
    page.emulate_media(media="screen")
    page.click("#edit")
    page.wait_for_selector("#reading .sentence")
    assert "61 drivers" in letter(page)
