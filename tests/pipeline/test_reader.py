"""Pasted notes of many styles: what a careful reader takes from them, and what must never be taken."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import BadInput
from pipeline.intake import Intake, read_notes
from prompts.notes import FactKind, ScenarioId

NOW = dt.datetime(2026, 5, 14, 9, 0)
PASTED = yaml.safe_load((Path(__file__).parent / "pasted.yaml").read_text("utf-8"))
READABLE = [case for case in PASTED if "error" not in case]


def read(text: str, **more: object) -> Intake:
    scenario = more.get("scenario")
    return read_notes(text, now=NOW, name="notes.txt", scenario=scenario if isinstance(scenario, ScenarioId) else None)


def cases_with(*keys: str) -> list[object]:
    found = [pytest.param(case, id=case["id"]) for case in READABLE if all(key in case for key in keys)]
    assert len(found) > 0
    return list(found)


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in READABLE])
def test_every_value_read_from_pasted_text_is_a_verbatim_stretch_of_it(case: dict[str, str]) -> None:
    notes = read(case["text"]).notes
    values = {
        "candidate.name": notes.candidate.name,
        "company": notes.company,
        "role": notes.role,
        "interview.place": notes.interview.place,
    }
    values |= {f"recipients.{i}.name": person.name for i, person in enumerate(notes.recipients)}
    values |= {f"recipients.{i}.role": person.role for i, person in enumerate(notes.recipients)}
    for key, value in values.items():
        if value is not None:
            said = case["text"][notes.spans[key].start : notes.spans[key].end]
            assert said == value or (said == said.lower() and said == value.lower())
    for fact in notes.facts:
        assert fact.span is not None
        assert case["text"][fact.span.start : fact.span.end] == fact.text


@pytest.mark.parametrize("case", cases_with("scenario"))
def test_the_situation_is_recognised(case: dict[str, str]) -> None:
    found = read(case["text"]).notes.scenario
    assert (found.value if found else None) == case["scenario"]


@pytest.mark.parametrize("case", cases_with("to"))
def test_the_recipients_are_found_in_order_and_nobody_else(case: dict[str, object]) -> None:
    found = [person.name for person in read(str(case["text"])).notes.recipients]
    assert [name and name.casefold() for name in found] == [str(name).casefold() for name in case["to"]]  # type: ignore[attr-defined]


@pytest.mark.parametrize("case", cases_with("sender"))
def test_the_sender_is_found_only_where_the_notes_say_so(case: dict[str, str]) -> None:
    assert read(case["text"]).notes.candidate.name == case["sender"]


@pytest.mark.parametrize("case", cases_with("company"))
def test_the_company_is_found(case: dict[str, str]) -> None:
    assert read(case["text"]).notes.company == case["company"]


@pytest.mark.parametrize("case", cases_with("role"))
def test_the_role_is_found(case: dict[str, str]) -> None:
    assert read(case["text"]).notes.role == case["role"]


@pytest.mark.parametrize("case", cases_with("at"))
def test_the_day_of_the_interview_is_computed_from_the_notes(case: dict[str, object]) -> None:
    found, wanted = read(str(case["text"])).notes.interview.at, case["at"]
    if isinstance(wanted, str):
        assert found == dt.datetime.fromisoformat(wanted)
    else:
        assert (found.date() if isinstance(found, dt.datetime) else found) == wanted


@pytest.mark.parametrize("case", cases_with("facts"))
def test_facts_get_their_kind(case: dict[str, dict[str, str]]) -> None:
    public = [(fact.kind.value, fact.text) for fact in read(str(case["text"])).notes.facts if not fact.private]
    missed = [(kind, words) for kind, words in case["facts"].items() if not any(k == kind and str(words) in t for k, t in public)]
    assert missed == []


@pytest.mark.parametrize("case", cases_with("private"))
def test_private_words_stand_in_private_facts_and_in_no_public_one(case: dict[str, list[str]]) -> None:
    facts = read(str(case["text"])).notes.facts
    leaked = [words for words in case["private"] for fact in facts if not fact.private and str(words) in fact.text]
    kept = [words for words in case["private"] if any(fact.private and str(words) in fact.text for fact in facts)]
    assert leaked == []
    assert kept == case["private"]


@pytest.mark.parametrize("case", cases_with("ignored"))
def test_orders_to_a_writer_are_listed_as_ignored_and_are_no_facts(case: dict[str, list[str]]) -> None:
    intake = read(str(case["text"]))
    left_out = [str(case["text"])[one.start : one.end] for one in intake.ignored]
    for words in case["ignored"]:
        assert any(words in text for text in left_out)
        assert not any(words in fact.text for fact in intake.notes.facts)


def test_two_decisions_at_once_are_asked_about_naming_both() -> None:
    case = next(case for case in PASTED if "error" in case)
    found = read(case["text"])
    assert found.notes.scenario is None
    assert found.candidates == (ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER)


def test_a_chase_that_was_sent_is_counted() -> None:
    assert read("No reply from Ferro since 20 April. I already chased once.").notes.follow_ups_sent == 1
    assert read("No reply from Ferro since 20 April.").notes.follow_ups_sent == 0


@pytest.mark.parametrize(
    ("text", "private"),
    [
        ("Phone interview. She asked about the damp complaints.", False),
        ("Phone interview. She told me the pay is 30k.", True),
        ("Phone interview. They run a public health clinic for families.", False),
        ("Phone interview. They treat patients with diabetes and cancer.", False),
        ("Phone interview. I had a migraine.", True),
        ("Phone interview. I raised $2.4 million in grants.", False),
        ("Phone interview. I manage payroll and payments.", False),
        ("Phone interview. They asked for 85k.", True),
        ("Phone interview. The boss is scary.", True),
        ("Phone interview. Tell them I have another offer.", True),
        ("Phone interview. My kids would love it.", True),
        ("Phone interview. They build toys for kids.", False),
    ],
)
def test_what_is_private_in_pasted_text(text: str, private: bool) -> None:
    facts = read(text).notes.facts
    assert [fact.private for fact in facts if not fact.text.startswith("Phone")] == [private]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Phone interview at Harbour Street Studio with my friend Jack Doyle", []),
        ("Phone interview with Acme Logistics about ops", []),
        ("Phone interview, my husband Tom Reid drove me", []),
        ("Phone interview with Tom Reid at Acme", ["Tom Reid"]),
        ("Phone interview with Dr Reid", ["Reid"]),
    ],
)
def test_no_outsider_and_no_firm_is_taken_for_a_recipient(text: str, found: list[str]) -> None:
    assert [person.name for person in read(text).notes.recipients] == found


def test_relative_dates_count_from_the_notes_own_date() -> None:
    text = "Today: 20 March 2026\nPhone interview with Tom Reid at Acme yesterday"
    notes = read_notes(text, name="notes.txt").notes
    assert notes.interview.at == dt.date(2026, 3, 19)
    assert notes.now == dt.datetime(2026, 3, 20, 9)


def test_the_named_situation_settles_what_the_notes_leave_open() -> None:
    assert read("I met Tom Reid at Acme.", scenario=ScenarioId.BAD_INTERVIEW).notes.scenario is ScenarioId.BAD_INTERVIEW


def test_a_date_due_elsewhere_is_public_and_the_other_employer_is_not() -> None:
    facts = read("No news from Acme Foods since 20 April. Another offer from Borealis Bank, they need my answer by 21 May.").notes.facts
    assert any(fact.kind is FactKind.DEADLINE and not fact.private and "21 May" in fact.text for fact in facts)
    assert not any("Borealis" in fact.text for fact in facts if not fact.private)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_and_never_breaks(text: str) -> None:
    try:
        intake = read(text)
    except BadInput:
        return
    assert all(0 <= one.start <= one.end <= len(text) for one in intake.ignored)
    assert all(
        fact.span is None or text[fact.span.start : fact.span.end] == fact.text for fact in intake.notes.facts if intake.origin == "text"
    )


PIECES = st.sampled_from(
    [
        "Role: ",
        "nurse",
        "\n",
        "- ",
        "Dr. ",
        "Anna",
        " Berg",
        " at ",
        "Acme Ltd",
        ", ",
        ". ",
        "31 May",
        "yesterday",
        "£30k",
        "because ",
        "I led ",
        "(",
        ")",
        "To: ",
        "?",
        "\t",
        "am 3pm",
        "“",
        "Private:",
        "\r\n",
        "é",
        "김민준",
        "# ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_mixture_of_note_pieces_is_read_or_refused(text: str) -> None:
    try:
        intake = read(text)
    except BadInput:
        return
    assert all(0 <= one.start <= one.end <= len(text) for one in intake.ignored)
