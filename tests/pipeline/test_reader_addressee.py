"""To whom the notes say the email goes."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.reader import read_text

NOW = dt.datetime(2026, 11, 20, 10, 0)
BOTH = "Interview at Harlow Foods for the buyer role with Mrs Nora Keane and Mr Tom Abara. We talked about cold storage. "


def first(text: str) -> str:
    notes = read_text(text, now=NOW).notes
    return notes.recipients[0].name or "" if notes.recipients else ""


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("The email goes to Tom.", "Tom Abara"),
        ("Reply should go to Mr Abara, copy to Nora.", "Tom Abara"),
        ("Please write to Nora.", "Nora Keane"),
        ("I must write to him.", "Tom Abara"),
        ("I will write to her tonight.", "Nora Keane"),
        ("The thank-you is for Tom.", "Tom Abara"),
        ("Tom is the one to write to, Nora in cc.", "Tom Abara"),
        ("Tell it to Tom directly.", "Tom Abara"),
        ("Not to Nora: the mail goes to Tom.", "Tom Abara"),
        ("Mail to: Tom", "Tom Abara"),
    ],
)
def test_the_one_the_notes_say_to_write_to_comes_first(said: str, name: str) -> None:
    assert first(BOTH + said) == name


@pytest.mark.parametrize("said", ["Thank you for reading.", "They write to customers on Mondays.", "I wrote to the council about it once."])
def test_other_letters_change_nothing(said: str) -> None:
    assert first(BOTH + said) == first(BOTH)


def test_somebody_who_was_only_named_as_the_addressee_is_found() -> None:
    text = "Call with Khun Ploy (HR) of Baan Talay about the chief engineer post. GM Mr Ruaridh McIlwraith waits, write to him, cc me."
    assert first(text) == "Ruaridh McIlwraith"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Işıl Çağlar Hanım", "Işıl Çağlar"),
        ("Sato Kenji-san", "Sato Kenji"),
        ("Begum Shaista Qureshi", "Shaista Qureshi"),
        ("Sitt Nayla Jaoudé", "Nayla Jaoudé"),
    ],
)
def test_words_of_respect_are_no_part_of_a_name(written: str, name: str) -> None:
    text = f"Interview for crane operator at Ege Works yesterday with {written} (operations manager). We talked about night transport."
    assert first(text) == name


@pytest.mark.parametrize("odd", ["…", "Straße 4", "한국"])
def test_letters_that_grow_when_folded_hide_nobody(odd: str) -> None:
    assert first(f"{BOTH}It went well {odd} and the reply goes to Mr Abara, copy to Nora.") == "Tom Abara"
