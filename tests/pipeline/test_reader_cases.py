"""What the reader makes of single lines and short notes: signatures, situations, layouts, privacy, speech without punctuation."""

from __future__ import annotations

import datetime as dt
import time

import pytest

from pipeline.errors import BadInput
from pipeline.intake import Intake, read_notes
from pipeline.reader_segments import cut
from prompts.notes import FactKind, ScenarioId

NOW = dt.datetime(2026, 5, 14, 9)


def read(text: str) -> Intake:
    return read_notes(text, now=NOW, name="notes.txt")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Phone interview at Acme Foods today, they ask about rotas and rest days. Ingrid Solheim", "Ingrid Solheim"),
        ("Phone interview at Acme Foods\nWe talked about rotas\nMícheál Ó Súilleabháin", "Mícheál Ó Súilleabháin"),
        ("Phone interview at Acme Foods\n- talked about rotas\n- Nadia El-Sayed", "Nadia El-Sayed"),
        ("Phone interview at Acme Foods, we talked about rotas.\nobrigada, Luíza Prado", "Luíza Prado"),
        ("Phone interview at Acme Foods, we talked about rotas.\n--\nGrace Otieno\n07700 900123", "Grace Otieno"),
        ("phone interview at acme foods we talked about rotas and the rest days they never plan its dewi probert", "Dewi Probert"),
        ("| company | Acme Foods |\n|---|---|\n| me | Eilidh Farquharson |\n| what | phone interview |", "Eilidh Farquharson"),
        ("Phone interview\nfull name for signature: Emre Karadağ\nfirm: Acme Foods", "Emre Karadağ"),
        ("Phone interview. The letter was signed by Ruth Appleyard, we talked about rotas.", None),
        ("Phone interview with a panel:\nAnna Berg\nTom Reid", None),
        ("Phone interview at Acme Foods.\nInterviewers:\n- Anna Berg\n- Tom Reid", None),
        ("Phone interview. I liked the tour of Northgate Bank", None),
    ],
)  # fmt: skip
def test_the_sender_is_whoever_signs_and_nobody_else(text: str, name: str | None) -> None:
    assert read(text).notes.candidate.name == name


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("Great phone call with Acme Foods. She loved it. Forgot to say that I hold the boat licence.", "phone_interview"),
        ("It's been three weeks, they said the 12th. Interview was at Acme Foods.", "no_response"),
        ("Interview on 20 April at Acme Foods. She promised an answer by 4 May.", "no_response"),
        ("Phone interview on 11 May at Acme Foods. She promised an answer by 20 May.", "phone_interview"),
        ("I want to decline. It is too far. The tour was lovely.", "decline_offer"),
        ("I want to accept, it is a dream.", "accept_offer"),
        ("Assessment centre at Acme Foods. I am still waiting on Borealis Bank, keep that private.", "assessment_center"),
        ("Offer from Acme Foods. I can't say yes on the spot, I need a week.", "time_to_think"),
        ("Accepting it. I was torn for a while because of the hours.", "accept_offer"),
        ("Interview at Acme Foods. It was a dissaster.", "bad_interview"),
    ],
)
def test_the_situation_is_told_from_its_signs(text: str, scenario: str) -> None:
    found = read(text).notes.scenario
    assert (found.value if found else None) == scenario


def test_two_parts_about_two_employers_are_asked_about() -> None:
    text = (
        "Phone interview with Anna Berg at Acme Foods, we talked about rotas and rest days.\n\n"
        "I accept the offer from Borealis Bank as a teller, starting on 1 June."
    )
    found = read(text)
    assert found.notes.scenario is None
    assert found.candidates == (ScenarioId.PHONE_INTERVIEW, ScenarioId.ACCEPT_OFFER)
    assert read(text.replace("Borealis Bank", "Acme Foods")).notes.scenario is ScenarioId.ACCEPT_OFFER


