from __future__ import annotations

import pytest
import yaml

from guardrails.privacy import check_privacy
from prompts.brief import build_brief
from prompts.draft import Draft, Sentence
from prompts.notes import Fact, FactKind, Notes, ScenarioId
from tests.guardrails.truth_cases import DATA

OFFER = Fact(kind=FactKind.OTHER_OFFER, text="Nordwind offered 65k, answer by 14 August")
DEADLINE = Fact(kind=FactKind.DEADLINE, text="need to answer another employer by Friday 14 August")


def rules(text: str, *facts: Fact, scenario: ScenarioId = ScenarioId.PHONE_INTERVIEW, role: str = "Analyst") -> set[str]:
    brief = build_brief(Notes(scenario=scenario, role=role, facts=list(facts)))
    draft = Draft(paragraphs=((Sentence(text=text),),))
    return {one.rule for one in check_privacy(draft, brief) if one.severity == "error"}


def private(text: str) -> Fact:
    return Fact(kind=FactKind.PRIVATE, text=text)


@pytest.mark.parametrize(
    ("note", "text", "leaks"),
    [
        ("my daughter's surgery in May", "For family reasons I need a little time.", True),
        ("my daughter's surgery in May", "I need a little time.", False),
        ("I get migraines on early shifts", "Early shifts give me migraine.", True),
        ("I get migraines on early shifts", "I look forward to the early days of the project.", False),
        ("interviewer kept yawning", "Even a yawn could not spoil it.", True),
        ("the team seemed tired", "The team was a pleasure to meet.", False),
        ("quarrelled with Gunther at Acme", "I hope Gunther is well.", True),
        ("current boss doesn't know I'm looking", "Nobody knows that boiler better than the customer.", False),
        ("current boss doesn't know I'm looking", "Nobody at work knows yet.", True),
        ("my wife is expecting", "Eleven idle coaches is a number that no fitter hears calmly.", False),
        ("Raj interrupted me all the time", "There was so little room to finish a sentence.", True),
        ("Raj interrupted me all the time", "There was room for one more bench.", False),
        ("the library laid me off", "Until they let me go, I ran the desk.", True),
        ("the library laid me off", "They let me go through the shelves.", False),
        ("90 min each way on the train worries me", "I would like to think about the long journey.", True),
        ("I doubt if I can live in a small town", "I need to be sure that a place this size suits me.", True),
        ("friend inside says they froze hiring", "Could you tell me whether recruitment has been put on hold?", True),
        ("friend inside says they froze hiring", "Could you tell me whether the position has been filled?", False),
    ],
)
def test_private_note_is_found_in_other_words_and_common_words_are_not(note: str, text: str, leaks: bool) -> None:
    assert (rules(text, private(note)) == {"PRV-private"}) is leaks


def test_word_that_a_public_fact_shares_gives_nothing_away() -> None:
    topic = Fact(kind=FactKind.TOPIC, text="warehouse handovers")
    assert rules("I liked the warehouse.", private("warehouse was filthy"), topic) == set()
    assert rules("I liked the warehouse.", private("warehouse was filthy")) == {"PRV-private"}


@pytest.mark.parametrize(
    ("text", "is_pay"),
    [
        ("The salary is fair.", True),
        ("Thank you for the offer of £45,000.", True),
        ("The signing bonus is kind.", True),
        ("The pay is better elsewhere.", True),
        ("The base is a bit under what I had in mind, so I am reading on.", True),
        ("Truth be told, I would have come for less.", True),
        ("It was less than a minute.", False),
        ("I paid close attention.", False),
        ("It will pay off.", False),
        ("I pay my respects to the night shift.", False),
        ("You raise a good point.", False),
    ],
)
def test_pay_is_named_and_paying_attention_is_not(text: str, is_pay: bool) -> None:
    assert ("PRV-pay" in rules(text)) is is_pay


def test_pay_is_a_fair_subject_for_somebody_who_works_with_it() -> None:
    topic = Fact(kind=FactKind.TOPIC, text="salary benchmarking across six countries")
    assert rules("Salary benchmarking across six countries is a puzzle.", topic, role="Rewards Analyst") == set()


def test_public_offer_does_not_open_its_sum() -> None:
    offer = Fact(kind=FactKind.OFFER, text="118k base", private=False)
    assert "PRV-pay" in rules("Your offer of 118k is generous.", offer, scenario=ScenarioId.TIME_TO_THINK)


def test_another_employer_may_be_named_only_as_a_deadline_and_only_where_allowed() -> None:
    text = "Another employer needs my answer by Friday 14 August."
    assert rules(text, OFFER, DEADLINE, scenario=ScenarioId.NO_RESPONSE) == set()
    assert rules(text, OFFER) == {"PRV-leverage"}
    assert "PRV-leverage" in rules("Nordwind needs my answer by Friday 14 August.", OFFER, DEADLINE, scenario=ScenarioId.NO_RESPONSE)


@pytest.mark.parametrize("text", ["I have other irons in the fire.", "I am interviewing elsewhere.", "I have a competing offer."])
def test_leverage_is_found_with_or_without_an_offer_in_the_notes(text: str) -> None:
    assert rules(text, OFFER) == {"PRV-leverage"}
    assert rules(text) == {"PRV-leverage"}


@pytest.mark.parametrize("text", ["I hope for another opportunity to talk.", "I hope we can work together in another role in future."])
def test_further_chances_with_this_employer_are_no_leverage(text: str) -> None:
    assert rules(text, OFFER) == set()


LEAKS = yaml.safe_load((DATA / "private_leaks.yaml").read_text("utf-8"))
TOLD = [(case, sentence) for case in LEAKS for sentence in case["leaks"]]
FAIR = [(case, sentence) for case in LEAKS for sentence in case["fair"]]


def rules_of(case: dict[str, object], sentence: str) -> set[str]:
    public = case.get("public", [])
    assert isinstance(public, list)
    secret = Fact(kind=FactKind(str(case.get("kind", "private"))), text=str(case["note"]), private=True)
    return rules(sentence, secret, *(Fact(kind=FactKind.TOPIC, text=text) for text in public), role=str(case["role"]))


def test_there_are_sixty_private_notes_told_in_other_words() -> None:
    assert len(LEAKS) >= 60
    assert len(TOLD) >= 180
    assert len(FAIR) >= 90


@pytest.mark.parametrize(("case", "sentence"), TOLD, ids=[sentence for _, sentence in TOLD])
def test_private_note_is_found_however_it_is_told(case: dict[str, object], sentence: str) -> None:
    assert {rule.partition("-")[0] for rule in rules_of(case, sentence)} == {"PRV"}


@pytest.mark.parametrize(("case", "sentence"), FAIR, ids=[sentence for _, sentence in FAIR])
def test_sentence_that_shares_only_everyday_words_gives_nothing_away(case: dict[str, object], sentence: str) -> None:
    assert rules_of(case, sentence) == set()


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("I have to give another company my answer by Friday 14 August.", True),
        ("Another employer is waiting for my decision.", True),
        ("I do have other irons in the fire.", False),
        ("I am in demand at the moment.", False),
        ("I have several offers.", False),
    ],
)
def test_status_request_may_name_a_deadline_but_not_boast(text: str, *, allowed: bool) -> None:
    assert (rules(text, OFFER, DEADLINE, scenario=ScenarioId.NO_RESPONSE) == set()) is allowed
