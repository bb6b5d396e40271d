"""Forms that hold half a thought, a label or a leftover are not given out."""

from __future__ import annotations

import pytest

from prompts.fitting.finish import finished
from prompts.notes import Fact, FactKind


@pytest.mark.parametrize(
    ("kind", "form", "words", "goes"),
    [
        pytest.param(FactKind.REASON, "own", "I am saying no because: took a post elsewhere.", False, id="a label as a clause"),
        pytest.param(FactKind.STANCE, "own", "I would start small: one ward, two weeks.", True, id="a colon that belongs"),
        pytest.param(FactKind.STANCE, "i", "I would like", False, id="a wish for nothing"),
        pytest.param(FactKind.MOTIVATION, "raw", "it straight", False, id="what is left of a clause"),
        pytest.param(FactKind.MOTIVATION, "raw", "the small team", True, id="a thing"),
        pytest.param(FactKind.TOPIC, "raw", "to write before the weekend", False, id="a request as a matter"),
        pytest.param(FactKind.TOPIC, "raw", "the tour of the wards", True, id="a matter"),
        pytest.param(FactKind.CORRECTION, "own", "You asked which CAT tools.", False, id="the question alone"),
        pytest.param(FactKind.CORRECTION, "own", "You asked about tools, and I left out memoQ.", True, id="question and answer"),
        pytest.param(FactKind.CORRECTION, "own", "I said 90 percent for the base.", False, id="the slip alone"),
        pytest.param(FactKind.CORRECTION, "own", "I said 90 percent; it should be 98.", True, id="slip and answer"),
        pytest.param(FactKind.CORRECTION, "told", "it is about 40 lines", False, id="something unsaid"),
    ],
)
def test_half_a_thought_is_not_given_out(kind: FactKind, form: str, words: str, goes: bool) -> None:
    fact = Fact(id="f1", kind=kind, text="as noted")
    assert (form in finished({form: words}, fact)) is goes
