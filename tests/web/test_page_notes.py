"""The left column in a real browser: notes are read, corrected, completed and taken from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web.serving import NOTES, letter, read_notes, write_email

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


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


@pytest.mark.parametrize(
    ("data", "company"),
    [
        pytest.param(NOTES.encode("utf-16"), "Fernhill Logistics", id="UTF-16, as Windows may save it"),
        pytest.param(NOTES.replace("Fernhill", "Fjällhöjd").encode("cp1252"), "Fjällhöjd Logistics", id="Windows letters"),
    ],
)
def test_a_file_is_read_in_the_letters_it_was_saved_in(page: Page, tmp_path: Path, data: bytes, company: str) -> None:
    file = tmp_path / "notes.txt"
    file.write_bytes(data)
    page.set_input_files("#file", file)
    page.wait_for_selector("#understood", state="visible")
    assert page.input_value("#company") == company
    assert company in page.inner_text("#source")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        pytest.param("notes.pdf", b"%PDF-1.7\n\x00\xff\xfe binary" * 9, id="a PDF"),
        pytest.param("notes.docx", b"PK\x03\x04" + bytes(range(256)) * 9, id="a Word file"),
        pytest.param("notes.txt", b"", id="an empty file"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_name_and_what_was_pasted_stays(page: Page, tmp_path: Path, name: str, data: bytes) -> None:
    page.fill("#notes", "half a thought")
    file = tmp_path / name
    file.write_bytes(data)
    page.set_input_files("#file", file)
    page.wait_for_selector("#trouble", state="visible")
    assert page.inner_text("#trouble").startswith(f"{name}: ")
    assert page.is_hidden("#understood")
    assert page.input_value("#notes") == "half a thought"
