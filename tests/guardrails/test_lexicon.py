"""A list's pattern is tried only where every word it cannot do without stands, and then found."""

from __future__ import annotations

import pytest

from guardrails.lexicon import Lexicon, Passage, _read_pattern


def finds(pattern: str, text: str) -> bool:
    return bool(Lexicon.of([_read_pattern(pattern, "any", {"very": "very|so"}, "here")]).find(Passage.of(text)))


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        pytest.param("i [really|badly] need this (job|role)", "I need this role", True, id="an optional word is not needed"),
        pytest.param("i [really|badly] need this (job|role)", "I badly need this post", False, id="one of a choice is needed"),
        pytest.param("(told me|with) (it's|the) reputation", "It told me, the reputation", True, id="phrases in a choice"),
        pytest.param("(told me|with) (it's|the) reputation", "with its reputation", False, id="each group has its word"),
        pytest.param("apolog* for (the|any) delay", "My apologies for any delay", True, id="a beginning narrows nothing"),
        pytest.param("(sorr*|regret) this", "So sorry, this", True, id="a choice with a beginning narrows nothing"),
        pytest.param("don't hesitate", "Please don’t hesitate", True, id="a curly apostrophe"),
        pytest.param("results-oriented", "a Results-Oriented person", True, id="a hyphen"),
        pytest.param("i am {very} sorry", "I am so sorry", True, id="a set"),
        pytest.param("we ... by friday", "we hope to hear by Friday", True, id="a gap"),
    ],
)
def test_a_pattern_is_found_where_all_its_words_stand(pattern: str, text: str, found: bool) -> None:
    assert finds(pattern, text) is found


def test_hits_of_later_paragraphs_are_counted_from_the_start_and_never_changed_by_a_caller() -> None:
    lexicon = Lexicon.of([_read_pattern("need this role", "any", {}, "here")])
    text = "I need this role.\n\nDo I need this role?"
    first = lexicon.find(Passage.of(text))
    assert [text[hit.start : hit.end] for hit in first] == ["need this role", "need this role"]
    first.clear()
    assert len(lexicon.find(Passage.of(text))) == 2
    assert len(lexicon.find(Passage.of("Do I need this role?"))) == 1
    assert not lexicon.find(Passage.of("I need this\n\nrole."))
