"""The page in a real browser: each thing a person can do on it."""

from __future__ import annotations

import re
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.serving import NOTES, Served, open_page, read_notes, serve, write_email

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Download, Page

pytestmark = pytest.mark.browser


def letter(page: Page) -> str:
    return page.inner_text("#reading")


def text_of(download: Download) -> bytes:
    return Path(str(download.path())).read_bytes()


def edit(page: Page, old: str, new: str) -> None:
    """Replace words in the editor, and wait for the verdict on them."""
    if page.is_hidden("#text"):
        page.click("#edit")
    with page.expect_response("**/api/check"):
        page.fill("#text", page.input_value("#text").replace(old, new))
    page.wait_for_timeout(50)


def test_the_key_leaves_the_address_at_once(page: Page, served: Served) -> None:
    assert page.url == f"{served.url}/"
    assert page.inner_text("#place") == "Nothing leaves this machine"


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


def test_a_sentence_shows_the_words_it_rests_on(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.locator(".sentence", has_text="paper rosters").first.hover()
    assert "talked about the move from paper rosters to an app" in page.inner_text("#why")
    assert page.inner_text("#source mark") == "talked about the move from paper rosters to an app"
    page.keyboard.press("Escape")
    assert page.is_hidden("#why")
    assert page.locator("#source mark").count() == 0


def test_a_private_line_is_marked_and_can_be_switched(page: Page) -> None:
    read_notes(page)
    private = page.locator(".fact.private")
    assert private.count() == 1
    assert page.inner_text("#source .kept-back") == "(don't mention: pay is 2k below what I earn now)"
    row = page.locator(".fact").nth(1)
    with page.expect_response("**/api/view"):
        row.locator(".switch").click()
    assert row.locator(".switch").get_attribute("aria-checked") == "true"
    write_email(page)
    assert "60 drivers" not in letter(page)


def test_a_corrected_field_goes_into_the_email(page: Page) -> None:
    read_notes(page)
    page.fill("#company", "Fernhill Freight")
    page.fill(".person [data-key=name]", "Nadja Rahman")
    page.locator(".fact textarea").nth(1).fill("I planned rotas for 75 drivers at Corran Freight")
    with page.expect_response("**/api/view"):
        page.wait_for_timeout(10)
    write_email(page)
    assert "Dear Nadja," in letter(page)
    assert "60 drivers" not in letter(page)


def test_lines_and_people_can_be_added_and_removed(page: Page) -> None:
    read_notes(page)
    page.locator(".fact .remove").nth(1).click()
    page.click("#add-fact")
    page.locator(".fact textarea").last.fill("They said the second round is on 12 November")
    page.locator(".fact select").last.select_option("timeline")
    page.click("#add-person")
    page.locator(".person [data-key=name]").last.fill("Ben Osei")
    with page.expect_response("**/api/view"):
        page.wait_for_timeout(10)
    page.wait_for_selector("#to option[value='Ben Osei']", state="attached")
    assert page.locator(".fact").count() == 4
    assert page.locator("#to option").all_inner_texts() == [
        "Whoever it is mainly for",
        "Nadia Rahman",
        "Ben Osei",
        "Each of them, one email each",
    ]
    write_email(page)
    assert "60 drivers" not in letter(page)


def test_what_is_missing_is_asked_and_the_answer_used(page: Page) -> None:
    read_notes(page, NOTES.replace("Tom Baker\n", ""))
    assert page.is_disabled("#write")
    page.fill("#question-0", "Tom Baker")
    page.click("#questions button")
    page.wait_for_selector("#write:not([disabled])")
    assert page.is_hidden("#questions")
    write_email(page)
    assert letter(page).rstrip().endswith("Tom Baker")


def test_two_situations_are_asked_about(page: Page) -> None:
    read_notes(
        page, "Fernhill offered me the role of shift planner.\nI want to accept.\nI want to decline.\nNadia Rahman wrote to me\nTom Baker\n"
    )
    buttons = page.locator("#questions button")
    assert buttons.count() == 2
    buttons.nth(0).click()
    page.wait_for_selector("#write:not([disabled])")
    assert page.input_value("#scenario") == "accept_offer"


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


def test_a_file_is_read_when_chosen(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text(
        "scenario: phone_interview\ncandidate: {name: Tom Baker}\ncompany: Fernhill\nrole: planner\n"
        "facts:\n  - {kind: topic, text: the app}\n"
    )
    page.set_input_files("#file", file)
    page.wait_for_selector("#understood", state="visible")
    assert page.input_value("#candidate-name") == "Tom Baker"
    assert page.inner_text("#reason") == "The notes name it."


def test_a_file_is_read_when_dropped(page: Page) -> None:
    transfer = page.evaluate_handle(
        "text => { const data = new DataTransfer(); data.items.add(new File([text], 'notes.txt', {type: 'text/plain'})); return data; }",
        NOTES,
    )
    page.dispatch_event("body", "drop", {"dataTransfer": transfer})
    page.wait_for_selector("#understood", state="visible")
    assert page.input_value("#company") == "Fernhill Logistics"


def test_reload_loses_nothing(page: Page) -> None:
    read_notes(page)
    write_email(page)
    edit(page, "60 drivers", "80 drivers")
    page.reload()
    page.wait_for_selector("#take", state="visible")
    assert "80 drivers" in letter(page)
    assert page.input_value("#company") == "Fernhill Logistics"
    assert "Fernhill Logistics" in page.inner_text("#source")


def test_the_back_button_goes_back_and_forward_loses_nothing(page: Page) -> None:
    read_notes(page)
    write_email(page)
    text = letter(page)
    page.go_back()
    page.go_back()
    page.wait_for_selector("#notes", state="visible")
    assert page.input_value("#notes").startswith("Call with Nadia Rahman")
    page.go_forward()
    page.wait_for_selector("#understood", state="visible")
    page.go_forward()
    assert letter(page) == text


def test_unread_notes_survive_a_reload(page: Page) -> None:
    page.fill("#notes", "half a thought")
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector("#model option", state="attached")
    assert page.input_value("#notes") == "half a thought"


def test_forget_everything_leaves_nothing(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.click("#forget")
    page.click("#ask-no")
    assert "Dear Nadia" in letter(page)
    page.click("#forget")
    page.click("#ask-yes")
    page.wait_for_selector("#notes", state="visible")
    page.wait_for_timeout(300)
    assert page.input_value("#notes") == ""
    assert "Dear Nadia" not in page.content()
    kept = page.evaluate("JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})")
    assert "Nadia" not in kept
    page.reload()
    page.wait_for_selector("#model option", state="attached")
    assert page.input_value("#notes") == ""


def test_nothing_of_the_notes_gets_into_an_address(context: BrowserContext, served: Served) -> None:
    page = context.new_page()
    addresses: list[str] = []
    page.on("request", lambda request: addresses.append(request.url))
    open_page(page, served)
    read_notes(page)
    write_email(page)
    assert len(addresses) > 8
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


def test_a_hidden_character_typed_into_the_email_is_left_out(page: Page) -> None:
    read_notes(page)
    write_email(page)
    edit(page, "60 drivers", "60\u202e drivers")
    assert "\u202e" not in page.input_value("#text")
    assert page.inner_text("#status") == "Hidden characters were left out."


def test_an_empty_page_says_what_comes_first(page: Page) -> None:
    assert "once your notes are read" in letter(page)
    page.click("#read")
    page.wait_for_selector("#trouble", state="visible")
    assert "no notes yet" in page.inner_text("#trouble")
    read_notes(page)
    assert page.is_hidden("#trouble")
    assert "then have it written" in letter(page)


def test_notes_that_cannot_be_used_are_said_and_kept(page: Page) -> None:
    page.fill("#notes", "x" * 2000)
    page.click("#read")
    page.wait_for_selector("#trouble", state="visible")
    assert "1,000 characters" in page.inner_text("#trouble")
    assert page.input_value("#notes") == "x" * 2000


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


def test_the_changed_notes_are_said_beside_the_older_email(page: Page) -> None:
    read_notes(page)
    write_email(page)
    assert page.is_hidden("#stale")
    page.fill("#company", "Fernhill Freight")
    page.wait_for_selector("#stale", state="visible")
    page.fill("#company", "Fernhill Logistics")
    page.wait_for_selector("#stale", state="hidden")


def test_the_print_shows_the_email_alone(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.emulate_media(media="print")
    assert page.is_visible("#reading")
    for hidden in ("#left", "#take", ".top", "#before", "#letter-top"):
        assert page.is_hidden(hidden), hidden
