"""What the model of told clauses learns from: clauses of good drafts, of defects, listed ones, and ones hung on somebody else's draft."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import yaml

from evals.case_checks import apply_defect
from evals.case_files import CASES, load_draft_cases
from guardrails.ground import Ground, ground_of
from guardrails.grounding import plain_spans
from guardrails.parse import parse_email
from guardrails.told import NEW, Clause, clauses_in, content_words, features
from guardrails.vocabulary import tokens
from pipeline.intake import read_notes
from prompts.brief import Brief, build_brief

__all__ = ["Example", "load_examples"]

CLAUSES = CASES / "claims" / "clauses.yaml"
#: How often each listed clause is hung on one draft or another, and each clause of a draft on somebody else's.
_HOSTS, _GUESTS = 3, 6
#: What a real defect and a stranger's clause count for beside a listed one.
_DEFECT, _STRANGER = 8.0, 0.3
_GUEST = re.compile(r",?\s*(?:and|with|which|where|having|because|after|while)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Example:
    """A clause as features; `told` when it brings in what the notes do not say.

    `source` is good, told, free, stranger or a defect's kind.
    """

    author: str
    source: str
    case: str
    told: bool
    weight: float
    shown: dict[str, float]
    text: str


@dataclass(frozen=True, slots=True)
class _Host:
    """A good draft made ready: its body, sentences, judged spans and support."""

    author: str
    case: str
    body: str
    spans: list[tuple[int, int]]
    skip: list[tuple[int, int]]
    ground: Ground


def _host(author: str, case: str, text: str, brief: Brief) -> _Host:
    draft, ground = parse_email(text, brief), ground_of(brief)
    spans = [(start, end) for start, end, _ in draft.sentence_spans()]
    return _Host(author, case, draft.body, spans, plain_spans(draft.body, ground), ground)


def _hang(host: _Host, words: str, *, is_tail: bool, rng: random.Random) -> Iterator[tuple[Clause, dict[str, float]]]:
    """The clauses that some words become when they are hung on a sentence of the draft, or stand behind one."""
    start, end = rng.choice([span for span in host.spans if span[1] - span[0] > 25] or host.spans)
    sentence = host.body[start:end].rstrip()
    if is_tail and sentence[-1:] not in {".", "!"}:
        return
    comma = "" if words.split()[0] in {"in", "on", "at", "under", "with", "for", "by"} and rng.random() < 0.5 else ","
    cut, added = (start + len(sentence) - 1, f"{comma} {words}") if is_tail else (end, f" {words}")
    body = host.body[:cut] + added + host.body[cut:]
    longer, first = len(added), body.index(words, cut)
    spans = [
        (low, high) if high <= cut else (low, high + longer) if is_tail and low <= cut else (low + longer, high + longer)
        for low, high in host.spans
    ]
    if not is_tail:
        spans = sorted([*spans, (first, first + len(words))])
    skip = [(low, high) if high <= cut else (low + longer, high + longer) for low, high in host.skip]
    for row in clauses_in(body, spans, host.ground, skip):
        for clause in row:
            shared = min(clause.end, first + len(words)) - max(clause.start, first)
            if shared > 0.6 * (clause.end - clause.start):
                yield clause, features(clause, row)


def load_examples(*, seed: int = 0) -> list[Example]:
    """Clauses of good drafts, clauses changed by their defects, listed clauses hung on drafts, and clauses of one draft hung on another."""
    rng = random.Random(seed)  # noqa: S311  (a draw of examples, not a secret)
    hosts: list[_Host] = []
    found: list[Example] = []
    guests: list[tuple[_Host, str]] = []
    for one in load_draft_cases():
        if one.held:
            continue
        notes = yaml.safe_dump(one.raw["notes"], sort_keys=False, allow_unicode=True)
        brief = build_brief(read_notes(notes, name="notes.yaml").notes)
        author = Path(one.file).stem if len(Path(one.file).stem) < 5 else Path(one.file).parent.name
        host = _host(author, one.case.id, one.case.good, brief)
        hosts.append(host)
        for row in clauses_in(host.body, host.spans, host.ground, host.skip):
            for clause in row:
                found.append(Example(author, "good", one.case.id, False, 1.0, features(clause, row), clause.text))
                if clause.kinds.count("supported") > 1 and clause.number and _GUEST.match(clause.text):
                    guests.append((host, clause.text.strip(" ,.;:!?")))
        for defect in one.case.defects:
            if any(rule.startswith("GND") for rule in defect.rule):
                found += _changed(host, _host(author, one.case.id, apply_defect(one.case.good, defect), brief), defect.kind)
    found += _listed(hosts, rng)
    return found + _strangers(hosts, guests, rng)


def _listed(hosts: Sequence[_Host], rng: random.Random) -> list[Example]:
    """The clauses of `clauses.yaml`, each hung on several drafts."""
    found: list[Example] = []
    listed = yaml.safe_load(CLAUSES.read_text("utf-8"))
    for source in ("told", "free"):
        for shape in ("tails", "sentences"):
            for words in listed[source][shape]:
                for _ in range(_HOSTS):
                    host = rng.choice(hosts)
                    found += [
                        Example(host.author, source, words, source == "told", 1.0, shown, clause.text)
                        for clause, shown in _hang(host, words, is_tail=shape == "tails", rng=rng)
                    ]
    return found


def _strangers(hosts: Sequence[_Host], guests: Sequence[tuple[_Host, str]], rng: random.Random) -> list[Example]:
    """Clauses of one draft hung on others, whose notes know nothing of them."""
    found: list[Example] = []
    for home, words in guests:
        for _ in range(_GUESTS):
            host = rng.choice(hosts)
            for clause, shown in _hang(host, words, is_tail=True, rng=rng) if host is not home else ():
                new = sum(kind in NEW for kind in clause.kinds)
                if clause.kinds.count("supported") < 2 and new > 1:
                    found.append(Example(home.author, "stranger", home.case, True, _STRANGER, shown, clause.text))
    return found


def _changed(good: _Host, bad: _Host, kind: str) -> list[Example]:
    """The clauses of a defect of which at least half is new."""
    words = tokens(bad.body)
    codes = SequenceMatcher(
        None, [token.stem for token in tokens(good.body)], [token.stem for token in words], autojunk=False
    ).get_opcodes()
    new = {words[at].start for tag, _, _, low, high in codes if tag in {"insert", "replace"} for at in range(low, high)}
    found = []
    for row in clauses_in(bad.body, bad.spans, bad.ground, bad.skip):
        for clause in row:
            content = content_words(clause)
            fresh = sum(token.start + clause.start - len(clause.before) in new for token in content)
            if fresh >= 2 and 2 * fresh >= len(content):
                found.append(Example(good.author, kind, good.case, True, _DEFECT, features(clause, row), clause.text))
    return found
