from __future__ import annotations

import pytest

from guardrails.identity import check_identity
from guardrails.parse import parse_email
from prompts.brief import Brief, build_brief
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient, ScenarioId

FACTS = (
    (FactKind.TOPIC, "Engr Obi described how the rollers overheat in the harmattan"),
    (FactKind.TOPIC, "Hadiza asked how I would settle a quarrel on the night shift"),
    (FactKind.STRENGTH, "six years at Unga Kenya Limited without a lost day"),
    (FactKind.MOTIVATION, "I want to make the bread my mother buys"),
)


def brief_for(*people: Recipient, role: str = "third production supervisor") -> Brief:
    return build_brief(
        Notes(
            scenario=ScenarioId.PHONE_INTERVIEW,
            candidate=Candidate(name="Zawadi Mwangi"),
            recipients=list(people),
            company="Delta Flour Mills",
            role=role,
            facts=[Fact(kind=kind, text=text) for kind, text in FACTS],
        )
    )


OBI = Recipient(name="Ifeanyi Obi", title="Engr", role="Plant Manager")
BELLO = Recipient(name="Hadiza Bello", title="Mrs", role="HR Lead", relation="panellist")
PANEL = brief_for(OBI, BELLO)


def errors(body: str, brief: Brief = PANEL, *, greeting: str = "Dear Engr Obi,", subject: str = "Thank you") -> list[str]:
    text = f"Subject: {subject}\n\n{greeting}\n\n{body}\n\nKind regards,\nZawadi Mwangi\n"
    return [one.rule for one in check_identity(parse_email(text, brief), brief) if one.severity == "error"]


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Mick Savvas", "G'day Mick,"),
        ("Fiona Tane", "Kia ora Fiona,"),
        ("Fiona Tane", "Mōrena Fiona,"),
        ("Sam Petrakis", "Hello again Sam,"),
        ("Sam Petrakis", "Hi there Sam!"),
        ("Sam Petrakis", "Sam,"),
        ("Sam Petrakis", "And a very good morning to you, Sam,"),
        ("Máire Batt", "Dia dhuit a Mháire,"),
        ("Tadhg Breen", "Tadhg, a chara,"),
        ("Kavya Nair", "Namaste Kavya ji,"),
        ("Rajesh Iyer", "Respected Rajesh Sir,"),
        ("Maricel Tan", "Magandang umaga po Maricel,"),
        ("Thandi Nkosi", "Sanibonani Thandi,"),
        ("Thandi Nkosi", "Heyla Thandi,"),
        ("Bola Ade", "Ekaaro Bola,"),
        ("Anna Lindqvist", "Hej Anna,"),
        ("Anna Lindqvist", "Dear all,"),
    ],
)
def test_greeting_of_any_english_is_read_as_one(name: str, greeting: str) -> None:
    brief = brief_for(Recipient(name=name))
    draft = parse_email(f"Subject: Thank you\n\n{greeting}\n\nThank you for the call.\n\nKind regards,\nZawadi Mwangi\n", brief)
    assert draft.greeting == greeting
    assert [one.rule for one in check_identity(draft, brief) if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Mick Savvas", "G'day Nick,"),
        ("Fiona Tane", "Kia ora Finola,"),
        ("Thandi Nkosi", "Sanibonani Thando,"),
        ("Anita Patel", "Dear Sarah Patel,"),
        ("Tadhg Breen", "Dia dhuit a Oisín,"),
    ],
)
def test_wrong_name_after_any_salutation_is_refused(name: str, greeting: str) -> None:
    assert errors("Thank you.", brief_for(Recipient(name=name)), greeting=greeting) == ["IDN-recipient"]


@pytest.mark.parametrize(
    ("title", "greeting", "body", "refused"),
    [
        ("Mrs", "Dear Hadiza,", "Thank you, ma'am.", False),
        ("Mrs", "Dear Hadiza,", "Thank you, sir.", True),
        ("Mr", "Dear Sir,", "Thank you.", False),
        ("Mr", "Dear Madam,", "Thank you.", True),
        ("Mr", "Dear Sir or Madam,", "Thank you.", False),
        ("Dr", "Dear Hadiza,", "Thank you, sir.", False),
        (None, "Dear Hadiza,", "Thank you, madam.", False),
    ],
)
def test_sir_and_madam_go_with_the_title_of_the_notes(title: str | None, greeting: str, body: str, refused: bool) -> None:
    brief = brief_for(Recipient(name="Hadiza Bello", title=title))
    assert ("IDN-title" in errors(body, brief, greeting=greeting)) == refused


