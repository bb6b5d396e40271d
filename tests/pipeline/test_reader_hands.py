"""Names, employers, situations and private parts in notes of many hands: what is read, and what looks alike and must not be."""

from __future__ import annotations

import datetime as dt

import pytest

from pipeline.intake import read_notes
from pipeline.reader_capitals import with_capitals
from pipeline.reader_chat import read_chat
from prompts.notes import FactKind, Notes

NOW = dt.datetime(2026, 5, 14, 9, 0)


def read(text: str) -> Notes:
    return read_notes(text, now=NOW, name="notes.txt").notes


def people(text: str) -> list[str | None]:
    return [person.name for person in read(text).recipients]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Interview at the Kelly Road Playhouse, house manager, on Monday.", []),
        ("1 May, onsite with Prof. Amina Diallo, Lakshmi Women College, lecturer", ["Amina Diallo"]),
        ("At Amani Sacco we cut arrears. Interview with Ms Wanjiru, branch head.", ["Wanjiru"]),
        ("Phone interview about the Martin Luther School in Fredrik Street.", []),
        ("Head of the day: Nino Beridze (people director). Post: claims trainee.", ["Nino Beridze"]),
        ("spoke on the phone with Inês from Douro Rail, her full name is Inês Salgado", ["Inês Salgado"]),
        ("11/4 phone, Ms. Oh Ji-won, finance manager @ Namsan Foods", ["Oh Ji-won"]),
        ("Phone interview with Mr. Long, plant manager, and Dr May Okafor.", ["Long", "May Okafor"]),
        ("Panel interview yesterday. Person in charge: Tevita Havea.", ["Tevita Havea"]),
        ("met Omar Said, head baker, today. He said yes.", ["Omar Said"]),
        ("Spoke on the phone with doctor Hannah Lund, chief of the ward.", ["Hannah Lund"]),
        ("So they said no to me. Me. Beau Tiller, he's the owner, called.", ["Beau Tiller"]),
    ],
)  # fmt: skip
def test_people_are_found_and_no_organisation_street_or_place_is_one(text: str, found: list[str]) -> None:
    assert people(text) == found


@pytest.mark.parametrize(
    ("text", "first", "relation"),
    [
        (
            "Assessment centre. Mr Ali Shah, plant head, watched. Ms. Hina Rao from HR ran the day, the mail "
            "goes to her.",
            "Hina Rao", "hiring_manager",
        ),
        (
            "Assessment centre at Rhein AG. Responsible was Frau Petra Vogel (Head of HR). Observers were Herr "
            "Uwe Kranz and Frau Ida Aydin.",
            "Petra Vogel", "hiring_manager",
        ),
        ("Phone interview with Karen Hall, area manager. It came through Dev Patel, the recruiter.", "Karen Hall", "hiring_manager"),
        ("Interview with Anna Berg, CTO. Sally Oakes sat in. Anna said any message goes to her.", "Anna Berg", "hiring_manager"),
    ],
)  # fmt: skip
def test_the_one_to_write_to_comes_first(text: str, first: str, relation: str) -> None:
    recipients = read(text).recipients
    assert recipients[0].name == first
    assert recipients[0].relation == relation
    assert [one.name for one in recipients[1:] if one.relation == "hiring_manager"] in ([], [None])


@pytest.mark.parametrize(
    ("end", "sender"),
    [
        ("jm dela cruz", "JM Dela Cruz"),
        ("Chiamaka (Chiamaka Okereke, as it stands on the form)", "Chiamaka Okereke"),
        ("Souksavanh", "Souksavanh"),
        ("Please sign Liu Haoran.", "Liu Haoran"),
        ("name is Kojo Asamoah", "Kojo Asamoah"),
        ("sign it as Duarte Pimenta", "Duarte Pimenta"),
        ("I'm Tavita Faleolo", "Tavita Faleolo"),
        ("still waiting for the train", None),
        ("see you there", None),
        ("Tuesday", None),
    ],
)
def test_the_sender_is_read_from_the_last_line_and_from_no_line_of_words(end: str, sender: str | None) -> None:
    text = f"Interview on 5 May at Mekong Foods for buyer, with Ms Dara Phan.\nWe talked about the rice that comes late.\n{end}"
    assert read(text).candidate.name == sender


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("jason wu", "Jason Wu"),
        ("hsu wan-ting", "Hsu Wan-ting"),
        ("anne-marie o'brien", "Anne-Marie O'Brien"),
        ("jan van dijk", "Jan van Dijk"),
        ("mcallister", "McAllister"),
        ("ms", "MS"),
        ("Jason wu", "Jason wu"),
        ("deAndre", "deAndre"),
    ],
)
def test_a_name_in_small_letters_gets_its_capitals_and_any_other_stays(written: str, wanted: str) -> None:
    assert with_capitals(written) == wanted


