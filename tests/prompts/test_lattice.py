from __future__ import annotations

from collections.abc import Sequence

import pytest

from evals.variety import load_candidates
from prompts.brief import build_brief
from prompts.contract import load_contract
from prompts.grammar import to_gbnf
from prompts.lattice import build_lattice, count_emails
from prompts.notes import Notes, ScenarioId
from prompts.phrases import load_phrases
from prompts.walk import walk
from tests.conftest import EXAMPLES

#: Distinct emails the lattice of full notes must hold.
ENOUGH = 10_000


def _first(_text: str, _alternatives: Sequence[str]) -> int:
    return 0


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_every_move_has_at_least_eight_wordings_and_no_wording_names_a_foreign_fact(scenario: ScenarioId) -> None:
    contract, book = load_contract(scenario), load_phrases(scenario)
    assert set(book) == {move.id for move in contract.moves} | {"subject"}
    for move in contract.moves:
        assert len(book[move.id]) >= 8, move.id
        allowed = {kind.value for kind in move.uses}
        for phrase in book[move.id]:
            for sentence in phrase.sentences:
                assert {name for name, form in sentence.slots if form} <= allowed, f"{move.id}: {sentence.text}"


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_full_notes_have_at_least_ten_thousand_emails(scenario: ScenarioId) -> None:
    notes = load_candidates(EXAMPLES, scenario)[f"{scenario.value}-full"]
    assert count_emails(build_lattice(build_brief(notes))) >= ENOUGH


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_examples_fall_within_the_length_aimed_at(scenario: ScenarioId) -> None:
    candidates = load_candidates(EXAMPLES, scenario)
    assert len(candidates) >= 6
    words = load_contract(scenario).words
    for name, notes in candidates.items():
        brief = build_brief(notes)
        lattice = build_lattice(brief)
        for seed in range(5):
            count = len(walk(lattice, brief, _first, seed=seed).body.split())
            assert words.warn_below <= count <= words.warn_above, f"{name} seed {seed}: {count}"


def test_a_wording_whose_slot_cannot_be_filled_is_not_in_the_lattice() -> None:
    data = {"scenario": "phone_interview", "candidate": {"name": "Tom Baker"}, "facts": [{"kind": "topic", "text": "the new rosters"}]}
    bare = build_lattice(build_brief(Notes.model_validate(data)))
    named = build_lattice(build_brief(Notes.model_validate({**data, "company": "Fernhill", "role": "planner"})))
    assert "Fernhill" not in repr(bare)
    assert "Fernhill" in repr(named)
    assert "{" not in repr(bare).replace("{}", "")


def test_brackets_and_bars_in_the_users_words_stay_what_they_are() -> None:
    data = {
        "scenario": "phone_interview",
        "candidate": {"name": "Tom Baker"},
        "role": "tester [QA|dev] {lead}",
        "facts": [{"kind": "topic", "text": "the new rosters"}],
    }
    brief = build_brief(Notes.model_validate(data))
    bodies = [walk(build_lattice(brief), brief, _first, seed=seed).body for seed in range(20)]
    assert any("tester [QA|dev] {lead}" in body for body in bodies)
    assert not any("\ue000" in body for body in bodies)


def test_the_model_is_asked_between_whole_continuations() -> None:
    notes = load_candidates(EXAMPLES, ScenarioId.PHONE_INTERVIEW)["phone_interview-full"]
    brief = build_brief(notes)
    asked: list[tuple[str, tuple[str, ...]]] = []

    def last(text: str, alternatives: Sequence[str]) -> int:
        asked.append((text, tuple(alternatives)))
        return len(alternatives) - 1

    draft = walk(build_lattice(brief), brief, last, seed=3)
    assert len(asked) >= 4
    for text, alternatives in asked:
        assert len(alternatives) >= 2
        assert draft.body.startswith(text + alternatives[-1])


def test_grammar_has_a_rule_for_every_move() -> None:
    notes = load_candidates(EXAMPLES, ScenarioId.PHONE_INTERVIEW)["phone_interview-full"]
    lattice = build_lattice(build_brief(notes))
    grammar = to_gbnf(lattice)
    assert grammar.startswith("root ::= move0 move1")
    assert grammar.count("::=") == 1 + sum(1 for node in lattice.nodes if node.options)


def test_evidence_is_kept_and_a_question_that_can_wait_goes_first() -> None:
    notes = load_candidates(EXAMPLES, ScenarioId.PHONE_INTERVIEW)["phone_interview-full"]
    moves = [node.move for node in build_lattice(build_brief(notes)).nodes]
    assert "strengthen" in moves
    assert "ask" not in moves


def test_idea_never_stands_without_the_thing_it_is_about() -> None:
    notes = load_candidates(EXAMPLES, ScenarioId.BAD_INTERVIEW)["bad_interview-full"]
    moves = [node.move for node in build_lattice(build_brief(notes)).nodes]
    assert "recall" in moves


def test_fact_with_an_and_is_not_followed_by_another() -> None:
    notes = load_candidates(EXAMPLES, ScenarioId.PHONE_INTERVIEW)["phone_interview-sparse"]
    strengthen = next(node for node in build_lattice(build_brief(notes)).nodes if node.move == "strengthen")
    texts = [" ".join("".join(part[0] for part in one.parts) for one in option.sentences) for option in strengthen.options]
    assert texts
    assert not [text for text in texts if "every week, and I" in text]
