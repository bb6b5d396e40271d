"""Slips of the fingers in the facts, put right before the email is worded."""

from __future__ import annotations

import datetime as dt

import pytest

from guardrails.check import check
from pipeline.providers import open_model
from pipeline.respelling import respelt, respelt_brief
from pipeline.run import draft_email
from prompts.notes import Notes


def _notes(*facts: tuple[str, str], private: tuple[str, ...] = (), source: str | None = None, role: str = "berth planner") -> Notes:
    told = [{"id": f"f{at}", "kind": kind, "text": text, "private": text in private} for at, (kind, text) in enumerate(facts)]
    return Notes.model_validate(
        {
            "scenario": "phone_interview",
            "now": dt.datetime(2026, 3, 3, 9),
            "dialect": "en-GB",
            "candidate": {"name": "Ana Reis"},
            "recipients": [{"name": "Mia Holt", "role": "Harbour Manager"}],
            "role": role,
            "company": "Orla Port",
            "interview": {"kind": "phone", "at": "2026-03-02"},
            "facts": told,
            "source": source,
        }
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a second attmept at the rota", "a second attempt at the rota"),
        ("twelve percnet fewer delays", "twelve percent fewer delays"),
        ("I deicded to ask first", "I decided to ask first"),
        ("becuase the crews meet befor dawn", "because the crews meet before dawn"),
        ("ships that arive togehter", "ships that arrive together"),
        ("the iterview was intresting", "the interview was interesting"),
        ("norhern routes and a lost conection", "northern routes and a lost connection"),
        ("a wharehouse with slow delivry", "a warehouse with slow delivery"),
        ("yesterdy they aksed for an answr", "yesterday they asked for an answer"),
        ("clsoing the books with trianees", "closing the books with trainees"),
        ("recieved the maintainance plan", "received the maintenance plan"),
        ("I know the reuglars' dogs", "I know the regulars' dogs"),
        ("the scope quitely dies", "the scope quietly dies"),
    ],
)
def test_slip_in_an_everyday_word_is_put_right(typed: str, meant: str) -> None:
    assert respelt(_notes(("topic", typed))).facts[0].text == meant


@pytest.mark.parametrize(
    "text",
    [
        "matatus, gulets and a dolmus at the khalas market",
        "labneh, zaatar, posho and garri for the canteen",
        "a kubernetes backlog and postgres on numpy",
        "the colour of the labor in the theater, organised and organized",
        "ageing tyres on the kerb, whilst we learnt modelling",
        "crosschecked prepreg winglets in the autoclave",
        "wating time in the bording house",
        "mail planer@attmept.example or attmept.py",
        "stared at a planed board while scraping and griping",
        "familia y trabajo, kollege im produkt",
    ],
    ids=["boats", "food", "software", "dialects", "british", "technical", "two meant", "addresses", "real words", "other languages"],
)
def test_word_that_is_no_certain_slip_stays(text: str) -> None:
    notes = _notes(("topic", text))
    assert respelt(notes) is notes


def test_word_of_a_name_or_a_role_and_a_word_used_twice_stay() -> None:
    assert respelt(_notes(("topic", "the percnet desk"), role="percnet planner")).facts[0].text == "the percnet desk"
    twice = _notes(("topic", "the conection desk"), ("strength", "I ran the conection room"))
    assert respelt(twice) is twice
    swapped = respelt(_notes(("topic", "the commitmetns desk"), ("strength", "I kept my commitmetns")))
    assert [fact.text for fact in swapped.facts] == ["the commitments desk", "I kept my commitments"]


def test_private_fact_is_left_as_it_was_typed() -> None:
    notes = _notes(("topic", "becuase of my knee"), private=("becuase of my knee",))
    assert respelt(notes) is notes


def test_email_has_the_right_word_and_its_source_what_was_typed() -> None:
    notes = _notes(
        ("topic", "how the crews share the norhern berths"),
        ("strength", "I brought wait times down by twelve percnet at Cork"),
        ("motivation", "you train the crews befor the season"),
    )
    model = open_model("phrasebook", seed=0)
    outcome = draft_email(notes, model)
    assert outcome.verdict == "send"
    assert outcome.draft is not None
    assert "twelve percent" in outcome.draft.body
    assert "percnet" not in outcome.draft.body
    assert "norhern" not in outcome.draft.body
    assert outcome.brief.as_given["f1"] == "I brought wait times down by twelve percnet at Cork"
    report = check(outcome.draft, respelt_brief(notes))
    assert not [finding.rule for finding in report.findings if finding.severity == "error"]
