from __future__ import annotations

from collections.abc import Sequence

import pytest

from guardrails.identity import check_identity
from guardrails.parse import parse_email
from prompts.brief import Brief, build_brief
from prompts.notes import Notes


def brief_of(
    role: str = "depot planner",
    company: str = "Corran Freight",
    people: Sequence[tuple[str, str]] = (("Tom Hale", "Operations Manager"),),
    facts: Sequence[str] = (),
    sender: str = "Lena Voss",
) -> Brief:
    return build_brief(
        Notes.model_validate(
            {
                "scenario": "bad_interview",
                "candidate": {"name": sender},
                "recipients": [{"name": name, "role": what} for name, what in people],
                "company": company,
                "role": role,
                "now": "2026-05-05T09:00",
                "interview": {"kind": "phone", "at": "2026-05-04"},
                "facts": [{"kind": "topic", "text": fact} for fact in facts],
            }
        )
    )


def refusals(text: str, brief: Brief, greeting: str = "Dear Tom,", sign: str = "Lena Voss") -> list[str]:
    draft = parse_email(f"Subject: Thanks\n\n{greeting}\n\n{text}\n\nBest,\n{sign}", brief)
    return [one.rule for one in check_identity(draft, brief) if one.severity == "error"]


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("guest services manager", "Thank you for offering me the guest relations manager position."),
        ("layout artist", "Being offered the story artist job meant a lot."),
        ("pastry chef de partie", "I'd be delighted to join you as pastry sous-chef, and I'll be in on Saturday."),
        ("senior clinical embryologist", "Thank you for speaking about the senior clinical geneticist role."),
        ("trail crew leader", "I'll start as trail maintenance leader on May 18."),
        ("quantity surveyor", "I am applying for the building surveyor post."),
        ("children's librarian", "I accept the position of law librarian."),
        ("hospital porter", "I am glad to take the hotel porter job."),
        ("head of marketing", "I'd love the head of sales role."),
        ("chef de partie", "I'd be your chef de rang."),
        ("primary school teacher", "The secondary school teacher post appeals to me."),
        ("night auditor", "I would love to be your day auditor."),
        ("electrical fitter", "I accept the electronic fitter job."),
    ],
)
def test_a_role_with_one_word_exchanged_or_put_in_is_refused(role: str, text: str) -> None:
    assert "IDN-role" in refusals(text, brief_of(role))


@pytest.mark.parametrize(
    ("role", "text"),
    [
        ("guest services manager", "Thank you for the guest services manager position. Your guest services team is kind."),
        ("layout artist", "The layout artist job is a gift, and every story artist I know would say so."),
        ("pastry chef de partie", "I'd be delighted to join as pastry chef de partie. The pastry section chef was kind."),
        ("trail crew leader", "Every trail crew needs a leader, and the crew leader post is mine."),
        ("lecturer in soil science", "Thank you for the lectureship in soil science."),
        ("depot planner", "The Corran planner role appeals to me, and so does the depot planning job."),
        ("quantity surveyor", "I would be a careful quantity surveyor, and the experienced surveyor role suits me."),
        ("head of marketing", "Being head of a marketing team is what I want."),
        ("bike mechanic", "I would be glad to be a bike mechanic; the head mechanic's stand is tidy."),
        ("software developer", "I'd love the software dev role."),
        ("archivist", "Few archives would dare, and few libraries keep such catalogues."),
        ("librarian", "The libraries on the coast are small."),
        ("technician", "The technical questions were good."),
    ],
)
def test_the_role_retold_and_words_of_its_family_pass(role: str, text: str) -> None:
    assert refusals(text, brief_of(role)) == []


