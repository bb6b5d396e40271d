from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from pipeline.errors import BadInput
from pipeline.send_calendar import Window, event_bytes, ics_bytes, window_of
from prompts.brief import Brief, build_brief
from prompts.notes import Notes

STAMP = dt.datetime(2026, 9, 8, 12, 0, tzinfo=dt.UTC)
NAIVE = Window(dt.datetime(2026, 9, 9, 10, 0), dt.datetime(2026, 9, 10, 10, 0))


def _brief(at: str | None, now: str | None = None, scenario: str = "phone_interview") -> Brief:
    notes = {
        "scenario": scenario,
        "candidate": {"name": "Ines Aguirre"},
        "recipients": [{"name": "Margit Holm", "email": "m@tarnby.example"}],
        "company": "Tarnby Ferries",
        "role": "reliability engineer",
        "interview": {"kind": "phone", "at": dt.date.fromisoformat(at) if at and len(at) == 10 else at},
        "now": now,
        "facts": [
            {"kind": "topic", "text": "the fault forms of the night shift"},
            {"kind": "other_offer", "text": "an offer from Globex until Friday"},
        ],
    }
    return build_brief(Notes.model_validate(notes))


@pytest.mark.parametrize(
    ("at", "now", "start", "end"),
    [
        ("2026-09-08T10:00", "2026-09-08T12:00", "2026-09-09T10:00", "2026-09-10T10:00"),
        ("2026-09-08T10:00", None, "2026-09-09T10:00", "2026-09-10T10:00"),
        ("2026-09-08", None, "2026-09-09T12:00", "2026-09-10T12:00"),
        ("2026-09-08T10:00", "2026-09-09T15:00", "2026-09-09T15:00", "2026-09-10T10:00"),
        ("2026-09-08T10:00", "2026-09-09T23:30", "2026-09-10T08:00", "2026-09-10T10:00"),
        ("2026-09-11T10:00", "2026-09-11T12:00", "2026-09-14T08:00", "2026-09-15T08:00"),
        ("2026-09-08T10:00+02:00", "2026-09-08T12:00+02:00", "2026-09-09T10:00+02:00", "2026-09-10T10:00+02:00"),
        ("2026-09-08T10:00+02:00", "2026-09-09T12:00+00:00", "2026-09-09T14:00+02:00", "2026-09-10T10:00+02:00"),
        ("2026-09-08T10:00+02:00", "2026-09-09T12:00", "2026-09-09T12:00+02:00", "2026-09-10T10:00+02:00"),
        ("2026-09-08T10:00", "2026-09-13T19:00", "2026-09-14T08:00", "2026-09-14T12:00"),
        ("2026-09-08T10:00+02:00", "2026-09-10T21:00", "2026-09-11T08:00+02:00", "2026-09-11T12:00+02:00"),
    ],
)
def test_the_window_is_what_is_left_of_it(at: str, now: str | None, start: str, end: str) -> None:
    assert window_of(_brief(at, now)) == Window(dt.datetime.fromisoformat(start), dt.datetime.fromisoformat(end))


@pytest.mark.parametrize(
    ("at", "now", "scenario"),
    [
        (None, None, "phone_interview"),
        ("2026-09-08T10:00", "2026-09-30T09:00", "phone_interview"),
        ("2026-09-08T10:00", "2026-09-30T23:00", "phone_interview"),
        ("2026-09-08T10:00", "2026-09-11T09:00", "phone_interview"),
        ("2026-09-08", None, "accept_offer"),
    ],
    ids=["no date", "over", "over and at night", "over since yesterday, and it is day", "no interview"],
)
def test_there_is_no_window_without_a_date_after_it_or_where_no_interview_was_held(at: str | None, now: str | None, scenario: str) -> None:
    assert window_of(_brief(at, now, scenario)) is None


def test_the_event_reads_back_with_an_alarm_as_it_opens() -> None:
    (event,) = Calendar.from_ical(event_bytes(NAIVE, whom="Margit Holm", stamp=STAMP)).walk("VEVENT")
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (NAIVE.start, NAIVE.end)
    assert str(event["SUMMARY"]) == "Send the email to Margit Holm"
    assert (event["CLASS"], event["TRANSP"]) == ("PRIVATE", "TRANSPARENT")
    assert event.DTSTAMP == STAMP
    (alarm,) = event.walk("VALARM")
    assert str(alarm["ACTION"]) == "DISPLAY"
    assert b"TRIGGER:PT0S\r\n" in event_bytes(NAIVE)


def test_naive_times_float_and_aware_ones_are_utc() -> None:
    assert b"DTSTART:20260909T100000\r\n" in event_bytes(NAIVE, stamp=STAMP)
    zone = dt.timezone(dt.timedelta(hours=2))
    assert b"DTSTART:20260909T080000Z\r\n" in event_bytes(
        Window(NAIVE.start.replace(tzinfo=zone), NAIVE.end.replace(tzinfo=zone)), stamp=STAMP
    )


def test_nothing_of_the_notes_but_the_recipient_stands_in_it() -> None:
    brief = _brief("2026-09-08T10:00")
    for discreet in (False, True):
        written = ics_bytes(brief, discreet=discreet, stamp=STAMP).decode()
        for word in ("Tarnby", "Ferries", "engineer", "Aguirre", "fault", "Globex", "offer", "interview", "m@"):
            assert word not in written, word
        assert ("Send the email to Margit Holm" in written, "Send the email you prepared" in written) == (not discreet, discreet)


def test_the_company_stands_for_recipients_that_are_none_or_several() -> None:
    notes = _brief("2026-09-08T10:00").notes
    for people in ([], [*notes.recipients, notes.recipients[0].model_copy(update={"name": "Jo Bach"})]):
        assert b"Send the email to Tarnby Ferries" in ics_bytes(build_brief(notes.model_copy(update={"recipients": people})))


def test_no_window_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="no send window"):
        ics_bytes(_brief(None))


def test_the_same_window_keeps_its_identity_and_another_has_its_own() -> None:
    def uid(window: Window) -> str:
        return str(Calendar.from_ical(event_bytes(window, whom="A")).walk("VEVENT")[0]["UID"])

    assert uid(NAIVE) == uid(NAIVE)
    assert uid(NAIVE) != uid(Window(NAIVE.start, NAIVE.end + dt.timedelta(hours=1)))


@pytest.mark.parametrize("bad", ["a\r\nATTENDEE:mailto:eve@evil.example", "a\nb", "a\x0bb", "a\u2028b", "\u202eb"])
def test_a_name_that_could_end_a_line_is_refused(bad: str) -> None:
    with pytest.raises(BadInput, match="calendar"):
        event_bytes(NAIVE, whom=bad)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=120))
def test_any_name_is_refused_or_reads_back_on_lines_of_75_octets(whom: str) -> None:
    try:
        written = event_bytes(NAIVE, whom=whom, stamp=STAMP)
    except BadInput:
        return
    assert max(map(len, written.split(b"\r\n"))) <= 75
    assert not any(b"\n" in line or b"\r" in line for line in written.split(b"\r\n"))
    (event,) = Calendar.from_ical(written).walk("VEVENT")
    name = " ".join(whom.split())
    assert str(event["SUMMARY"]) == (f"Send the email to {name}" if name else "Send the email you prepared")
    assert {key.upper() for key in event} == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS", "TRANSP"}
