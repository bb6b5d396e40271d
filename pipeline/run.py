"""The path: notes become a brief, a model words it, guardrails judge it, repair mends it, advice goes with it.

Read on in `prompts/brief.py`, `prompts/messages.py` or `prompts/lattice.py`, `guardrails/check.py`, `pipeline/repair.py`.
"""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from typing import Literal

from guardrails.check import LATTICE_CHECKS, check
from guardrails.findings import Report
from guardrails.language_linter import preload
from pipeline.advice import advise
from pipeline.answer_lattice import read_lattice
from pipeline.answer_stream import OnEvent
from pipeline.budget import MAX_CALLS, TIMEOUT_S, Budget
from pipeline.errors import BadInput, ProviderFailure, UnusableOutput
from pipeline.models import Chooser, Writer
from pipeline.outcome import Outcome, RunRecord, Verdict
from pipeline.repair import Attempt, by_model, by_phrasebook, mend, rewalk
from pipeline.respelling import respelt_brief
from pipeline.rewording import find_rewording
from pipeline.writing import Writing
from prompts.brief import Brief
from prompts.draft import Draft
from prompts.grammar import to_gbnf
from prompts.lattice import Lattice, build_lattice
from prompts.notes import Notes
from prompts.walk import walk

__all__ = ["Fallback", "draft_email"]

#: When the phrasebook writes in place of a model that writes freely: never, when its answer is no email, or when it fails in any way.
Fallback = Literal["never", "unusable", "always"]

_PACKAGES = ("afterword", "openai", "langchain-core", "xllamacpp")


def draft_email(
    notes: Notes,
    model: Writer | Chooser,
    *,
    to: str | None = None,
    seed: int = 0,
    timeout_s: float = TIMEOUT_S,
    max_calls: int = MAX_CALLS,
    max_tokens: int = 900,
    temperature: float | None = None,
    fallback: Fallback = "unusable",
    constrained: bool = False,
    on_event: OnEvent | None = None,
    canary_secret: bytes | None = None,
) -> Outcome:
    """The whole way from notes to an email that passes, or to a refusal that says why.

    Args:
        notes: structured notes with a scenario.
        model: writes freely (`complete`) or chooses between wordings (`choose`).
        to: the one recipient to write to, by name; the notes' hiring managers otherwise.
        seed: the same notes, model and seed give the same email from a chooser.
        timeout_s: seconds for all calls together, retries and repairs included; what follows takes a fraction of one.
        max_calls: calls for the draft, its retries and its repairs together.
        max_tokens: longest answer of a model that writes freely.
        temperature: how freely such a model writes; None leaves it to its server.
        fallback: when the phrasebook writes in such a model's place; `run.fallback` and `remarks` then say why.
        constrained: give the lattice as a grammar to a server that takes one, so that the model chooses among its wordings.
        on_event: is told of what goes on, in the caller's thread, as (kind, text): ("stage", "writing" | "again" | "checking" |
            "mending" | "phrasebook" | "done"), ("sentence", a whole sentence) and ("text", the same with the white space before it, so
            that joined they are the body). Sentences come as the model writes or chooses them, cleaned of markup, links and hidden
            characters, before any guardrail has seen them: they are provisional, and void when "again", "mending" or "phrasebook"
            follows. Only the outcome is the email.
        canary_secret: makes the word that betrays a leaked prompt repeatable, for recordings and kept answers; never shown to anyone.

    Raises:
        BadInput: the notes name no scenario, or `to` is nobody in them.
        BadConfiguration: the model's key or package is missing, or it takes no grammar.
        ProviderFailure: the model could not be reached at all, unless `fallback` is "always".
        UnusableOutput: its answer is no email, and `fallback` is "never".
    """
    started = time.perf_counter()
    budget = Budget(timeout_s=timeout_s, max_calls=max_calls)
    try:
        brief = respelt_brief(notes, to=to)
    except ValueError as error:
        raise BadInput(f"No draft was written: {error}.") from error
    advice = advise(brief)
    questions = tuple(question.text for question in brief.questions)
    run = _Run(brief, seed, on_event or _ignore, to=to)
    if any(question.blocking for question in brief.questions):
        return Outcome("refused", brief, None, Report(), run.record(model, started), (), advice, questions)
    if isinstance(model, Writer):
        writing = Writing(
            brief,
            model,
            budget,
            seed=seed,
            max_tokens=max_tokens,
            temperature=temperature,
            canary_secret=canary_secret,
            on_event=on_event,
        )
        attempt = run.write_freely(model, writing, budget, fallback=fallback, constrained=constrained)
    else:
        lattice = build_lattice(brief)
        if rewording := find_rewording(brief, lattice):
            return Outcome("refused", brief, None, Report(), run.record(model, started), (), advice, rewording)
        attempt = run.choose(model, lattice)
    verdict: Verdict = "refused"
    if attempt.report.passed:
        verdict = "hold" if any(piece.level == "hold" for piece in advice) else "send"
    record = run.record(model, started)
    run.tell("stage", "done")
    return Outcome(
        verdict, brief, attempt.draft, attempt.report, record, tuple(attempt.repairs), advice, questions, remarks=tuple(run.remarks)
    )