def test_an_employer_in_small_letters_gets_capitals_and_keeps_its_small_words() -> None:
    assert with_capitals("house of bikes gmbh", person=False) == "House of Bikes GmbH"
    assert with_capitals("ms", person=False) == "Ms"


CHAT = """[16:02] Ingrid: how was it?? (the assessment thing)
[16:03] Sondre: good! whole day, yesterday. Fjordkraft Nett, grid trainee
[16:03] Sondre: the boss of it was Hilde Aas
[16:06] Sondre: power cut exercise. we had to say who gets power back first. I said the dairy before the cabins
[16:10] Ingrid: I heard they pay badly
[16:10] Sondre: Write to her tomorrow. "Sondre Fjeld, future grid person"
"""


def test_a_chat_is_read_as_notes_of_the_one_who_tells() -> None:
    notes = read(CHAT)
    assert notes.candidate.name == "Sondre Fjeld"
    assert [person.name for person in notes.recipients] == ["Hilde Aas"]
    assert notes.company == "Fjordkraft Nett"
    assert not any("pay badly" in fact.text or "16:" in fact.text for fact in notes.facts)


@pytest.mark.parametrize(
    "text", ["Company: Acme\nRole: clerk\nMet: Ann Lee\nWhy: rotas", "10:30 call\n11:00 rest\n12:00 lunch", CHAT.split("\n")[0]]
)
def test_labels_times_and_a_single_line_are_no_chat(text: str) -> None:
    assert read_chat(text) is None
    assert read_chat(CHAT) is not None


@pytest.mark.parametrize(
    ("text", "company", "role"),
    [
        ("Accept! internal auditor, Nusantara Port Services. Offer by Ibu Ratna Dewi.", "Nusantara Port Services", "internal auditor"),
        ("Oferta Alfama Studio, UX designer, from Mr. Rui Pestana, founder => NO", "Alfama Studio", "UX designer"),
        (
            "Assessment centre 23 July, Umgeni Water. Graduate scientist. Lead assessor: Dr Sanjay Naidoo",
            "Umgeni Water", "Graduate scientist",
        ),
        ("Accepting: warehouse lead at Upolu Traders, offer from Sione Lea.", "Upolu Traders", "warehouse lead"),
        (
            "Saying yes to Second Bridge Society. Outreach worker, downtown. Offer from Ann Cole.",
            "Second Bridge Society", "Outreach worker",
        ),
        ("So I'm going to be executive chef at the Marsh House. Beau Tiller, the owner, called.", "Marsh House", "executive chef"),
        ("The job is the one I want. Senior ranger, Channel reserves, Outback Parks.", "Outback Parks", "Senior ranger"),
        ("Met Jan Novak, head of delivery, Wisła Digital, onsite. Role: project manager.", "Wisła Digital", "project manager"),
        (
            "On 22 April I was in assessment centre of company Odra Polymers, for position of process trainee.",
            "Odra Polymers", "process trainee",
        ),
        ("Angebot: IT auditor 80%, Aare Kantonalbank, by Mrs Ursula Zbinden (head of audit)", "Aare Kantonalbank", "IT auditor"),
        ("Offer received from Ms. Carla Ruiz, CTO, Mactan Robotics: embedded developer.", "Mactan Robotics", "embedded developer"),
        ("eh so Volta Foods have given me the offer, regional sales lead.", "Volta Foods", "regional sales lead"),
    ],
)  # fmt: skip
def test_employer_and_job_are_told_apart_and_from_what_stands_around_them(text: str, company: str, role: str) -> None:
    notes = read(text)
    assert (notes.company, notes.role) == (company, role)


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("Offer from Acme Foods, buyer. So: yes. Plain, big, grateful yes.", "accept_offer"),
        ("Oferta Alfama Studio, UX designer => NO", "decline_offer"),
        ("I received the offer of Acme Foods. I regret not to can give a favourable following.", "decline_offer"),
        ("I will not take the offer from Acme Foods. I decided to remain at my school.", "decline_offer"),
        ("Acme Foods have given me the offer on the phone but I need small time. Monday I give my answer", "time_to_think"),
        ("That was terrible. Acme Foods, today. I blanked on the arrears more than 30 days late.", "bad_interview"),
        ("Interview at Acme Foods on 5 May. I did not say that I speak Thai, I was too shy.", "bad_interview"),
        ("the question about scale-up was bad, I forgot the heat. Answer: dose the acid slowly.", "bad_interview"),
        ("how was acme? the assessment thing. good, whole day", "assessment_center"),
        ("Phone call with Ann Lee at Acme Foods. They've had two turn it down already.", "phone_interview"),
        ("Phone interview at Acme Foods. want: to be there when day 5 is reached", "phone_interview"),
        ("Phone interview at Acme Foods with Ann Lee. I rambled once. She laughed and we talked about freezers.", "phone_interview"),
        ("Interview at Acme Foods in March. They promised news by April. Until this moment I received nothing.", "no_response"),
    ],
)  # fmt: skip
def test_the_situation_is_seen_in_words_of_other_hands(text: str, scenario: str) -> None:
    found = read(text).scenario
    assert found is not None
    assert found.value == scenario


