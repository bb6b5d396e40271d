from __future__ import annotations

from pathlib import Path

import pytest

from evals.score_guardrails import score_guardrails
from evals.score_notes import score_notes
from evals.shares import Share
from evals.thresholds import Bound, judge, load_thresholds
from pipeline.errors import BadConfiguration

LEAST = Bound(at_least=0.9, why="test")
MOST = Bound(at_most=0, why="test")


@pytest.mark.parametrize(
    ("bound", "figure", "met"),
    [
        (LEAST, Share(9, 10), True),
        (LEAST, Share(89, 100), False),
        (LEAST, Share(0, 0), None),
        (MOST, 0.0, True),
        (MOST, 1.0, False),
        (MOST, None, None),
    ],
)
def test_a_bound_is_met_not_met_or_not_judged(bound: Bound, figure: Share | float | None, met: bool | None) -> None:
    (judgement,) = judge("open", {"figure": figure}, {"figure": bound})
    assert judgement.met is met


def test_a_bound_on_a_figure_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadConfiguration, match="no figure 'recal'"):
        judge("open", {"recall": 1.0}, {"recal": LEAST})


def test_the_projects_bounds_are_on_figures_that_the_suites_have() -> None:
    for suite, metrics in (("guardrails", score_guardrails([]).metrics), ("notes", score_notes([]).metrics)):
        bounds = load_thresholds(suite)
        assert len(bounds) >= 3
        assert {one.met for one in judge("open", metrics, bounds)} == {None}
    assert load_thresholds("guardrails")["defects_refused_for_the_right_reason"].at_least == 0.97
    assert load_thresholds("guardrails")["good_drafts_refused"].at_most == 0.02


@pytest.mark.parametrize("text", ["notes:\n  x: {at_least: 1, at_most: 2, why: w}\n", "notes:\n  x: {why: w}\n", "notes: [\n"])
def test_a_broken_thresholds_file_is_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadConfiguration, match=r"t\.yaml"):
        load_thresholds("notes", path)
