"""What the page keeps between visits and beside changed notes, and what it forgets, in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.serving import NOTES, edit, letter, read_notes, write_email

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

OTHERS = """\
Call with Priya Shah, head of care at Linden House, Monday 9 November
role: night nurse
talked about the new ward for children
I ran the night shift of a ward of 30 beds at Aster Clinic
Tom Baker
"""


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


def test_the_changed_notes_are_said_beside_the_older_email(page: Page) -> None:
    read_notes(page)
    write_email(page)
    assert page.is_hidden("#stale")
    page.fill("#company", "Fernhill Freight")
    page.wait_for_selector("#stale", state="visible")
    page.fill("#company", "Fernhill Logistics")
    page.wait_for_selector("#stale", state="hidden")


def read_anew(page: Page, notes: str) -> None:
    """Paste other notes over the former ones and have them read."""
    page.click("#change")
    with page.expect_response("**/api/read"):
        read_notes(page, notes)


@pytest.mark.parametrize(
    "notes",
    [
        pytest.param(OTHERS, id="another matter"),
        pytest.param(NOTES.replace("Fernhill Logistics", "Linden House"), id="another company"),
        pytest.param(NOTES.replace("Nadia Rahman", "Priya Shah"), id="another recipient"),
        pytest.param(NOTES.replace("Tom Baker", "Ines Aguirre"), id="another candidate"),
        pytest.param("talked about the new ward\nwant to work with children\nTom Baker", id="nobody is named"),
    ],
)
def test_the_email_of_another_matter_goes_when_new_notes_are_read(page: Page, notes: str) -> None:
    read_notes(page)
    write_email(page)
    page.click("#again")
    page.wait_for_selector("#former", state="visible")
    page.wait_for_selector("#again:not([disabled])")
    page.reload()
    page.wait_for_selector("#take", state="visible")
    read_anew(page, notes)
    page.wait_for_selector("#take", state="hidden")
    assert "Dear Nadia" not in page.inner_text("#right")
    assert page.locator("#former.away").count() == 1
    page.wait_for_selector("#status:has-text('The email to the former notes is gone.')", state="attached")
    page.wait_for_timeout(300)
    assert "Dear Nadia" not in page.evaluate("JSON.stringify({...localStorage})")


@pytest.mark.parametrize(
    "notes",
    [
        pytest.param(NOTES, id="the same"),
        pytest.param(NOTES.replace("60 drivers", "75 drivers"), id="another fact"),
        pytest.param(NOTES.replace("Tom Baker\n", ""), id="a name left out"),
    ],
)
def test_the_email_stays_when_notes_of_the_same_matter_are_read_anew(page: Page, notes: str) -> None:
    read_notes(page)
    write_email(page)
    read_anew(page, notes)
    assert "Dear Nadia" in letter(page)
    assert page.is_visible("#copy")
    assert page.is_visible("#stale") is (notes != NOTES)


def test_new_notes_read_while_an_email_is_written_leave_neither_it_nor_the_former(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.route("**/api/draft", lambda route: None)
    page.click("#again")
    read_anew(page, OTHERS)
    page.wait_for_selector("#write:not([disabled])")
    assert page.is_hidden("#take")
    page.unroute("**/api/draft")
    write_email(page)
    assert "Dear Priya" in letter(page)


def test_what_was_forgotten_while_another_wording_was_written_stays_forgotten(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.route("**/api/draft", lambda route: None)
    page.click("#again")
    page.click("#forget")
    page.click("#ask-yes")
    page.wait_for_timeout(400)
    assert "Dear Nadia" not in page.content()
    assert "Nadia" not in page.evaluate("JSON.stringify({...localStorage})")


def test_the_former_wording_says_when_the_notes_have_changed_since(page: Page) -> None:
    read_notes(page)
    write_email(page)
    with page.expect_response("**/api/view"):
        page.locator(".fact textarea").nth(1).fill("I planned rotas for 75 drivers at Corran Freight")
    page.click("#again")
    page.wait_for_selector("#former", state="visible")
    page.wait_for_selector("#again:not([disabled])")
    assert page.is_hidden("#stale")
    page.click("#former")
    assert page.is_visible("#stale")
    page.click("#former")
    assert page.is_hidden("#stale")


def test_what_was_typed_a_moment_before_a_reload_is_still_in_the_editor(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.click("#edit")
    page.fill("#text", page.input_value("#text").replace("60 drivers", "80 drivers"))
    page.reload()
    page.wait_for_selector("#text", state="visible")
    assert "80 drivers" in page.input_value("#text")
    page.wait_for_selector("#edit-findings .finding.error")
    page.click("#edit")
    page.wait_for_selector("#reading .finding")
    assert "80 drivers" in letter(page)


def test_an_edit_that_cannot_be_judged_stays_in_the_editor_and_survives_a_reload(page: Page) -> None:
    read_notes(page)
    write_email(page)
    page.route("**/api/check", lambda route: route.abort())
    page.click("#edit")
    page.fill("#text", page.input_value("#text").replace("60 drivers", "80 drivers"))
    page.wait_for_selector("#trouble", state="visible")
    page.click("#edit")
    page.wait_for_timeout(200)
    assert "80 drivers" in page.input_value("#text")
    assert page.is_visible("#text")
    page.reload()
    page.wait_for_selector("#text", state="visible")
    assert "80 drivers" in page.input_value("#text")
    page.unroute("**/api/check")
    page.click("#trouble button")
    page.wait_for_selector("#trouble", state="hidden")
    page.click("#edit")
    page.wait_for_selector("#reading .finding")
    assert "80 drivers" in letter(page)


def test_half_an_answer_stays_while_another_field_is_corrected_and_after_a_reload(page: Page) -> None:
    read_notes(page, NOTES.replace("Tom Baker\n", ""))
    page.fill("#question-0", "Tom")
    with page.expect_response("**/api/view"):
        page.fill("#company", "Fernhill Freight")
    page.wait_for_timeout(100)
    assert page.input_value("#question-0") == "Tom"
    page.reload()
    page.wait_for_selector("#question-0")
    assert page.input_value("#question-0") == "Tom"


def test_the_choice_of_whom_to_write_to_stays_while_a_field_is_corrected(page: Page) -> None:
    read_notes(page, NOTES.replace("Nadia Rahman, head of operations at", "Nadia Rahman and Ben Osei at"))
    page.select_option("#to", "*")
    with page.expect_response("**/api/view"):
        page.fill("#company", "Fernhill Freight")
    assert page.input_value("#to") == "*"
    page.reload()
    page.wait_for_selector("#to", state="visible")
    assert page.input_value("#to") == "*"


def test_the_name_of_a_model_survives_a_reload(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    page.reload()
    page.wait_for_selector("#model option[value=openai]", state="attached")
    page.select_option("#model", "openai")
    page.fill("#model-name", "some-model")
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_selector("#model-name", state="visible")
    assert page.input_value("#model-name") == "some-model"
