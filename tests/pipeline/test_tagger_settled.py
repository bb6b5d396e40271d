from __future__ import annotations

import pytest

from pipeline import tagger_settled
from pipeline.reader_person import Mentioned, name_words
from pipeline.reader_scenario import Guess
from pipeline.tagger import Likely, Tagged
from pipeline.tagger_settled import settle_company, settle_people, settle_role, settle_sender, settle_situation
from prompts.notes import ScenarioId

TEXT = (
    "Nursing Home of Ana Ruiz Berg, St. Brendan's Nursing Home, anh Bao Tran, Bo Lund, kite pilot, lead kite pilot w.e.f. May, asst. dean\n"
    "these are words about nothing at all that make the notes long enough to be believed when they say who it is that signs"
)


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def likely(words: str | None, points: float) -> Likely | None:
    return Likely(*at(words), points) if words else None


def tagged(**fields: tuple[str, float]) -> Tagged:
    """A reading by the tagger: field to (words, likelihood); each is also a mention of its label."""
    spans = {name: likely(*entry) for name, entry in fields.items()}
    labels = {"sender": "S", "recipient": "R", "other": "P", "company": "C", "role": "J"}
    mentions = {label: tuple(one for one in [spans.get(name)] if one) for name, label in labels.items()}
    return Tagged(spans.get("sender"), spans.get("recipient"), spans.get("company"), spans.get("role"), mentions)


def person(words: str) -> Mentioned:
    return Mentioned(at(words), words=name_words(TEXT, at(words)))


def said(span: tuple[int, int] | None) -> str | None:
    return TEXT[slice(*span)] if span else None


@pytest.mark.parametrize(
    ("rules", "seen", "expected"),
    [
        pytest.param(None, ("Bo Lund", 0.9), "Bo Lund", id="a sure name fills the gap"),
        pytest.param(None, ("Bo Lund", 0.5), None, id="an unsure one does not: asking is better"),
        pytest.param("Ana Ruiz", ("Bo Lund", 0.99), "Bo Lund", id="a sure name stands instead of one that nothing speaks for"),
        pytest.param("Ana Ruiz", ("Bo Lund", 0.9), "Ana Ruiz", id="a less sure one does not"),
        pytest.param("Ana Ruiz", ("Ana Ruiz Berg", 0.9), "Ana Ruiz Berg", id="the surname that was missed is added"),
        pytest.param("Ana Ruiz Berg", ("Ana", 0.99), "Ana Ruiz Berg", id="no surname is taken away"),
    ],
)
def test_sender(rules: str | None, seen: tuple[str, float], expected: str | None) -> None:
    found = settle_sender(TEXT, at(rules) if rules else None, tagged(sender=seen))
    assert said(found) == expected


def test_a_sender_whom_the_tagger_believes_too_is_kept_beside_a_likelier_one() -> None:
    both = tagged(sender=("Bo Lund", 0.99))
    both.mentions["S"] = (*both.mentions["S"], Likely(*at("Ana Ruiz"), 0.9))
    assert said(settle_sender(TEXT, at("Ana Ruiz"), both)) == "Ana Ruiz"


@pytest.mark.parametrize(
    ("rules", "seen", "expected"),
    [
        pytest.param(None, ("St. Brendan's Nursing Home", 0.5), "St. Brendan's Nursing Home", id="taken where there is none"),
        pytest.param(None, ("St. Brendan's Nursing Home", 0.3), None, id="not when unlikely"),
        pytest.param("St. Brendan's Nursing Home", ("Nursing Home", 0.99), "St. Brendan's Nursing Home", id="no name cut at its front"),
        pytest.param("Brendan's Nursing Home", ("St. Brendan's Nursing Home", 0.9), "Brendan's Nursing Home", id="no word put before it"),
        pytest.param("kite pilot", ("St. Brendan's Nursing Home", 0.9), "St. Brendan's Nursing Home", id="another, likely one"),
        pytest.param("kite pilot", ("St. Brendan's Nursing Home", 0.6), "kite pilot", id="another, less likely one"),
    ],
)
def test_company(rules: str | None, seen: tuple[str, float], expected: str | None) -> None:
    assert said(settle_company(TEXT, at(rules) if rules else None, tagged(company=seen))) == expected


def test_a_company_that_is_likelier_the_recipient_is_not_taken() -> None:
    assert settle_company(TEXT, None, tagged(company=("Ana Ruiz", 0.6), recipient=("Ana Ruiz", 0.9))) is None


