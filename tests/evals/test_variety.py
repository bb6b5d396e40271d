from __future__ import annotations

import pytest

from evals.variety import load_candidates, measure_variety, shared_runs
from prompts.notes import ScenarioId
from tests.conftest import EXAMPLES

#: Seeds per set of notes here; `make variety` runs 200.
SEEDS = 10
#: Largest share of 5-word runs two different candidates' emails may have in common.
MOST_SHARED = 0.6


@pytest.mark.parametrize("scenario", list(ScenarioId))
def test_every_draft_passes_and_no_two_candidates_get_the_same_email(scenario: ScenarioId) -> None:
    candidates = load_candidates(EXAMPLES, scenario)
    assert len(candidates) == 6
    result = measure_variety(scenario, candidates, range(SEEDS))
    assert result.runs == SEEDS * 6
    assert result.refused == []
    assert result.passed == result.runs, "the examples lack nothing essential"
    assert result.distinct >= 0.9 * result.runs, "another seed is another wording, nearly always"
    assert result.worst <= MOST_SHARED, result.pair


def test_shared_runs_tells_copies_from_strangers() -> None:
    one = "Thank you for the call on Tuesday, it was good to hear about the rosters."
    assert shared_runs(one, one) == 1
    assert shared_runs(one, "I have decided to stay where I am, so I will not be joining you.") == 0
    assert shared_runs(one, "") == 0
    assert 0 < shared_runs(one, "Thank you for the call on Tuesday, I liked it.") < 1
