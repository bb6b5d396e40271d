"""Likeness to the references: in style, which may be as great as one likes, and in content, which may not.

Style is judged by what the matter does not touch: the shares of the small words, and the lengths of the sentences. Content is
judged by chrF and ROUGE-L within a band, so that an email that copies a reference is worth nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

import yaml

from evals.results import Score
from evals.scorers.bands import Band, all_figures, load_band
from evals.scorers.view import View, number, unscored
from guardrails.text import count_words, fold, words

__all__ = ["chrf", "rouge_l", "score_chrf", "score_rouge_l", "score_sentence_lengths", "score_small_words"]

_CONTENT = "content"
_TOKEN = re.compile(r"[^\W_]+")


def score_small_words(name: str, view: View) -> Score:
    """How like the references' profile of small words the email's is: 1 less the root of the Jensen-Shannon divergence, in its band."""
    body = view.draft.body
    if not count_words(body):
        return number(name, 0.0, "the body is empty")
    mine, theirs = _profile(body), _reference_profile()
    like = 1 - math.sqrt(_divergence(mine, theirs))
    gap = max(theirs, key=lambda kind: abs(mine[kind] - theirs[kind]))
    reason = f"likeness {like:.2f}; furthest apart: {gap}, {mine[gap]:.0%} of the words against {theirs[gap]:.0%}"
    return number(name, load_band("style/words").worth(like), reason)


def score_sentence_lengths(name: str, view: View) -> Score:
    """How far the email's sentence lengths lie from those of the fourteen examples, in words (earth mover's distance), in its band."""
    lengths = [count for sentence in view.draft.sentences if (count := count_words(sentence.text))]
    if not lengths:
        return number(name, 0.0, "the body is empty")
    usual = [count for one in all_figures() for count in one.sentence_words]
    distance = _distance(lengths, usual)
    reason = (
        f"{distance:.1f} words from the examples' lengths; mean {sum(lengths) / len(lengths):.0f} against {sum(usual) / len(usual):.0f}"
    )
    return number(name, load_band("style/sentences").worth(distance), reason)


def score_chrf(name: str, view: View) -> Score:
    """The chrF (0 to 100) of the body against the reference, in its band."""
    return _score_content(name, view, "chrf")


def score_rouge_l(name: str, view: View) -> Score:
    """The ROUGE-L (0 to 100, F-measure) of the body against the reference, in its band."""
    return _score_content(name, view, "rouge-l")


def _score_content(name: str, view: View, measure: str) -> Score:
    if not count_words(view.draft.body):
        return number(name, 0.0, "the body is empty")
    try:
        value = (chrf if measure == "chrf" else rouge_l)(view.draft.body, view.case.reference.draft.body)
    except ImportError:
        return unscored(name, "sacrebleu is not installed")
    band = load_band(f"content/{measure}/{'own' if view.case.of_reference else 'other'}")
    return number(name, band.worth(value), f"{value:.0f} of 100 against the reference; {_said(band, value)}")


def _said(band: Band, value: float) -> str:
    if value > band.high:
        return f"more than {band.high:g} is a copy"
    return f"less than {band.low:g} leaves out its matter" if value < band.low else f"{band} is expected"


def chrf(text: str, reference: str) -> float:
    """The chrF of a text against a reference, 0 to 100."""
    from sacrebleu.metrics.chrf import CHRF

    return float(CHRF().sentence_score(text, [reference]).score)


def rouge_l(text: str, reference: str) -> float:
    """The ROUGE-L of a text against a reference, 0 to 100: the F-measure of their longest common row of words; accents do not count."""
    from rapidfuzz.distance import LCSseq

    mine, theirs = _TOKEN.findall(fold(text)), _TOKEN.findall(fold(reference))
    common = LCSseq.similarity(mine, theirs)
    return 200.0 * common / (len(mine) + len(theirs)) if mine or theirs else 0.0


@cache
def _classes() -> dict[str, str]:
    """Small word to class."""
    data = yaml.safe_load(resources.files("evals").joinpath("scorers", "word_classes.yaml").read_text("utf-8"))
    return {word: kind for kind, members in data.items() for word in members}


def _profile(text: str) -> dict[str, float]:
    """The share of each class of words, content words included; they add up to 1."""
    classes = _classes()
    spoken = [classes.get(fold(word.text), _CONTENT) for word in words(text)]
    counts = Counter(spoken)
    return {kind: counts[kind] / len(spoken) for kind in (*dict.fromkeys(classes.values()), _CONTENT)}


@cache
def _reference_profile() -> dict[str, float]:
    """The mean profile of our seven references."""
    from evals.references import load_references

    profiles = [_profile(reference.draft.body) for reference in load_references().values()]
    return {kind: sum(one[kind] for one in profiles) / len(profiles) for kind in profiles[0]}


def _divergence(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Jensen-Shannon divergence in bits, 0 to 1."""
    total = 0.0
    for kind in one:
        middle = (one[kind] + other[kind]) / 2
        total += sum(share * math.log2(share / middle) for share in (one[kind], other[kind]) if share > 0)
    return max(0.0, total / 2)


def _distance(one: Sequence[int], other: Sequence[int]) -> float:
    """Earth mover's distance of two samples of lengths, in words."""
    top = max(*one, *other)
    return sum(abs(sum(n <= at for n in one) / len(one) - sum(n <= at for n in other) / len(other)) for at in range(top + 1))
