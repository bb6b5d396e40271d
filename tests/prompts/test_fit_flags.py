"""Header slots and flags."""

from __future__ import annotations

import datetime as dt

import pytest

from prompts.fit import flags, header_slots
from prompts.notes import Fact, FactKind, Interview, Notes, Recipient


def _with(kind: FactKind, text: str, *, private: bool = False) -> Notes:
    return Notes(facts=[Fact(kind=kind, text=text, private=private)])


@pytest.mark.parametrize(
    ("at", "now", "dialect", "day"),
    [
        (dt.date(2026, 11, 3), dt.datetime(2026, 11, 5), "en-GB", "on Tuesday"),
        (dt.date(2026, 11, 3), dt.datetime(2026, 11, 3, 18), "en-GB", "on Tuesday"),
        (dt.date(2026, 11, 3), dt.datetime(2026, 11, 9), "en-GB", "on Tuesday"),
        (dt.date(2026, 11, 3), dt.datetime(2026, 11, 10), "en-GB", "on 3 November"),
        (dt.date(2026, 11, 3), dt.datetime(2026, 11, 20), "en-US", "on November 3"),
        (dt.datetime(2026, 11, 3, 9), None, "en-US", "on November 3"),
        (dt.date(2026, 11, 3), dt.datetime(2026, 11, 1), "en-GB", None),
        (None, dt.datetime(2026, 11, 5), "en-GB", None),
    ],
)
def test_day_is_a_weekday_for_a_week_and_a_date_after(at: dt.date | None, now: dt.datetime | None, dialect: str, day: str | None) -> None:
    notes = Notes.model_validate({"interview": {"at": at}, "now": now, "dialect": dialect})
    assert header_slots(notes).get("day") == day


@pytest.mark.parametrize(
    ("role", "slot"),
    [
        ("the Data Analyst role", "Data Analyst"),
        ("Ward Sister position", "Ward Sister"),
        ("Head of Operations", "Head of Operations"),
        ("junior chef job.", "junior chef"),
        (None, None),
    ],
)
def test_role_stands_bare_with_the_users_capitals(role: str | None, slot: str | None) -> None:
    assert header_slots(Notes(role=role)).get("role") == slot


@pytest.mark.parametrize(
    ("kind", "noun", "flag"),
    [
        ("phone", "call", "meeting.phone"),
        ("video", "video call", "meeting.video"),
        ("Zoom", "video call", "meeting.video"),
        ("panel", "interview", "meeting.onsite"),
        ("onsite", "interview", "meeting.onsite"),
        ("assessment_center", "assessment day", None),
        (None, "interview", None),
    ],
)
def test_meeting_is_named_after_its_kind(kind: str | None, noun: str, flag: str | None) -> None:
    notes = Notes(interview=Interview(kind=kind))
    assert header_slots(notes)["meeting"] == noun
    assert {name for name in flags(notes) if name.startswith("meeting.")} == ({flag} if flag else set())


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("their move to dbt", "topic.change"),
        ("backlog of 300 claims", "topic.problem"),
        ("how they mentor juniors", "topic.people"),
        ("the booking app", "topic.product"),
        ("the river", None),
    ],
)
def test_first_topic_says_what_kind_of_subject_it_is(text: str, flag: str | None) -> None:
    assert {name for name in flags(_with(FactKind.TOPIC, text)) if name.startswith("topic.")} == ({flag} if flag else set())


def test_private_facts_raise_no_flag_but_the_rival_offer() -> None:
    notes = _with(FactKind.OTHER_OFFER, "Hobart offered me 40k", private=True)
    assert flags(notes) == {"offer.rival"}
    assert "has.topic" not in flags(_with(FactKind.TOPIC, "the move", private=True))


@pytest.mark.parametrize(
    ("text", "own", "prefers"),
    [
        ("I would like to know by 14 August because of my lease", True, False),
        ("other offer expires on Friday, you are my first choice", False, True),
        ("answer due 14 August", False, False),
    ],
)
def test_deadline_says_whose_it_is_and_what_is_preferred(text: str, own: bool, prefers: bool) -> None:
    found = flags(_with(FactKind.DEADLINE, text))
    assert ("deadline.own" in found, "deadline.prefers" in found) == (own, prefers)


def test_promise_is_a_link_or_a_file() -> None:
    assert "promise.link" in flags(_with(FactKind.PROMISE, "portfolio https://jo.example/work"))
    assert flags(_with(FactKind.PROMISE, "the case study")) >= {"promise.file", "has.promise"}


def test_panel_and_dialect_have_flags() -> None:
    notes = Notes(recipients=[Recipient(name="A B"), Recipient(name="C D")], dialect="en-GB", company="Kelso", role="Chef")
    assert flags(notes) == {"many", "british", "has.company", "has.role"}
