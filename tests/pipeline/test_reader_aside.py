"""Who is greeted and who signs: people named in passing, lists of people, signatures with a remark below."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.reader import read_text
from prompts.notes import Notes, ScenarioId

NOW = dt.datetime(2026, 11, 23, 10)


def read(text: str) -> Notes:
    return read_text(text, now=NOW).notes


@pytest.mark.parametrize(
    ("text", "greeted"),
    [
        ("I am accepting the job of driver at Ridgeway Buses. The offer letter is from Karen Lovell, operations manager.\n"
         "Thank Colin Batt as well, he took me round the depot.\nTerry Wickens", ["Karen Lovell"]),
        ("I spoke to Marek Dvorak on the phone last Thursday about the machinist job at Brno Precision. He will show my CV to the "
         "production manager, Ing. Hana Kolar, and they decide in December. My name is Tomas Benes.", ["Marek Dvorak"]),
        ("Phone interview at Lumen Academy, teaching assistant. Spoke to: Mrs Fatima Rahman, deputy head, and Paul someone from HR who "
         "didn't say much\nCarol-Ann Whittle", ["Fatima Rahman"]),
        ("Phone screen for data analyst, Maple Transit. Talked to Priya Raghunathan on Friday.\n"
         "Next is a test, then a panel with Greg Thibault, the analytics manager\nDaniel Tesfaye", ["Priya Raghunathan"]),
        ("Assessment centre for a graduate job at Halden Bank. Interviewers were Anna Moen and Jonas Vik. Please thank Jonas Vik too.\n"
         "Magnus Eide", ["Anna Moen"]),
        ("Phone interview at Halden Bank, clerk. I talked to Anna Moen and Jonas Vik.\nMagnus Eide", ["Anna Moen", "Jonas Vik"]),
    ],
    ids=["to-thank-too", "gets-the-cv", "silent", "yet-to-come", "thanked-too", "both-talked"],
)  # fmt: skip
def test_people_named_in_passing_are_not_written_to(text: str, greeted: list[str]) -> None:
    found = [person.name for person in read(text).recipients]
    assert set(greeted) <= set(found)
    assert found == greeted


def test_names_of_one_list_are_of_one_sort() -> None:
    text = "Call with Nadia Rahman, Ben Osei and Chiara Conti at Fernhill Logistics, Tuesday 3 November\nrole: shift planner\n" + (
        "talked about the move from paper rosters to an app\nI planned rotas for 60 drivers at Corran Freight\nTom Baker\n"
    )
    assert [person.name for person in read(text).recipients] == ["Nadia Rahman", "Ben Osei", "Chiara Conti"]


def test_a_labelled_list_keeps_its_order() -> None:
    text = (
        "What: assessment centre, store manager, Kesko\nWho: Anna-Liisa Korhonen (HR director), Mikko Salo (regional "
        "manager)\nMikko asked me many questions about the discount shelf.\nName: Jere Lehtinen"
    )
    assert read(text).recipients[0].name == "Anna-Liisa Korhonen"


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("From Carol-Ann Whittle", "Carol-Ann Whittle"),
        ("Rhodri Machin\n\nPS wife still not keen on the nights. Keep that out.", "Rhodri Machin"),
    ],
    ids=["from", "above-a-postscript"],
)
def test_a_signature_is_read_without_what_stands_around_it(end: str, name: str) -> None:
    text = f"Phone interview with Mrs Fatima Rahman at Lumen Academy on Friday, teaching assistant.\nWe talked about the garden.\n\n{end}"
    assert read(text).candidate.name == name


@pytest.mark.parametrize(
    ("line", "kind", "fact"),
    [
        ("I forgot to tell him that I also have a forklift licence.", "strength", "I also have a forklift licence"),
        ("She asked if I can weld and I said yes, I have done it for 8 years.", "strength",
         "She asked if I can weld and I said yes, I have done it for 8 years"),
        ("He spoke about the free clinic and I would really like to be part of it.", "motivation",
         "He spoke about the free clinic and I would really like to be part of it"),
        ("I'm 18 and the only one from sixth form.", "private", "I'm 18 and the only one from sixth form"),
    ],
    ids=["good-unsaid", "asked-and-yes", "wish-for-it", "own-age"],
)  # fmt: skip
def test_clauses_that_need_each_other_are_one_fact(line: str, kind: str, fact: str) -> None:
    text = f"Phone interview with Ann Moen at Halden Works, fitter.\n{line}\nMagnus Eide"
    notes = read_text(text, scenario=ScenarioId.PHONE_INTERVIEW, now=NOW).notes
    assert (kind, fact) in [(one.kind.value, one.text) for one in notes.facts]


def test_a_yes_to_a_question_is_no_yes_to_an_offer() -> None:
    text = (
        "I had a first call yesterday with Ms Thorsen of Fjellheim Hotell, night receptionist. She asked if I speak German and I said yes."
    )
    scenario = read(text).scenario
    assert scenario is not None
    assert scenario.value == "phone_interview"
