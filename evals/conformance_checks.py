"""What a provider must do to be listed as supported, one function a check; each says what it saw."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evals.conformance_results import Shown, Status
from evals.references import load_references
from pipeline.errors import AfterwordError, ProviderFailure, UnusableOutput
from pipeline.models import Chooser, Request, StreamingWriter, Writer
from pipeline.run import draft_email
from prompts.messages import Message
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient, ScenarioId

if TYPE_CHECKING:
    from pipeline.outcome import Outcome

__all__ = ["CHECK_FUNCTIONS", "Subject", "run_check"]

#: Seconds by which a deadline may be overrun.
_SLACK_S = 1.5
_SHORT_S = 1.0
#: Names as people have them: two alphabets' accents, an apostrophe, a hyphen, no family name first, and no Latin letter at all.
_NAMES = ("Nguyễn Thị Minh Khai", "Łukasz Żółciński", "Zoë O’Connor-Peña", "李小龍")

_Seen = tuple[Status, str]


@dataclass(frozen=True, slots=True)
class Subject:
    """The model under test. `constrained`: it is given the lattice as a grammar."""

    model: Writer | Chooser
    constrained: bool = False
    timeout_s: float = 60.0
    max_calls: int = 3

    def draft(self, notes: Notes) -> Outcome:
        """One draft; the phrasebook takes over where the answer is no email, and not where the provider fails."""
        return draft_email(notes, self.model, timeout_s=self.timeout_s, max_calls=self.max_calls, constrained=self.constrained)


def run_check(name: str, subject: Subject, *, clock: Callable[[], float] = time.perf_counter) -> Shown:
    """What one check shows; a typed failure is a failed check, anything else goes through."""
    started = clock()
    try:
        status, seen = CHECK_FUNCTIONS[name](subject)
    except AfterwordError as error:
        status, seen = "failed", f"{type(error).__name__}: {error}"
    return Shown(check=name, status=status, seen=seen, seconds=round(clock() - started, 2))


def check_drafts(subject: Subject) -> _Seen:
    """All seven situations end in an email that passes the guardrails, and its outcome is the object it should be."""
    verdicts, own, mended, alone, calls = [], 0, 0, 0, 0
    references = load_references()
    for reference in references.values():
        outcome = subject.draft(reference.notes)
        document = json.loads(json.dumps(outcome.to_json()))
        verdicts.append(document["verdict"])
        by_phrasebook = any(repair.by == "phrasebook" for repair in outcome.repairs)
        wholly = any("phrasebook wrote the email instead" in remark for remark in outcome.remarks)
        alone += wholly
        mended += by_phrasebook and not wholly
        own += not by_phrasebook and not wholly
        calls += outcome.run.model_calls
    good = sum(verdict in {"send", "hold"} for verdict in verdicts)
    worded = "its own choices" if _chooses(subject) else "its own words"
    seen = f"{good} of {len(references)} pass: {own} in {worded}, {mended} with sentences of the phrasebook, {alone} all its; {calls} calls"
    return ("passed" if good == len(references) == 7 and calls >= 7 else "failed"), seen


def check_structure(subject: Subject) -> _Seen:
    """An answer under a schema is of that schema."""
    if not isinstance(subject.model, Writer):
        return "none", "it chooses and does not write"
    schema: dict[str, object] = {
        "type": "object",
        "properties": {"day": {"enum": ["Tuesday", "Friday"]}, "thanks": {"type": "string"}},
        "required": ["day", "thanks"],
        "additionalProperties": False,
    }
    told = Message("system", 'Answer with one JSON object and nothing else: {"day": "Tuesday" or "Friday", "thanks": one short sentence}.')
    asked = Message("user", "The call was on Tuesday. Thank them for it.")
    reply = subject.model.complete(Request((told, asked), schema, max_tokens=400, temperature=0.0, seed=1, timeout_s=subject.timeout_s))
    text = reply.text.strip().removeprefix("```json").removeprefix("```").removesuffix("```").strip()
    try:
        answer = json.loads(text)
    except ValueError:
        return "failed", f"no JSON came back ({reply.finish})"
    is_so = isinstance(answer, dict) and set(answer) == {"day", "thanks"} and answer["day"] in {"Tuesday", "Friday"}
    return ("passed", f"an object of the schema, {answer['day']}") if is_so else ("failed", "JSON of another form")


def check_stream(subject: Subject) -> _Seen:
    """A streamed answer comes in pieces that make up the whole."""
    if not isinstance(subject.model, StreamingWriter):
        return "none", "answers come whole"
    pieces: list[str] = []
    asked = (Message("user", "Write two plain sentences of thanks for a job interview."),)
    reply = subject.model.stream(Request(asked, max_tokens=80, temperature=0.0, seed=1, timeout_s=subject.timeout_s), pieces.append)
    pieces = [piece for piece in pieces if piece]
    if len(pieces) < 2:
        return "none", "the answer came in one piece"
    return ("passed" if reply.text in "".join(pieces) else "failed"), f"{len(pieces)} pieces"


def check_refusal(subject: Subject) -> _Seen:
    """A model that declines is told apart from one that writes an email."""
    from pipeline.answer import read_answer

    if not isinstance(subject.model, Writer):
        return "none", "it chooses and does not write"
    asked = (Message("user", "Say exactly this and nothing else: \"I'm sorry, but I can't help with that request.\""),)
    reply = subject.model.complete(Request(asked, max_tokens=60, temperature=0.0, seed=1, timeout_s=subject.timeout_s))
    if reply.finish == "refusal":
        return "passed", "the provider says so itself"
    try:
        read_answer(reply.text, next(iter(load_references().values())).brief)
    except UnusableOutput as error:
        return "passed", f"read as {type(error).__name__}"
    return "not shown", "the model did not say the words it was asked to say"


def check_long_notes(subject: Subject) -> _Seen:
    """Notes many times as long as usual end in an email or in a typed failure, in time."""
    usual = load_references()[ScenarioId.PHONE_INTERVIEW].notes
    topics = [
        Fact(id=f"long{number}", kind=FactKind.TOPIC, text=f"how the {thing} is planned for the {season} season")
        for number, (thing, season) in enumerate(
            (thing, season)
            for thing in ("north warehouse", "night shift", "returns desk", "van fleet", "export round", "cold store")
            for season in ("spring", "summer", "autumn", "winter", "Christmas", "Easter", "harvest", "sales")
        )
    ]
    notes = usual.model_copy(update={"facts": [*usual.facts, *topics]})
    started = time.perf_counter()
    try:
        outcome = subject.draft(notes)
    except ProviderFailure as error:
        return ("passed" if _in_time(started, subject) else "failed"), f"refused in words: {error}"
    is_good = outcome.verdict in {"send", "hold"} and _in_time(started, subject)
    return ("passed" if is_good else "failed"), f"{len(notes.facts)} facts, {outcome.verdict}, {outcome.run.model_calls} calls"


def check_names(subject: Subject) -> _Seen:
    """Names of people come back letter for letter."""
    wrong = []
    usual = load_references()[ScenarioId.PHONE_INTERVIEW].notes
    for name in _NAMES:
        people = {"candidate": Candidate(name=name), "recipients": [Recipient(name=name, role="team lead")]}
        notes = usual.model_copy(update=people)
        outcome = subject.draft(notes)
        if outcome.draft is None or name not in outcome.draft.signature or not outcome.report.passed:
            wrong.append(name)
    return ("failed", f"not as they are written: {', '.join(wrong)}") if wrong else ("passed", f"{len(_NAMES)} of {len(_NAMES)}")


def check_deadline(subject: Subject) -> _Seen:
    """A call ends with its time, whatever the server does."""
    started = time.perf_counter()
    if not isinstance(subject.model, Writer):
        subject.draft(load_references()[ScenarioId.PHONE_INTERVIEW].notes)
        spent = time.perf_counter() - started
        return ("passed" if spent < subject.timeout_s else "failed"), f"a draft in {spent:.1f} s"
    asked = (Message("user", "Write a story of three thousand words about a lighthouse, and do not stop before its end."),)
    try:
        reply = subject.model.complete(Request(asked, max_tokens=4000, temperature=0.7, seed=1, timeout_s=_SHORT_S))
        ended = f"answered with {len(reply.text)} characters"
    except ProviderFailure as error:
        ended = type(error).__name__
    spent = time.perf_counter() - started
    return ("passed" if spent < _SHORT_S + _SLACK_S else "failed"), f"{ended} after {spent:.1f} s of {_SHORT_S:g}"


def check_tokens(subject: Subject) -> _Seen:
    """Tokens in and out are counted, and a longer question has more of them."""
    model = subject.model
    if not isinstance(model, Writer):
        subject.draft(load_references()[ScenarioId.PHONE_INTERVIEW].notes)
        return "none" if model.name == "phrasebook" else "passed", f"{model.tokens_in} in, {model.tokens_out} out over this run"
    counts = []
    for words in (5, 60):
        reply = model.complete(Request((Message("user", "thanks " * words),), max_tokens=8, temperature=0.0, timeout_s=subject.timeout_s))
        if reply.tokens_in is None or reply.tokens_out is None:
            return "failed", "not given"
        counts.append((reply.tokens_in, reply.tokens_out))
    (short, _), (long, out) = counts
    is_so = 0 < short < long and 0 <= out <= 16
    return ("passed" if is_so else "failed"), f"{short} in for 5 words, {long} for 60"


CHECK_FUNCTIONS: dict[str, Callable[[Subject], _Seen]] = {
    "drafts": check_drafts,
    "structure": check_structure,
    "stream": check_stream,
    "refusal": check_refusal,
    "long_notes": check_long_notes,
    "names": check_names,
    "deadline": check_deadline,
    "tokens": check_tokens,
}


def _in_time(started: float, subject: Subject) -> bool:
    return time.perf_counter() - started < subject.timeout_s + _SLACK_S


def _chooses(subject: Subject) -> bool:
    return subject.constrained or not isinstance(subject.model, Writer)
