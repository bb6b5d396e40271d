from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from guardrails.acts import Evidence, count_acts, find_acts
from guardrails.acts_cues import read_sentence
from guardrails.acts_data import load_data
from guardrails.acts_facts import names
from guardrails.acts_patterns import matches, read_pattern
from guardrails.acts_times import time_items
from guardrails.acts_tokens import read_row
from guardrails.text import sentence_spans
from prompts.brief import Brief, build_brief
from prompts.contract import load_acts
from prompts.draft import Draft, Sentence
from prompts.notes import Fact, FactKind, Notes, ScenarioId

DATA = Path(__file__).parent / "data"
#: Share of the sentences that must be judged rightly. The held-back ones were never used to write the cues.
TUNED_FLOOR = 0.99
HELD_BACK_FLOOR = 0.95
#: The widest file: what it still lacks is listed when the share falls.
MANY_HANDS_FLOOR = 0.97


def sentences(file: str) -> dict[str, dict[str, list[str]]]:
    data = yaml.safe_load((DATA / file).read_text("utf-8"))
    assert isinstance(data, dict)
    return data


def performs(sentence: str, act: str, *, firm: bool = False) -> bool:
    return any(hit.act == act and (hit.firm or not firm) for hit in read_sentence(sentence))


def draft_of(text: str) -> Draft:
    paragraphs = [part for part in text.split("\n\n") if part.strip()]
    return Draft(paragraphs=tuple(tuple(Sentence(text=part[a:b]) for a, b in sentence_spans(part)) for part in paragraphs))


@pytest.fixture(scope="module")
def brief() -> Brief:
    facts = [
        Fact(kind=FactKind.TOPIC, text="the queue at gate four"),
        Fact(kind=FactKind.TIMELINE, text="an answer by Friday 14 August"),
        Fact(kind=FactKind.DEADLINE, text="Friday 21 August"),
        Fact(kind=FactKind.START_DATE, text="Monday 2 March"),
    ]
    return build_brief(
        Notes(scenario=ScenarioId.NO_RESPONSE, company="Bexley Foods Ltd", role="Senior Warehouse Planner (f/m/d)", facts=facts)
    )


FILES = [
    ("acts_tuned.yaml", TUNED_FLOOR),
    ("acts_second.yaml", TUNED_FLOOR),
    ("acts_third.yaml", TUNED_FLOOR),
    ("acts_fourth.yaml", TUNED_FLOOR),
    ("acts_fifth.yaml", HELD_BACK_FLOOR),
    ("acts_heldout.yaml", HELD_BACK_FLOOR),
    ("acts_sixth.yaml", MANY_HANDS_FLOOR),
]


@pytest.mark.parametrize(("file", "floor"), FILES, ids=[file for file, _ in FILES])
def test_rate_of_sentences_judged_rightly_stays_above_its_floor(file: str, floor: float) -> None:
    right = 0
    wrong: list[str] = []
    for act, lists in sentences(file).items():
        if act == "lists_everything":
            continue
        for sentence in lists["yes"]:
            right += performs(sentence, act)
            wrong += [] if performs(sentence, act) else [f"missed {act}: {sentence}"]
        for sentence in lists["no"]:
            right += not performs(sentence, act, firm=True)
            wrong += [f"false {act}: {sentence}"] if performs(sentence, act, firm=True) else []
    assert right + len(wrong) > 40
    assert right / (right + len(wrong)) >= floor, "\n".join(wrong)


def test_every_act_has_cues_or_rests_on_facts() -> None:
    cued = {act for name in ("commitments.yaml", "warmth.yaml", "faults.yaml") for act in load_data(name)}
    by_fact = {"names_role", "names_company", "names_start_date", "names_deadline", "names_promised_date", "lists_everything", "gratitude"}
    assert set(load_acts()) - cued - by_fact == set()


def test_every_cue_file_reads() -> None:
    files = sorted(entry.name for entry in resources.files("guardrails").joinpath("data", "acts").iterdir())
    assert files == ["commitments.yaml", "contractions.yaml", "faults.yaml", "idioms.yaml", "lexicon.yaml", "warmth.yaml", "words.yaml"]
    for name in ("commitments.yaml", "warmth.yaml", "faults.yaml"):
        for act, entry in load_data(name).items():
            assert isinstance(entry, dict), act
            for cue in [*entry.get("cues", ()), *entry.get("soft", ()), *entry.get("void", ())]:
                for part in (cue["plain"] if isinstance(cue, dict) else cue).split(" & "):
                    assert part[0] == "!" or read_pattern(part).regex.pattern


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I can't wait to start.", " i am eager to start . "),
        ("I’m glad—truly.", " i am glad , truly . "),
        ("Im glad", " i am glad "),
        ("a face-to-face talk", " a face to face talk "),
        ("60,000 a year", " 60,000 a year "),
    ],
)
def test_row_writes_contractions_and_idioms_out(said: str, meant: str) -> None:
    assert read_row(said).text == meant