@pytest.mark.parametrize(
    ("rules", "seen", "expected"),
    [
        pytest.param("lead kite pilot w.e.f", ("lead kite pilot", 0.9), "lead kite pilot", id="without what follows it"),
        pytest.param("asst. dean", ("asst", 0.9), "asst. dean", id="no job is cut in two"),
        pytest.param("lead kite pilot", ("kite pilot", 0.7), "lead kite pilot", id="its first word stays when in doubt"),
        pytest.param(None, ("kite pilot", 0.5), "kite pilot", id="taken where there is none"),
        pytest.param("Bo Lund", ("kite pilot", 0.75), "kite pilot", id="the tagger knows jobs better"),
        pytest.param("Bo Lund", ("kite pilot", 0.5), "Bo Lund", id="not when unlikely"),
    ],
)
def test_role(rules: str | None, seen: tuple[str, float], expected: str | None) -> None:
    assert said(settle_role(TEXT, at(rules) if rules else None, tagged(role=seen))) == expected


def test_the_noun_behind_a_job_is_no_part_of_it() -> None:
    text = "its the baker role"
    seen = Tagged(None, None, None, Likely(8, 18, 0.9), {})
    span = settle_role(text, None, seen)
    assert span is not None
    assert text[slice(*span)] == "baker"


def test_in_a_few_words_nobody_signs_by_looks_alone() -> None:
    seen = Tagged(Likely(11, 19, 0.99), None, None, None, {"S": (), "R": ()})
    assert settle_sender("panel with Ana Berg", None, seen) is None


def test_a_job_that_is_somebody_elses_is_not_taken() -> None:
    assert settle_role(TEXT, None, tagged(role=("kite pilot", 0.9)), not_these=[at("kite pilot")]) is None


def names(found: list[Mentioned]) -> list[str | None]:
    return [said(one.name) for one in found]


def test_where_the_rules_find_nobody_a_likely_recipient_is_taken() -> None:
    assert names(settle_people(TEXT, [], tagged(recipient=("Bo Lund", 0.7)))) == ["Bo Lund"]
    assert names(settle_people(TEXT, [], tagged(recipient=("Bo Lund", 0.5)))) == []


def test_somebody_nothing_speaks_for_gives_way_to_a_likely_recipient() -> None:
    assert names(settle_people(TEXT, [person("Ana Ruiz")], tagged(recipient=("Bo Lund", 0.9)))) == ["Bo Lund"]


def test_somebody_likely_stays_first() -> None:
    both = tagged(recipient=("Bo Lund", 0.9))
    both.mentions["R"] = (*both.mentions["R"], Likely(*at("Ana Ruiz"), 0.6))
    assert names(settle_people(TEXT, [person("Ana Ruiz")], both)) == ["Ana Ruiz"]


def test_the_likely_recipient_among_several_comes_first_and_the_others_stay_on_the_panel() -> None:
    found = settle_people(TEXT, [person("Ana Ruiz"), person("Bo Lund")], tagged(recipient=("Bo Lund", 0.9)))
    assert [(said(one.name), one.relation) for one in found] == [("Bo Lund", "hiring_manager"), ("Ana Ruiz", "panellist")]


def test_a_form_of_address_is_no_first_name_and_a_missed_surname_is_added() -> None:
    assert names(settle_people(TEXT, [person("anh Bao Tran")], tagged(recipient=("Bao Tran", 0.9)))) == ["Bao Tran"]
    assert names(settle_people(TEXT, [person("Ana Ruiz")], tagged(recipient=("Ana Ruiz Berg", 0.9)))) == ["Ana Ruiz Berg"]


def test_the_sender_is_never_the_recipient() -> None:
    assert settle_people(TEXT, [], tagged(recipient=("Bo Lund", 0.9)), not_these=[at("Bo Lund")]) == []


ODDS = {ScenarioId.ACCEPT_OFFER: 0.7, ScenarioId.NO_RESPONSE: 0.3}


@pytest.mark.parametrize(
    ("guess", "expected"),
    [
        pytest.param(Guess(None), ScenarioId.ACCEPT_OFFER, id="taken where no sign stands"),
        pytest.param(Guess(ScenarioId.NO_RESPONSE, "nothing yet"), ScenarioId.ACCEPT_OFFER, id="taken instead of an unlikely one"),
        pytest.param(Guess(ScenarioId.NO_RESPONSE, "no response"), ScenarioId.NO_RESPONSE, id="not against a situation that is named"),
        pytest.param(Guess(None, "", (ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER)), None, id="two that are said stay a question"),
    ],
)
def test_situation(monkeypatch: pytest.MonkeyPatch, guess: Guess, expected: ScenarioId | None) -> None:
    monkeypatch.setattr(tagger_settled, "situations_of", lambda text: ODDS)
    assert settle_situation(TEXT, guess).scenario is expected


def test_an_unlikely_situation_is_left_to_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger_settled, "situations_of", lambda text: dict.fromkeys(ScenarioId, 1 / 7))
    assert settle_situation(TEXT, Guess(None)).scenario is None