def _ignore(_kind: str, _text: str) -> None:
    """Nobody wants to be told."""


class _Run:
    """One run in progress: what was sent, what it cost, and what to remark on."""

    def __init__(self, brief: Brief, seed: int, tell: OnEvent, *, to: str | None) -> None:
        self.remarks: list[str] = []
        self.tell = tell
        self._brief = brief
        self._seed = seed
        # Whoever writes to several people of a panel, one by one, does not send them all the same words.
        self._wording = seed if to is None else seed + zlib.crc32(to.casefold().encode()) % 10_007
        self._prompt_hash = hashlib.sha256(b"").hexdigest()[:16]
        self._calls = 0
        self._tokens: tuple[int | None, int | None, int | None] = (None, None, None)
        self._fallback = ""

    def choose(self, model: Chooser, lattice: Lattice) -> Attempt:
        """A draft out of the lattice, the model choosing between its wordings."""
        self.tell("stage", "writing")
        self._prompt_hash = hashlib.sha256(repr(lattice).encode("utf-8", "replace")).hexdigest()[:16]
        before = (model.tokens_in, model.tokens_out)
        shown = _Shown(self.tell)
        draft = walk(lattice, self._brief, lambda text, options: shown.choose(text, options, model), seed=self._wording)
        shown.up_to(draft.body)
        self._calls, self._tokens = 1, (model.tokens_in - before[0], model.tokens_out - before[1], None)
        self.tell("stage", "checking")
        return self._judged(draft, lattice)

    def write_freely(self, model: Writer, writing: Writing, budget: Budget, *, fallback: Fallback, constrained: bool) -> Attempt:
        """A draft the model writes itself, mended by code, by the model, and at last by the lattice."""
        from pipeline import prices

        preload()
        prices.preload(model.name, str(getattr(model, "base_url", "")))
        self.tell("stage", "writing")
        self._prompt_hash = writing.prompt_hash
        try:
            if constrained:
                return self._under_grammar(writing)
            return self._mended(writing, budget, model)
        except (ProviderFailure, UnusableOutput) as error:
            if fallback == "never" or (fallback == "unusable" and isinstance(error, ProviderFailure)):
                raise
            self._fallback = str(error)
            self.remarks.append(f"{error} The phrasebook wrote the email instead.")
            return self._from_lattice()
        finally:
            taken = writing.taken
            self._calls, self._tokens = budget.calls, (taken.tokens_in, taken.tokens_out, taken.tokens_cached)

    def _mended(self, writing: Writing, budget: Budget, model: Writer) -> Attempt:
        draft = writing.first()
        self.tell("stage", "checking")
        mended = mend(draft)
        attempt = Attempt(draft, check(draft, self._brief))
        if mended != draft:
            attempt.take(mended, check(mended, self._brief), "code", {finding.rule for finding in attempt.report.findings})
        by_model(attempt, self._brief, lambda lines: writing.again(attempt, lines), rounds=budget.calls_left)
        if not attempt.report.passed:
            self.tell("stage", "phrasebook")
            own = {sentence.text for sentence in attempt.draft.sentences}
            by_phrasebook(attempt, self._brief, build_lattice(self._brief), seed=self._wording)
            self._say_what_was_replaced(own, attempt.draft, model)
        return attempt

    def _say_what_was_replaced(self, own: set[str], draft: Draft, model: Writer) -> None:
        """One line where the email is not what the model wrote: nobody should take the phrasebook's words for the model's."""
        new = sum(sentence.text not in own for sentence in draft.sentences)
        if new == len(draft.sentences) and new:
            self.remarks.append(f"The rules refused what {model.name} wrote, so the phrasebook wrote the email instead.")
        elif new:
            self.remarks.append(f"The rules refused {new} of the sentences of {model.name}; the phrasebook wrote these instead.")

    def _under_grammar(self, writing: Writing) -> Attempt:
        lattice = build_lattice(self._brief)
        subject = self._unchosen(lattice).subject
        draft = writing.under_grammar(to_gbnf(lattice), lambda text: read_lattice(text, lattice, self._brief, subject=subject))
        self.tell("stage", "checking")
        return self._judged(draft, lattice)

    def _from_lattice(self) -> Attempt:
        self.tell("stage", "phrasebook")
        lattice = build_lattice(self._brief)
        attempt = self._judged(self._unchosen(lattice), lattice)
        attempt.take(attempt.draft, attempt.report, "phrasebook", {"FMT-incomplete"})
        return attempt

    def _unchosen(self, lattice: Lattice) -> Draft:
        """A draft out of the lattice without a model: wherever there is a choice, the first wording."""
        return walk(lattice, self._brief, lambda _text, _alternatives: 0, seed=self._wording)

    def _judged(self, draft: Draft, lattice: Lattice) -> Attempt:
        """A draft that came out of the lattice, walked anew where a rule refuses it."""
        attempt = Attempt(draft, check(draft, self._brief, checks=LATTICE_CHECKS))
        rewalk(attempt, self._brief, lattice, seed=self._wording)
        return attempt

    def record(self, model: Writer | Chooser, started: float) -> RunRecord:
        """The record of this run so far."""
        cost, prices = (0.0, None) if not isinstance(model, Writer) else self._cost(model)
        return RunRecord(
            model=model.name,
            prompt_hash=self._prompt_hash,
            tokens_in=self._tokens[0],
            tokens_out=self._tokens[1],
            cost_usd=cost,
            seconds=round(time.perf_counter() - started, 3),
            seed=self._seed,
            versions=_versions(),
            model_calls=self._calls,
            tokens_cached=self._tokens[2],
            prices=prices,
            fallback=self._fallback,
        )

    def _cost(self, model: Writer) -> tuple[float | None, str | None]:
        """What the calls cost, and by which prices."""
        from pipeline.prices import cost_of

        tokens_in, tokens_out, cached = self._tokens
        address = getattr(model, "base_url", "")
        cost = cost_of(model.name, tokens_in=tokens_in, tokens_out=tokens_out, tokens_cached=cached, base_url=str(address))
        return cost.usd, cost.source


class _Shown:
    """What has been told of a body that grows by choices."""

    def __init__(self, tell: OnEvent) -> None:
        self._tell = tell
        self._told = 0

    def choose(self, text: str, alternatives: Sequence[str], model: Chooser) -> int:
        """The model's choice, told of."""
        picked = model.choose(text, alternatives)
        self.up_to(text + alternatives[picked])
        return picked

    def up_to(self, text: str) -> None:
        """Tell what is new."""
        if self._tell is _ignore or len(text) <= self._told:
            return
        from guardrails.text import sentence_spans

        new, last = text[self._told :], 0
        for start, end in sentence_spans(new):
            self._tell("text", new[last:end])
            self._tell("sentence", new[start:end])
            last = end
        self._told = len(text)


@cache
def _installed() -> tuple[tuple[str, str], ...]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return tuple(found.items())


def _versions() -> dict[str, str]:
    return dict(_installed())
