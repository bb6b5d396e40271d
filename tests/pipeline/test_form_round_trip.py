"""A form loses nothing: notes printed and read back are the same notes."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.form import print_form, read_form
from pipeline.form_escape import escape, unescape
from pipeline.intake import read_notes
from prompts.notes import Candidate, Fact, FactKind, Interview, Notes, Recipient, ScenarioId

_ODD = "\\|<>#*-+:()[]!'\"`~^_\n\t\r\u00a0\u2028\u200f\ufeff\x0b\x1c日본éÅ’—…🙂.,; aB1"
_TEXT = st.one_of(
    st.text(alphabet=st.sampled_from(_ODD), max_size=40),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60),
    st.sampled_from(
        [
            "we talked about the move (private)",
            "pay is 50k",
            "<!-- not a comment -->",
            "- a bullet",
            "12. twelve",
            "> quoted",
            "# heading",
            "ends in a backslash \\",
            "name: Anna",
            "one\n\n  two\n- three",
            "[x] Accepting the offer (accept_offer)",
            "C:\\new\\u0041",
            "may be mentioned (may be mentioned)",
            "...",
        ]
    ),
)
_LINE = st.one_of(st.none(), _TEXT.filter(lambda text: bool(_stripped(text))))
_WHEN = st.one_of(st.none(), st.dates(), st.datetimes(timezones=st.one_of(st.none(), st.timezones())))


def _stripped(text: str) -> str:
    try:
        return Candidate(name=text).name or ""
    except ValueError:
        return ""


def _facts() -> st.SearchStrategy[list[Fact]]:
    one = st.builds(
        Fact, kind=st.sampled_from(FactKind), text=_TEXT.filter(lambda text: bool(_stripped(text).strip())), private=st.booleans()
    )
    return st.lists(one, max_size=6)


_PEOPLE = st.lists(
    st.builds(
        Recipient,
        name=_LINE,
        title=_LINE,
        role=_LINE,
        email=_LINE,
        relation=st.sampled_from(["hiring_manager", "recruiter", "panellist"]),
    ),
    max_size=3,
)
_NOTES = st.builds(
    Notes,
    scenario=st.one_of(st.none(), st.sampled_from(ScenarioId)),
    candidate=st.builds(Candidate, name=_LINE, email=_LINE),
    recipients=_PEOPLE,
    company=_LINE,
    role=_LINE,
    interview=st.builds(Interview, kind=_LINE, at=_WHEN, place=_LINE),
    now=st.one_of(st.none(), st.datetimes()),
    dialect=st.sampled_from([None, "en-GB", "en-US"]),
    follow_ups_sent=st.integers(0, 5000),
    facts=_facts(),
)


def content(notes: Notes) -> dict[str, object]:
    """All that a form keeps: everything but numbering, places in the text, and the order between kinds."""
    data = notes.model_dump(exclude={"source", "spans", "facts"})
    if notes.interview.at is not None:  # an hour that comes twice in autumn equals none in another zone object
        data["interview"]["at"] = notes.interview.at.isoformat()
    data["facts"] = sorted(
        ((fact.kind.value, index, fact.text, fact.private) for index, fact in enumerate(notes.facts)), key=lambda row: (row[0], row[1])
    )
    data["facts"] = [(kind, text, private) for kind, _, text, private in data["facts"]]
    return data


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notes=_NOTES, ask=st.booleans())
def test_notes_printed_as_a_form_and_read_back_are_the_same(notes: Notes, ask: bool) -> None:
    reading = read_form(print_form(notes, ask=ask, remarks=["a remark\nof two lines <!-- x"]))
    assert content(reading.notes) == content(notes)
    assert reading.left_out == ()


@settings(max_examples=300, deadline=None)
@given(text=_TEXT, broken=st.booleans())
def test_an_escaped_text_stands_for_itself(text: str, broken: bool) -> None:
    safe = escape(text, broken=broken)
    assert unescape(safe) == text
    assert broken or "\n" not in safe


@pytest.mark.parametrize(
    ("fact", "line"),
    [
        (Fact(kind=FactKind.TOPIC, text="the move", private=False), "- the move\n"),
        (Fact(kind=FactKind.TOPIC, text="the move", private=True), "- the move (private)\n"),
        (Fact(kind=FactKind.TOPIC, text="the pay is 30k", private=False), "- the pay is 30k (may be mentioned)\n"),
        (Fact(kind=FactKind.OTHER_OFFER, text="Bolt", private=True), "- Bolt\n"),
        (Fact(kind=FactKind.OTHER_OFFER, text="Bolt", private=False), "- Bolt (may be mentioned)\n"),
        (Fact(kind=FactKind.TOPIC, text="one\ntwo", private=False), "- one\\\n  two\n"),
    ],
    ids=["plain", "private", "public-pay", "rival-offer", "public-rival-offer", "two-lines"],
)
def test_a_fact_bears_a_mark_only_where_its_section_would_say_otherwise(fact: Fact, line: str) -> None:
    assert line in print_form(Notes(facts=[fact]))


def test_a_line_wrapped_by_hand_is_one_fact_and_a_broken_line_two_lines_of_one() -> None:
    form = "<!-- afterword form 1 -->\n## What you talked about\n- the move\n  to Leeds\n- shifts\\\n  and bread\n- third\n"
    assert [fact.text for fact in read_form(form).notes.facts] == ["the move to Leeds", "shifts\nand bread", "third"]


def test_what_was_read_from_a_paste_survives_the_form() -> None:
    pasted = "Phone interview with Dr Ana Souza at Porto Claro\n- the tariff codes\n- salary 40k, don't mention\nLuíza Pires"
    notes = read_notes(pasted, now=dt.datetime(2026, 5, 14, 9)).notes
    again = read_notes(print_form(notes, ask=True)).notes
    assert [person.title for person in again.recipients] == ["Dr"]
    assert content(again) == content(notes)
    assert [fact.private for fact in again.facts if "40k" in fact.text] == [True]