@pytest.mark.parametrize(
    ("text", "company", "role"),
    [
        ("Assessment centre at Northgate Bank, Leeds, graduate scheme", "Northgate Bank", "graduate scheme"),
        ("Warehouse team leader at Swiftline Parcels. Phone interview today.", "Swiftline Parcels", "Warehouse team leader"),
        ("Interview w/ Marta (Tesco, night fill mgr role)", "Tesco", "night fill mgr"),
        ("Phone interview, asst. principal at Delta Schools", "Delta Schools", "asst. principal"),
        ("Accept offer, Thornbury Council, housing officer, start 1 June", "Thornbury Council", "housing officer"),
        ("phone screen with marta at lumora health the role is data analyst we talked about totals", "Lumora Health", "data analyst"),
        ("Phone interview at Acme Foods. I planned routes at Borealis Haulage.", "Acme Foods", None),
        ("Company: Kestrel Finance (Lagos)\nPost: teller\nPhone interview", "Kestrel Finance", "teller"),
    ],
)  # fmt: skip
def test_employer_and_job_are_found_in_any_layout(text: str, company: str | None, role: str | None) -> None:
    notes = read(text).notes
    assert (notes.company, notes.role) == (company, role)


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("Phone interview with Ottoline Prewett, Fenland Drainage Board.", ["Ottoline Prewett"]),
        ("Offer from Acme Foods. Director Situ Guanghui signed it.", ["Situ Guanghui"]),
        ("Phone interview: Rohan Mehta set it up, write to Anna Berg.", ["Anna Berg", "Rohan Mehta"]),
        ("Phone interview with Mevr. Anneke van 't Hoff.", ["Anneke van 't Hoff"]),
        ("Phone interview with João Pedro d'Ávila Nogueira.", ["João Pedro d'Ávila Nogueira"]),
        ("Phone interview, we read the novel by Jane Austen.", []),
        ("Phone interview at the Mary Seacole Ward.", []),
    ],
)
def test_people_are_found_and_nothing_is_taken_for_one(text: str, to: list[str]) -> None:
    assert [person.name for person in read(text).notes.recipients] == to


@pytest.mark.parametrize(
    ("text", "hidden", "told"),
    [
        ("Accepting. Start Aug 24, pay is 78k which is less than I hoped (skip that).", "78k", "Aug 24"),
        ("Need until Monday.\n- want to see the town, my partner's job\n- don't go into the partner stuff", "partner", "until Monday"),
        ("Phone interview. We talked about rotas. She thinks the owner is a penny pincher (OFF RECORD)", "penny", "rotas"),
        ("Phone interview. We talked about rotas. My voice was shaking, nobody needs to know.", "voice", "rotas"),
        ("Declining Acme Foods. Boring work, none of that goes in. The tour was lovely.", "Boring", "tour"),
        ("No reply from Acme Foods. We talked about rotas. I've a yes from Longmead Park waiting until 24 May.", "Longmead", "24 May"),
        ("phone call we talked about the rotas then she asked about pay and i said twenty two lakhs dont put that in", "lakhs", "rotas"),
    ],
)  # fmt: skip
def test_what_is_private_is_cut_out_and_the_rest_may_be_told(text: str, hidden: str, told: str) -> None:
    facts = read(text).notes.facts
    assert [fact.text for fact in facts if not fact.private and hidden in fact.text] == []
    assert [fact.text for fact in facts if not fact.private and told in fact.text] != []


def test_speech_without_punctuation_is_cut_at_each_new_statement() -> None:
    text = (
        "i just finished the phone screen with priya from lumora she is the talent partner there the role is data analyst we mostly spoke "
        "about claims data she asked about salary please dont put that in my name is arvind rao"
    )
    clauses = [clause.text for clause in cut(text).clauses]
    assert "she is the talent partner there" in clauses
    assert "please dont put that in" in clauses
    assert clauses[-1] == "my name is arvind rao"
    assert cut("I like the job that she has, and the team I would join.").clauses[0].text.endswith("join")


@pytest.mark.parametrize("what", ["word ", "at Acme Foods ", "she said they will call ", "a@b.com ", "Aa Bb "])
def test_twenty_thousand_words_are_read_and_more_are_refused_in_one_sentence(what: str) -> None:
    count = 19_990 // len(what.split())
    start = time.perf_counter()
    read(what * count)
    assert time.perf_counter() - start < 15
    with pytest.raises(BadInput, match="more than 20,000 words"):
        read(what * (count * 2))


def test_a_deadline_and_what_the_time_is_for_are_two_facts() -> None:
    facts = read("Offer from Acme Foods. I need until Monday 25 May, to visit the region first.").notes.facts
    assert [f.text for f in facts if f.kind is FactKind.DEADLINE] == ["I need until Monday 25 May"]
    assert [f.text for f in facts if f.kind is FactKind.REASON] == ["to visit the region first"]