KEPT = [
    (
        "Met Ann Lee at Acme Foods for clerk.\n\nWe talked about the cold room.\n\nThe lift smells. Her "
        "deputy hates her. All of that stays with me.\n\nI want to fix cold rooms.",
        ["lift", "deputy"], ["cold room", "fix cold rooms"],
    ),
    (
        "The answer is no to the offer of Acme Foods.\n\nI decided to write a book.\n\nThey've no money. "
        "Douglas talks over the women. None of that's for him.",
        ["money", "talks over"], ["write a book"],
    ),
    (
        "Accepting the job at Acme Foods, clerk. Start 1 June.\nWhat he doesn't need to know: that I'd have "
        "come for less. That Ray and me are through. That I cried.",
        ["less", "Ray", "cried"], ["1 June"],
    ),
    (
        "Phone interview at Acme Foods\n\nwhat | only me\nwe talked about the jar test | lucky with the "
        "alum\nI ran 40 tests a day | migraine since morning\n\nEve Lang",
        ["lucky", "migraine"], ["jar test", "40 tests"],
    ),
    ("Phone interview at Acme Foods\n\nsay\tdon't say\nwe talked about the jar test\tshe was late\n\nEve Lang", ["late"], ["jar test"]),
    (
        "Offer from Acme Foods. Need until 22 May.\n\nPROS\n- the wind maps\nCONS\n- shabby office\n- "
        "Bruno\n\nWhat not to tell her: money, Bruno, Mom.",
        ["shabby", "Bruno", "Mom"], ["wind maps"],
    ),
    (
        "No to Acme Foods (clerk).\n+ the archive of trams\n- he interrupted everybody\nreason: I choose "
        "research",
        ["interrupted"], ["archive of trams", "research"],
    ),
    (
        "Bad interview at Acme Foods.\nBad: I forgot the drill. Correct: everybody to station B.\nAgainst "
        "the wind he steers by ear.",
        [], ["station B"],
    ),
    (
        "Assessment day at Acme Foods.\n+ we found the missing invoice\n- my talk ran out of time\nI want to "
        "work with numbers",
        [], ["missing invoice", "numbers"],
    ),
    (
        "Phone interview at Acme Foods with Ann Lee. I told her none of it matters if drivers cannot "
        "read.\nI want to teach drivers.",
        [], ["teach drivers"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "hidden", "told"), KEPT)
def test_what_is_kept_back_as_a_whole_stays_private_and_the_rest_may_be_told(text: str, hidden: list[str], told: list[str]) -> None:
    public = " | ".join(fact.text for fact in read(text).facts if not fact.private)
    assert [word for word in hidden if word in public] == []
    assert [word for word in told if word not in public] == []


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        (
            "Bad interview at Acme Foods.\nshe asked for an example of a paradox and I gave a wrong one\nright "
            "one: a hospital looks worse because it takes the sicker patients",
            "sicker patients", "wrong one",
        ),
        (
            "Bad interview at Acme Foods.\nI blanked on the risk ratio. I KNOW the risk ratio!! Loans more than "
            "30 days late over all loans.",
            "Loans more than 30 days", "I KNOW",
        ),
        (
            "Bad interview at Acme Foods.\nAnswer was not complete.\nCorrect answer is: water hardness and time",
            "water hardness", "not complete",
        ),
        ("Interview at Acme Foods. I did not say that I speak Thai and French, I was too shy.", "speak Thai and French", "too shy"),
    ],
)  # fmt: skip
def test_a_correction_is_the_right_answer_and_not_the_verdict(text: str, kept: str, dropped: str) -> None:
    facts = [fact for fact in read(text).facts if fact.kind is FactKind.CORRECTION and not fact.private]
    assert [fact.text for fact in facts if kept in fact.text] != []
    assert [fact.text for fact in read(text).facts if dropped in fact.text and not fact.private] == []


def test_prose_of_a_wide_window_is_not_torn_at_its_line_ends() -> None:
    first = "Thursday the 5th, Acme Foods, and Ann Lee, the buyer, who asked me how I would fill a Tuesday with all the people that nobody"
    text = (
        f"{first}\never asks.\n\nWhat I should have said is what I did in Ennis in the spring, we sold every "
        f"Tuesday at half price to\nanyone who came."
    )
    assert any("half price to\nanyone" in fact.text for fact in read(text).facts)
    assert not any(
        "half price" in fact.text and "anyone" in fact.text for fact in read("talked of half price\nanyone can come\nI sold much").facts
    )


def test_a_sentence_that_says_who_somebody_is_is_no_private_remark() -> None:
    facts = read("Offer from Acme Foods, clerk. My future boss is Robert Steiner, head of trading. She was a rude director.").facts
    assert not any("Steiner" in fact.text for fact in facts if fact.private)
    assert any("rude" in fact.text for fact in facts if fact.private)