@pytest.mark.parametrize(
    ("company", "text", "refused"),
    [
        ("Salle du Fleuve", "I'd love to visit the Salle des Fleuves soon.", True),
        ("Gower Buses", "I want to drive for Gower Bus.", True),
        ("Blue River Foods", "I want to work at Blue Rivers Foods.", True),
        ("St. Brigid's Hospital", "I like St. Bridget's Hospital.", True),
        ("Salle du Fleuve", "I'd love to visit the Salle du Fleuve soon.", False),
        ("Gower Buses", "The Gower coast buses are late. I like Gower Buses.", False),
        ("The Saltire Kitchen", "I'd love to join the Saltire Kitchen. The Saltire kitchen was calm.", False),
        ("Harbour & Vale", "I like Harbour and Vale.", False),
    ],
)
def test_the_company_is_spelt_word_for_word(company: str, text: str, refused: bool) -> None:
    assert ("IDN-company" in refusals(text, brief_of(company=company))) is refused


KITCHEN = brief_of(
    people=(("Luc Béranger", "Pastry Chef"), ("Odile Martin", "General Manager")),
    facts=("Luc let me finish the croquembouche with his team", "Odile found me an apron that fit", "Monday's offer with two Sundays off"),
)
SOUND = brief_of(
    people=(("Oskar Lindqvist", "Audio Lead"), ("Priya Raman", "Producer")),
    facts=("Oskar wants players to hear a door before they see it", "Priya asked how I work when the animation is not finished"),
)


@pytest.mark.parametrize(
    ("brief", "greeting", "text", "refused"),
    [
        (KITCHEN, "Dear Luc and Odile,", "It was a treat to finish the croquembouche with your team, Odile.", True),
        (KITCHEN, "Dear Luc and Odile,", "Luc, thank you for the apron that fit.", True),
        (KITCHEN, "Dear Luc and Odile,", "Thank you, Odile, for letting me finish the croquembouche with your team.", True),
        (KITCHEN, "Dear Luc and Odile,", "It was a treat to finish the croquembouche with your team, Luc.", False),
        (KITCHEN, "Dear Luc and Odile,", "Luc, thank you for the croquembouche; Odile, the apron fit.", False),
        (KITCHEN, "Dear Luc and Odile,", "Thank you both for the croquembouche and for the apron that fit.", False),
        (KITCHEN, "Dear Luc and Odile,", "Thank you, Luc, for the day, and please thank Odile for the apron that fit.", False),
        (SOUND, "Hi Oskar,", "Priya's idea that players should hear a door before they see it has changed me.", True),
        (SOUND, "Hi Oskar,", "Your idea that players should hear a door before they see it has changed me.", False),
        (
            SOUND,
            "Hi Oskar and Priya,",
            "Oskar, I think of the door that players hear before they see it, and Priya, of your question.",
            False,
        ),
    ],
)
def test_what_is_put_to_one_reader_is_what_that_one_said(brief: Brief, greeting: str, text: str, refused: bool) -> None:
    assert ("IDN-mixed" in refusals(text, brief, greeting)) is refused


@pytest.mark.parametrize(
    ("name", "greeting", "refused"),
    [
        ("Bríd Ní Laoire", "Dear Bridie,", True),
        ("Annelies de Boer", "Dear Anne,", True),
        ("Katherine Ward", "Dear Kate,", False),
        ("Ama Mensah-Bonsu", "Dear Ama Bonsu-Mensah,", True),
        ("Ama Mensah-Bonsu", "Dear Ama Mensah-Bonsu,", False),
    ],
)
def test_only_a_customary_short_form_of_a_name_is_let_through(name: str, greeting: str, refused: bool) -> None:
    assert ("IDN-recipient" in refusals("Thank you.", brief_of(people=((name, "Owner"),)), greeting)) is refused


def test_a_recipient_whose_name_the_company_bears_is_spelt_as_in_the_notes() -> None:
    brief = brief_of(company="Hạnh & Sons Bakehouse", people=(("Nguyễn Thị Hạnh", "Owner"),))
    assert refusals("Thank you.", brief, "Hi Hanh,") == ["IDN-recipient"]
    assert refusals("Thank you.", brief, "Hi Hạnh,") == []


def test_halves_of_a_double_name_are_not_turned_in_the_signature() -> None:
    brief = brief_of(sender="Chiamaka Eze-Okoro")
    assert refusals("Thank you.", brief, sign="Chiamaka Okoro-Eze") == ["IDN-sender"]
    assert refusals("Thank you.", brief, sign="Chiamaka Eze-Okoro") == []
