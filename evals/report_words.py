"""What a run shows, in words: the sentences that open every form of the report."""

from __future__ import annotations

import datetime as dt

from evals.report_shapes import Change, Difference, Judged, ModelSummary, Summary
from evals.report_text import amount, fit_cell, percent, signed

__all__ = [
    "ENDINGS",
    "SITUATIONS",
    "change_words",
    "difference_words",
    "headline",
    "model_words",
    "situation",
    "title",
    "value_words",
    "verdict_words",
    "when",
]

#: The situations as a heading has them.
SITUATIONS = {
    "phone_interview": "Phone interview",
    "assessment_center": "Assessment centre",
    "no_response": "No response",
    "bad_interview": "Went badly",
    "time_to_think": "Time to think",
    "accept_offer": "Accepting",
    "decline_offer": "Declining",
}

#: How a case may end, with the word for it, worst first.
ENDINGS = {"failed": "failed", "refused": "refused", "asked": "asked", "scored": "written"}


def situation(scenario: str) -> str:
    """A situation's name for people; an unknown one as it is."""
    return SITUATIONS.get(scenario, scenario)


def title(summary: Summary) -> str:
    """The result in one line: how many of its cases each model answered with an email that passes."""
    ran = [model for model in summary.models if model.n]
    if not ran:
        return "Nothing was run"
    if len(ran) > 3:
        best = max(ran, key=lambda model: model.scored / model.n)
        cases = len(summary.cases) + summary.hidden
        return f"{len(ran)} models on {cases} cases; {fit_cell(best.model, 40)} wrote most: {best.scored} of {best.n}"
    first, *rest = (f"{fit_cell(model.model, 40)} wrote {model.scored} of {model.n}" for model in ran)
    return ", ".join([f"{first} emails", *rest])


def headline(summary: Summary) -> str:
    """What was run, in one sentence."""
    cases = len(summary.cases) + summary.hidden
    held = f" ({summary.hidden} of them held back: --part held shows them)" if summary.hidden else ""
    models = len(summary.models)
    live = "live from providers" if summary.head.live else "from this machine, recordings and cache"
    return f"{cases} {_plural('case', cases)}{held} by {models} {_plural('model', models)}, suite {summary.head.suite}, {live}"


def when(summary: Summary) -> str:
    """When the run began, as "23 November 2026, 11:40 UTC"; as it stands where it is no time."""
    try:
        started = dt.datetime.fromisoformat(summary.head.started)
    except ValueError:
        return summary.head.started
    zone = f" {started.tzname()}" if started.tzinfo else ""
    return f"{started.day} {started:%B %Y, %H:%M}{zone}"


def model_words(model: ModelSummary) -> str:
    """How one model's cases ended, every kind of ending told apart."""
    if not model.n:
        return "no case was answered"
    parts = [f"{model.scored} of {model.n} written"]
    if model.asked:
        parts.append(f"{model.asked} asked" + (f" ({model.asked_rightly} rightly)" if model.asked_rightly else ""))
    parts += [f"{count} {word}" for count, word in ((model.refused, "refused"), (model.failed, "failed")) if count]
    if model.unscored:
        parts.append(f"{model.unscored} unscored")
    if model.broken_scores:
        parts.append(f"{model.broken_scores} {_plural('score', model.broken_scores)} broken")
    return ", ".join(parts)


def verdict_words(summary: Summary) -> tuple[tuple[str, str], ...]:
    """What must be known first, each with its tone: "bad", "good" or "plain"."""
    said: list[tuple[str, str]] = []
    failed = sum(model.failed for model in summary.models)
    refused = sum(model.refused for model in summary.models)
    asked = sum(model.asked_wrongly for model in summary.models)
    broken = sum(model.broken_scores for model in summary.models)
    if not summary.n:
        return (("bad", "Nothing was run: there is no record."),)
    if summary.unmet:
        said.append(("bad", f"{len(summary.unmet)} {_plural('threshold', len(summary.unmet))} not met."))
    if summary.regressions:
        said.append(("bad", f"{len(summary.regressions)} {_plural('figure', len(summary.regressions))} worse than the baseline."))
    elif summary.statistics.changes:
        said.append(("good", "Nothing is worse than the baseline."))
    if failed:
        said.append(("bad", f"{failed} {_plural('answer', failed)} failed: nothing is known about the quality."))
    if refused:
        said.append(("bad", f"{refused} {_plural('answer', refused)} refused: no draft passed the guardrails."))
    if asked:
        said.append(("bad", f"{asked} {_plural('answer', asked)} asked for more where an email was due."))
    if broken:
        said.append(("bad", f"{broken} {_plural('score', broken)} could not be taken."))
    if any(one.met for one in summary.statistics.judged) and not summary.unmet:
        said.append(("good", "Every threshold is met."))
    said += [("plain", words) for words in pair_words(summary)]
    return tuple(said)


def pair_words(summary: Summary) -> tuple[str, ...]:
    """What the paired differences show, a sentence for each pair of models; only judged scores count, over all situations."""
    judged = {scorer.name for scorer in summary.scorers if scorer.graded and not scorer.raw} | {"passed"}
    found = [one for one in summary.statistics.differences if not one.scenario and one.scorer in judged]
    said = []
    for first, second in dict.fromkeys((one.first, one.second) for one in found):
        pair = [one for one in found if (one.first, one.second) == (first, second)]
        if len(pair) == 1:
            said.append(difference_words(pair[0]))
            continue
        shown = [
            f"{direction} in {', '.join(names[:5])}{f' and {len(names) - 5} more' if len(names) > 5 else ''}"
            for direction in ("higher", "lower")
            if (names := [one.scorer for one in pair if one.verdict == direction])
        ]
        rest = sum(one.verdict == "no difference shown" for one in pair)
        if shown:
            said.append(f"{first} against {second}: {'; '.join(shown)}; no difference shown in the other {rest} of {len(pair)} scores.")
        else:
            said.append(f"{first} against {second}: no difference shown in any of {len(pair)} scores.")
    return tuple(said)


def difference_words(one: Difference) -> str:
    """A difference of two models in one sentence, with what the run could have seen."""
    seen = f"; a difference of {signed(one.smallest).lstrip('+')} points could have been seen" if one.smallest is not None else ""
    if one.verdict == "no difference shown":
        return f"{one.scorer}: no difference shown between {one.first} and {one.second} over {one.n} cases{seen}."
    ends = f" ({signed(one.low)} to {signed(one.high)})" if one.low is not None and one.high is not None else ""
    return f"{one.scorer}: {one.first} is {one.verdict} than {one.second} by {signed(one.mean)} points{ends} over {one.n} cases."


def change_words(change: Change) -> str:
    """A figure against the baseline: "0.91, was 0.97"."""
    return f"{_value(change.now)}, was {_value(change.before)}"


def value_words(one: Judged) -> str:
    """The figure that a threshold was held against: "0.91", or that there was nothing to count."""
    return "nothing to count" if one.value is None else f"{one.value:.3g}"


def _value(value: float | None) -> str:
    if value is None:
        return "unscored"
    return percent(value) if 0 <= value <= 1 else amount(value)


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"
