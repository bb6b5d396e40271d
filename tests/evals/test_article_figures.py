"""The figures of the article's examples: what is kept are numbers, and they are the ones its text gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.article_figures import load_article_figures, measure_article, render_figures
from evals.figures import measure
from evals.references import load_references
from guardrails.parse import parse_email
from prompts.brief import build_brief
from prompts.contract import load_contract
from prompts.notes import Notes, ScenarioId

ROOT = Path(__file__).parents[2]
ARTICLE = ROOT.parent / "shared" / "article.txt"


def test_kept_figures_are_those_the_article_is_known_for() -> None:
    emails = load_article_figures().emails
    assert list(emails) == list(ScenarioId)
    assert (min(one.words for one in emails.values()), max(one.words for one in emails.values())) == (73, 99)
    assert {one.paragraphs for one in emails.values()} == {2}
    assert (min(one.sentences for one in emails.values()), max(one.sentences for one in emails.values())) == (3, 7)
    assert sum(one.exclamations for one in emails.values()) == 0
    assert max(one.questions for one in emails.values()) == 1
    assert [one.gratitude_at for one in emails.values()] == [1, 1, 3, 1, 1, 1, 2]


def test_kept_figures_hold_no_wording_but_the_names_of_moves() -> None:
    data = json.loads((ROOT / "evals" / "article_figures.json").read_text("utf-8"))
    assert len(data["emails"]) == len(ScenarioId)
    for scenario, figures in data["emails"].items():
        known = {move.id for move in load_contract(ScenarioId(scenario)).moves}
        assert set(figures.pop("moves")) <= known
        assert all(value is None or isinstance(value, int | float | list) for value in figures.values())


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not part of the project")
def test_command_gives_the_kept_figures() -> None:
    assert render_figures(measure_article(ARTICLE)) == (ROOT / "evals" / "article_figures.json").read_text("utf-8")


def test_figures_count_what_stands_in_the_body() -> None:
    notes = Notes.model_validate({"scenario": "phone_interview", "candidate": {"name": "Jo Day"}})
    text = "Dear Ann,\n\nThank you for the call. I'm glad!\n\nMay I visit?\n\nBest regards,\nJo Day\n"
    figures = measure(parse_email(text, build_brief(notes)))
    assert (figures.words, figures.sentences, figures.paragraphs, figures.sentence_words) == (10, 3, 2, (5, 2, 3))
    assert (figures.questions, figures.exclamations, figures.gratitude_at) == (1, 1, 1)
    assert figures.pronoun_share == 0.2
    assert figures.spread == pytest.approx(1.247, abs=0.001)


def test_figures_of_an_empty_email_are_nought() -> None:
    notes = Notes.model_validate({"scenario": "phone_interview", "candidate": {"name": "Jo Day"}})
    figures = measure(parse_email("", build_brief(notes)))
    assert (figures.words, figures.sentences, figures.spread, figures.gratitude_at, figures.moves) == (0, 0, 0.0, None, ())


@pytest.mark.parametrize(
    ("scenario", "moves", "facts"),
    [
        (ScenarioId.PHONE_INTERVIEW, ("thank", "recall", "step", "strengthen", "motivate", "meet"), {"f1", "f2", "f3", "f4"}),
        (ScenarioId.ACCEPT_OFFER, ("yes", "thank", "moment", "step", "start"), {"f1", "f2", "f3", "f4"}),
        (ScenarioId.DECLINE_OFFER, ("thank", "appreciate", "no", "door"), {"f1", "f2", "f3"}),
    ],
)
def test_reference_knows_its_moves_and_the_facts_it_tells(scenario: ScenarioId, moves: tuple[str, ...], facts: set[str]) -> None:
    reference = load_references()[scenario]
    assert tuple(dict.fromkeys(reference.moves)) == moves
    assert set(reference.facts) == facts


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_reference_tells_no_private_fact(scenario: ScenarioId) -> None:
    reference = load_references()[scenario]
    assert not {fact.id for fact in reference.notes.facts if fact.private} & set(reference.facts)
