"""The email in a real browser: what its sentences rest on, findings and their mending, other wordings, one to each of a panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.serving import NOTES, edit, letter, read_notes, text_of, write_email

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_sentence_shows_the_words_it_rests_on(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.locator(".sentence", has_text="paper rosters").first.hover()
    assert "talked about the move from paper rosters to an app" in page.inner_text("#why")
    assert page.inner_text("#source mark") == "talked about the move from paper rosters to an app"
    page.keyboard.press("Escape")
    assert page.is_hidden("#why")
    assert page.locator("#source mark").count() == 0


def test_checks_run_while_typing_and_a_fix_is_a_button(page: Page) -> None:
    read_notes(page)
    write_email(page)
    edit(page, "Nadia", "Nadja")
    page.wait_for_selector("#edit-findings .finding.error")
    assert page.inner_text("#marks .found.error") == "Nadja"
    page.click("#edit-findings .finding button:text('Nadia')")
    page.wait_for_selector("#edit-findings .fine")
    assert "Dear Nadia," in page.input_value("#text")


def test_a_finding_stands_under_its_words_and_is_mended_there(page: Page) -> None:
    read_notes(page)
    write_email(page)
    edit(page, "Dear Nadia", "Dear Nadja")
    edit(page, "60 drivers", "80 drivers")
    page.click("#edit")
    page.wait_for_selector("#reading .finding")
    assert page.inner_text("#reading .greeting .found") == "Nadja"
    assert "Nadia" in page.inner_text("#reading .greeting + .finding")
    page.click("#reading .finding button:text('Nadia')")
    page.wait_for_selector("#reading .greeting:has-text('Dear Nadia,')")
    page.click("#reading .finding button:text('Change the words')")
    start, end = page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]")
    assert page.input_value("#text")[start:end] == "80"


def test_an_edit_keeps_what_the_other_sentences_rest_on(page: Page) -> None:
    read_notes(page)
    write_email(page)
    before = page.locator(".sentence").evaluate_all("all => all.map(one => one.className)")
    edit(page, "Best regards", "Kind regards")
    page.click("#edit")
    page.wait_for_selector("#reading", state="visible")
    assert page.locator(".sentence").evaluate_all("all => all.map(one => one.className)") == before


def test_another_wording_and_the_former_one_back(page: Page) -> None:
    read_notes(page)
    write_email(page)
    first = letter(page)
    page.click("#again")
    page.wait_for_selector("#former", state="visible")
    page.wait_for_selector("#again:not([disabled])")
    assert letter(page) != first
    page.click("#former")
    assert letter(page) == first


def test_a_hidden_character_typed_into_the_email_is_left_out(page: Page) -> None:
    read_notes(page)
    write_email(page)
    edit(page, "60 drivers", "60\u202e drivers")
    assert "\u202e" not in page.input_value("#text")
    assert page.inner_text("#status") == "Hidden characters were left out."


def test_one_email_each_for_a_panel(page: Page) -> None:
    read_notes(page, NOTES.replace("Nadia Rahman, head of operations at", "Nadia Rahman, Ben Osei and Chiara Conti at"))
    page.select_option("#to", "*")
    write_email(page)
    assert page.locator("#panel [role=tab]").all_inner_texts() == ["Nadia Rahman", "Ben Osei", "Chiara Conti"]
    assert "Dear Nadia," in letter(page)
    page.click("#tab-1")
    assert "Dear Ben," in letter(page)
    with page.expect_download() as txt:
        page.click("[data-file=txt]")
    assert b"Dear Ben," in text_of(txt.value)


def test_the_same_email_to_two_of_a_panel_is_found(page: Page) -> None:
    read_notes(page, NOTES.replace("Nadia Rahman, head of operations at", "Nadia Rahman and Ben Osei at"))
    page.select_option("#to", "*")
    write_email(page)
    page.click("#edit")
    nadias = page.input_value("#text")
    page.click("#edit")
    page.wait_for_selector("#reading", state="visible")
    page.click("#tab-1")
    page.click("#edit")
    with page.expect_response("**/api/check"):
        page.fill("#text", nadias.replace("Dear Nadia", "Dear Ben"))
    page.wait_for_selector("#edit-findings .finding:has-text('word for word')")


def test_a_finding_names_a_note_by_its_words_and_not_by_its_number(page: Page) -> None:
    read_notes(page, NOTES.replace("pay is 2k below what I earn now", "I was let go from Hexham Freight in May"))
    write_email(page)
    edit(page, "60 drivers", "60 drivers and was let go from Hexham Freight in May")
    private = page.locator("#edit-findings .finding.error", has_text="gives away").first
    private.wait_for()
    assert "the private note “(don't mention: I was let go from Hexham Freight in May)”." in private.inner_text()


def test_what_is_typed_to_one_of_a_panel_never_gets_into_the_email_to_another(page: Page) -> None:
    read_notes(page, NOTES.replace("Nadia Rahman, head of operations at", "Nadia Rahman and Ben Osei at"))
    page.select_option("#to", "*")
    write_email(page)
    page.click("#edit")
    page.fill("#text", page.input_value("#text").replace("Best regards", "Warm regards").replace("Kind regards", "Warm regards"))
    page.click("#tab-1")
    page.wait_for_timeout(400)
    assert letter(page).count("Dear Ben,") == 1
    assert "Warm regards" not in letter(page)
    page.click("#tab-0")
    page.wait_for_selector("#text", state="visible")
    assert "Warm regards" in page.input_value("#text")
    assert page.input_value("#text").count("Dear Nadia,") == 1