def test_pattern_gap_stays_within_the_clause() -> None:
    pattern = read_pattern("accept .. offer")
    assert matches(pattern, read_row("I accept your kind offer"))
    assert not matches(pattern, read_row("I accept this, and the offer"))


def test_pattern_without_a_word_is_refused() -> None:
    with pytest.raises(ValueError, match="no word to find it by"):
        read_pattern(".. please?")


def test_pattern_with_an_unknown_class_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        read_pattern("i {nonsense} it")


@pytest.mark.parametrize(
    "date", ["Friday 14 August", "Aug 14", "August 14th", "the 14th", "14/08", "14.08.2026", "2026-08-14", "Fri., Aug. 14"]
)
def test_dates_meet_in_any_rendering(date: str) -> None:
    assert time_items(read_row(date)) & time_items(read_row("Friday 14 August"))


@pytest.mark.parametrize("text", ["14 drivers", "I may march on", "room 14"])
def test_plain_numbers_and_verbs_are_no_dates(text: str) -> None:
    assert not time_items(read_row(text))


@pytest.mark.parametrize(
    ("sentence", "act", "expected"),
    [
        ("The queue at gate four has stayed with me.", "recall", True),
        ("Thank you for the call.", "recall", False),
        ("You hoped to have news on Aug 14.", "names_promised_date", True),
        ("Another firm wants my answer on 21/08.", "names_deadline", True),
        ("I will be there on Monday, March 2.", "names_start_date", True),
        ("I will be there.", "names_start_date", False),
        ("I would love to work at Bexley.", "names_company", True),
        ("I would love to work with you.", "names_company", False),
        ("The Warehouse Planner role is mine.", "names_role", True),
        ("The nurse role is mine.", "names_role", False),
        ("We discussed the yard, the trucks, the rota, the canteen and the gate.", "lists_everything", True),
        ("We discussed the yard and the gate.", "lists_everything", False),
    ],
)
def test_fact_acts(sentence: str, act: str, expected: bool, brief: Brief) -> None:
    assert (act in find_acts(draft_of(sentence), brief)) is expected


@pytest.mark.parametrize(
    ("company", "text"), [("National Health Service", "the NHS"), ("Ødegård AS", "at Ødegård"), ("Holm Clinic", "at Holm"), (None, "")]
)
def test_company_is_recognised_in_its_shorter_forms(company: str | None, text: str) -> None:
    assert names(company, text, legal=True)


def test_would_be_glad_taken_back_by_the_next_sentence_only_leans(brief: Brief) -> None:
    acts = find_acts(draft_of("I would be delighted to accept the role. However, the salary is an open question."), brief)
    assert "accepts" not in acts
    assert "leans_yes" in acts
    assert "accepts" in find_acts(draft_of("I would be delighted to accept the role. My first day can be Monday."), brief)


def test_neighbouring_sentences_count_as_one_weak_point_unless_they_add() -> None:
    one = draft_of("I stumbled over pricing. My answer was thin.")
    two = draft_of("I stumbled over pricing. I also fumbled the case.")
    evidence = [Evidence(0, 0, 1, "I"), Evidence(1, 2, 3, "t")]
    assert count_acts(evidence, one) == 1
    assert count_acts(evidence, two) == 2


@given(st.text(max_size=400))
def test_any_text_is_read_and_evidence_lies_inside_it(text: str) -> None:
    notes = Notes(scenario=ScenarioId.ACCEPT_OFFER, company=text[:40].strip() or None, role=text[40:80].strip() or None)
    draft = Draft(paragraphs=((Sentence(text=text),),))
    for found in find_acts(draft, build_brief(notes)).values():
        for item in found:
            assert 0 <= item.start <= item.end <= len(draft.body)
            assert draft.body[item.start : item.end] == item.text


WORDS = [
    "i",
    "would",
    "will",
    "not",
    "never",
    "accept",
    "decline",
    "yes",
    "no",
    "offer",
    "role",
    "time",
    "decide",
    "friday",
    "until",
    "if",
    "but",
    "thank",
    "you",
    "please",
    "could",
    "where",
    "things",
    "stand",
    ",",
    ".",
    "?",
]


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_row_of_cue_words_is_read(words: list[str]) -> None:
    assert all(hit.start < hit.end for hit in read_sentence(" ".join(words)))


@pytest.mark.parametrize(
    ("sentence", "act", "does"),
    [
        ("When we met you were expecting a decision by 18 August.", "pressure", False),
        ("I am expecting your decision by Friday.", "pressure", True),
        ("If you still need someone by then, do ask me.", "reconsiders", True),
        ("Should the chair still be free in spring, I would gladly talk again.", "reconsiders", True),
        ("If I can help anyone on the team with the handover, just ask.", "reconsiders", False),
        ("If you choose me, I can start two weeks after an offer.", "continued_interest", True),
    ],
)
def test_who_expects_and_what_is_still_open_is_read_rightly(sentence: str, act: str, does: bool) -> None:
    assert any(hit.act == act and hit.firm for hit in read_sentence(sentence)) is does