@pytest.mark.parametrize(
    "body",
    [
        "Please thank Engr Obi for the tour.",
        "I keep thinking of what Obi said.",
        "Obi's account of the mill stays with me.",
        "Obi will set up the visit.",
        "It was good to meet you and Obi.",
    ],
)
def test_reader_spoken_of_as_somebody_else_is_refused(body: str) -> None:
    assert "IDN-mixed" in errors(body)


@pytest.mark.parametrize(
    ("greeting", "body"),
    [
        ("Dear Engr Obi,", "Thank you, Engr Obi, for the tour."),
        ("Dear Engr Obi,", "Thanks again, Obi. Please thank Mrs Bello too."),
        ("Dear Engr Obi,", "I hope, Engr Obi, that we meet again."),
        ("Dear Engr Obi and Mrs Bello,", "Obi's rollers and Hadiza's quarrel both stay with me."),
        ("Dear all,", "What Obi said stays with me."),
    ],
)
def test_reader_spoken_to_by_name_passes(greeting: str, body: str) -> None:
    assert errors(body, greeting=greeting) == []


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("You described how the rollers overheat in the harmattan.", False),
        ("Thank you for describing how the rollers overheat in the harmattan.", False),
        ("Mrs Bello described how the rollers overheat in the harmattan.", True),
        ("Hadiza's account of the rollers that overheat stays with me.", True),
        ("Your question about a quarrel on the night shift stays with me.", True),
        ("You asked how I would settle a quarrel on the night shift.", True),
        ("Hadiza asked how I would settle a quarrel on the night shift.", False),
        ("You both asked how I would settle a quarrel on the night shift.", False),
        ("You asked about bread.", False),
        ("Your night shift and its quarrel would be in good hands.", False),
    ],
)
def test_remark_stays_with_the_person_who_made_it(body: str, refused: bool) -> None:
    assert ("IDN-mixed" in errors(body)) == refused


@pytest.mark.parametrize(
    ("role", "subject", "refused"),
    [
        ("third production supervisor", "Third production supervisor: the rollers", False),
        ("third production supervisor", "Second production supervisor: the rollers", True),
        ("third production supervisor", "Application for third production manager", True),
        ("second engineer", "Third engineer: the bearing", True),
        ("second engineer", "Second engineer: the bearing", False),
        ("second engineer", "The engineer's answer", False),
        ("service technician", "Service coordinator: news on the position", True),
        ("service technician", "Service technician: news on the position", False),
        ("service technician", "Tuesday's service visit, with thanks", False),
        ("service engineer", "Service manager job", True),
        ("head of pastry", "Head baker: a few days to think", True),
        ("head of pastry", "Head of pastry: my answer", False),
        ("site foreman", "Site foreman: thanks, and Monday", False),
        ("nurse", "Night nurse: my answer", False),
        ("software developer", "Software dev: thank you", False),
        ("backend developer", "Frontend developer: status", True),
    ],
)
def test_role_in_the_subject_is_the_one_of_the_notes(role: str, subject: str, refused: bool) -> None:
    assert ("IDN-role" in errors("Thank you.", brief_for(OBI, role=role), subject=subject)) == refused


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("I accept and will be your head guide.", False),
        ("I accept and will be your new head guide.", False),
        ("I accept and will be your field guide.", True),
        ("I accept the position of camp guide.", True),
        ("I applied for head guide.", False),
    ],
)
def test_role_named_outright_in_the_body_is_the_one_of_the_notes(body: str, refused: bool) -> None:
    assert ("IDN-role" in errors(body, brief_for(OBI, role="head guide"))) == refused


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ("I would love to join Unga Kenya Limited.", True),
        ("I want to make bread, and to make it at Unga Kenya Limited.", True),
        ("My interest in Unga Kenya Limited is as strong as ever.", True),
        ("I would be proud to wear a Unga Kenya Limited apron.", True),
        ("At Unga Kenya Limited I never lost a day.", False),
        ("I would like to do for you what we did at Unga Kenya Limited.", False),
        ("I would bring the habits I learned at Unga Kenya Limited.", False),
        ("I will hand in my notice at Unga Kenya Limited on Friday.", False),
        ("After six years at Unga Kenya Limited I would love to join Delta Flour Mills.", False),
    ],
)
def test_former_employer_in_the_place_of_the_company_is_refused(body: str, refused: bool) -> None:
    assert ("IDN-company" in errors(body)) == refused
