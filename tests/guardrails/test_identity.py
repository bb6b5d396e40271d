from __future__ import annotations

import unicodedata

import pytest

from guardrails.identity import check_identity
from prompts.brief import Brief, build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Candidate, Notes, Recipient, ScenarioId


def brief_for(*recipients: Recipient, to: str | None = None, sender: str = "Alexander Ngũgĩ") -> Brief:
    notes = Notes(
        scenario=ScenarioId.PHONE_INTERVIEW,
        candidate=Candidate(name=sender),
        recipients=list(recipients),
        company="Blue River Foods Ltd",
        role="Assistant Buyer",
    )
    return build_brief(notes, to=to)


def found(draft: Draft, brief: Brief) -> list[tuple[str, str]]:
    return [(one.rule, one.severity) for one in check_identity(draft, brief)]


NUNEZ = Recipient(name="María José Núñez", title="Dr", role="Head of Buying")


def email(greeting: str = "Dear Dr Núñez,", body: str = "Thank you.", signature: str = "Alexander Ngũgĩ", subject: str = "") -> Draft:
    return Draft(subject=subject, greeting=greeting, paragraphs=((Sentence(text=body),),), closing="Kind regards,", signature=signature)


@pytest.mark.parametrize(
    ("greeting", "expected"),
    [
        ("Dear Dr Núñez,", []),
        ("Dear Dr. Núñez,", []),
        ("Dear María,", []),
        ("Hello María José,", []),
        ("Dear Dr María José Núñez,", []),
        (unicodedata.normalize("NFD", "Dear María,"), []),
        ("Dear Nunez,", [("IDN-recipient", "error")]),
        ("Dear Maria,", [("IDN-recipient", "error")]),
        ("Dear Dr Núñes,", [("IDN-recipient", "error")]),
        ("Dear Ms Núñez,", [("IDN-title", "error")]),
        ("Dear Prof. Núñez,", [("IDN-title", "error")]),
        ("Dear Robert,", [("IDN-recipient", "error")]),
        ("Dear Alexander,", [("IDN-sender", "error")]),
        ("Dear hiring team,", [("IDN-recipient", "warning")]),
        ("", [("IDN-recipient", "warning")]),
        ("Dear M\u0430ria,", [("IDN-recipient", "error")]),
    ],
)
def test_greeting_is_compared_with_the_recipient(greeting: str, expected: list[tuple[str, str]]) -> None:
    assert found(email(greeting), brief_for(NUNEZ)) == expected


@pytest.mark.parametrize(
    "greeting", ["Dear Hiring Manager,", "Dear all,", "Dear Sir or Madam,", "Dear Blue River Foods team,", "To whom it may concern,"]
)
def test_nobody_in_particular_may_be_greeted_when_nobody_is_known(greeting: str) -> None:
    assert found(email(greeting), brief_for()) == []


def test_apostrophes_of_either_shape_are_the_same() -> None:
    brief = brief_for(Recipient(name="Sinéad O'Brien", title="Ms"))
    assert found(email("Dear Ms O\u2019Brien,"), brief) == []


def test_guessed_gender_is_a_warning_and_a_guessed_doctor_an_error() -> None:
    brief = brief_for(Recipient(name="Sam Kim"))
    assert found(email("Dear Ms Kim,"), brief) == [("IDN-title", "warning")]
    assert found(email("Dear Dr Kim,"), brief) == [("IDN-title", "error")]


def test_title_of_the_notes_need_not_be_a_listed_one() -> None:
    assert found(email("Dear Engr Bakare,"), brief_for(Recipient(name="Tunde Bakare", title="Engr"))) == []


def test_other_panellist_is_doubtful_by_default_and_wrong_when_one_was_chosen() -> None:
    people = (Recipient(name="Ann Lee"), Recipient(name="Tom Fox", relation="panellist"))
    assert found(email("Dear Tom,"), brief_for(*people)) == [("IDN-recipient", "warning")]
    assert found(email("Dear Ann,"), brief_for(*people, to="Tom")) == [("IDN-recipient", "error")]


@pytest.mark.parametrize(
    ("body", "mixed"),
    [
        ("Thank you, Tom, for your time.", True),
        ("Tom, thank you for the call.", True),
        ("Please thank Tom, too.", False),
        ("It was good to meet Tom.", False),
    ],
)
def test_body_speaks_to_the_person_greeted(body: str, mixed: bool) -> None:
    brief = brief_for(Recipient(name="Ann Lee"), Recipient(name="Tom Fox", relation="panellist"))
    assert (("IDN-mixed", "error") in found(email("Dear Ann,", body), brief)) is mixed


@pytest.mark.parametrize(
    ("signature", "expected"),
    [
        ("Alexander Ngũgĩ", []),
        ("Alexander", []),
        ("A. Ngũgĩ", []),
        ("Alexander Ngũgĩ\n+44 20 7946 0000", []),
        ("Alex", [("IDN-sender", "warning")]),
        ("Alexander Ngugi", [("IDN-sender", "error")]),
        ("María José Núñez", [("IDN-sender", "error")]),
        ("", [("IDN-sender", "warning")]),
    ],
)
def test_signature_is_the_candidate(signature: str, expected: list[tuple[str, str]]) -> None:
    assert found(email(signature=signature), brief_for(NUNEZ)) == expected


@pytest.mark.parametrize(
    ("body", "rules"),
    [
        ("I would love to join Blue River.", []),
        ("I would love to join BLUE RIVER FOODS.", []),
        ("I would love to join Blue Rivet Foods.", ["IDN-company"]),
        ("I would love to join Blue River Systems.", ["IDN-company"]),
        ("I would love to join BlueRiver.", ["IDN-company"]),
        ("I would love to join Kestrel & Co.", ["IDN-company"]),
        ("The Assistant Buyer role is what I want.", []),
        ("The asistant buyer role is what I want.", ["IDN-role"]),
        ("The Senior Buyer role is what I want.", ["IDN-role"]),
        ("The Assistant Planner role is what I want.", ["IDN-role"]),
        ("The buyer role is what I want.", ["IDN-role"]),
        ("I appreciate the care with which you explained the role.", []),
    ],
)
def test_company_and_role_are_the_ones_of_the_notes(body: str, rules: list[str]) -> None:
    assert [rule for rule, _ in found(email(body=body), brief_for(NUNEZ))] == rules
