"""Topics, light moments, promises and offers in other hands, in the forms an editor passed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from prompts.fit import fit
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient

_CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "data" / "fit_more_topic.yaml").read_text("utf-8"))


def _forms(case: dict[str, Any]) -> dict[str, str]:
    fact = Fact(kind=FactKind(case["kind"]), text=case["text"], private=False)
    notes = Notes(
        candidate=Candidate(name="Al Bo"),
        recipients=[Recipient(name=name) for name in case.get("recipients", [])],
        company="Acme",
        facts=[fact],
    )
    return fit(fact, notes)


@pytest.mark.parametrize("case", _CASES, ids=[str(case["text"])[:50] for case in _CASES])
def test_fact_takes_the_main_forms_an_editor_passed_and_no_word_it_must_not(case: dict[str, Any]) -> None:
    forms = _forms(case)
    assert {form: forms.get(form) for form in case["want"]} == case["want"]
    if not case["want"]:
        assert not set(forms) - {"raw", "own", "told"}
    assert not [word for word in case["never"] if any(word.lower() in text.lower() for text in forms.values())]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("the reading room closes at four because there is nobody to lock it", "np"),
        ("orders over the weekend pile up until Tuesday", "np"),
        ("the roof that leaks on the server room and nowhere else", "clause"),
        ("students who work nights and sleep through the first lecture", "clause"),
    ],
)
def test_sentence_is_no_noun_phrase_and_noun_phrase_is_no_sentence(text: str, form: str) -> None:
    assert form not in _forms({"kind": "topic", "text": text})
