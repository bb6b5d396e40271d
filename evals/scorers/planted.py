"""Whether the guardrails are awake: a defect for each family is planted in the email, and each has to be refused by its own family.

Emails of a good model pass whether the guardrails work or not; this is what sees a guardrail that has gone quiet.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources

import yaml

from evals.references import load_references
from evals.results import Score
from evals.scorers.view import View, number, unscored
from guardrails.check import CHECKS, check
from guardrails.gratitude import has_gratitude
from prompts.draft import Draft, Sentence

__all__ = ["FAMILIES_PLANTED", "plant", "score_awake"]


@cache
def _data() -> dict[str, dict[str, str]]:
    return dict(yaml.safe_load(resources.files("evals").joinpath("scorers", "planted.yaml").read_text("utf-8")))


#: The families a defect is planted for, and the check of `guardrails.check.CHECKS` that has to refuse it.
FAMILIES_PLANTED = {
    "IDN": "check_identity",
    "GND": "check_grounding",
    "PRV": "check_privacy",
    "SCN": "check_scenario",
    "FMT": "check_format",
    "GRA": "check_gratitude",
    "LEN": "check_length",
    "TON": "check_tone",
    "LNG": "check_language",
    "ORI": "check_originality",
}


def score_awake(name: str, view: View) -> Score:
    """The share of the ten families that refuse the defect planted for them; only on the references' notes, as it takes ten checks."""
    if not view.case.of_reference:
        return unscored(name, "planted on the notes of the references only")
    if not view.draft.body.strip():
        return unscored(name, "there is no body to plant in")
    asleep = [family for family in FAMILIES_PLANTED if not _refuses(family, view)]
    awake = len(FAMILIES_PLANTED) - len(asleep)
    return number(name, awake / len(FAMILIES_PLANTED), f"{awake} of {len(FAMILIES_PLANTED)}{_named(asleep)}")


def _named(asleep: list[str]) -> str:
    return f"; no word from {', '.join(asleep)}" if asleep else " refused what was planted for them"


def _refuses(family: str, view: View) -> bool:
    checks = tuple(one for one in CHECKS if getattr(one, "__name__", "") == FAMILIES_PLANTED[family])
    report = check(plant(family, view), view.brief, checks=checks)
    return any(finding.rule.startswith(f"{family}-") for finding in report.errors)


def plant(family: str, view: View) -> Draft:
    """The email with the defect of one family in it."""
    return _WAYS[_data()[family]["how"]](view, _data()[family].get("text", ""))


def _greeting(view: View, text: str) -> Draft:
    return view.draft.model_copy(update={"greeting": text})


def _sentence(view: View, text: str) -> Draft:
    *first, last = view.draft.paragraphs
    return view.draft.model_copy(update={"paragraphs": (*first, (*last, Sentence(text=text)))})


def _private(view: View, text: str) -> Draft:
    """A private fact of the notes as a sentence; a wish for pay where the notes have none."""
    told = next((fact.text for fact in view.brief.private_facts), "")
    return _sentence(view, f"Between us, {told.rstrip('.')}." if told else text)


def _act(view: View, _text: str) -> Draft:
    return _sentence(view, _data()["acts"][view.case.scenario.value])


def _thankless(view: View, _text: str) -> Draft:
    kept = tuple(tuple(one for one in paragraph if not has_gratitude(one.text)) for paragraph in view.draft.paragraphs)
    plain = tuple(paragraph for paragraph in kept if paragraph)
    return view.draft.model_copy(update={"paragraphs": plain or ((Sentence(text="The line was clear."),),)})


def _fourfold(view: View, _text: str) -> Draft:
    return view.draft.model_copy(update={"paragraphs": view.draft.paragraphs * 4})


def _copy(view: View, _text: str) -> Draft:
    """The body of the reference of another situation."""
    other = next(one for one in load_references().values() if one.scenario is not view.case.scenario)
    return view.draft.model_copy(update={"paragraphs": other.draft.paragraphs})


_WAYS: dict[str, Callable[[View, str], Draft]] = {
    "greeting": _greeting,
    "sentence": _sentence,
    "private": _private,
    "act": _act,
    "thankless": _thankless,
    "fourfold": _fourfold,
    "copy": _copy,
}
