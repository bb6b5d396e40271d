"""The scorers: what an email is worth, each a pure function of a case and what came of it, with its reason.

`score_outcome` scores one record, `score_group` what only several records together can show.
"""

from __future__ import annotations

from evals.scorers.registry import GROUP_SCORERS, SCORERS, Scorer, score_group, score_outcome

__all__ = ["GROUP_SCORERS", "SCORERS", "Scorer", "score_group", "score_outcome"]
