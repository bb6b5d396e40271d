"""Walks a lattice to one email: keeps the length in its band and the wording fresh, and lets a model choose the rest."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from prompts.brief import Brief
from prompts.draft import Draft, Sentence
from prompts.lattice import Lattice, LatticeSentence, Node, Option, option_words
from prompts.patterns import compiled

__all__ = ["Choose", "rng_for", "walk"]

#: Picks one of several continuations of a text.
Choose = Callable[[str, Sequence[str]], int]

#: How many wordings of a move a model is shown. Fewer than there are, so that candidates with alike notes part ways.
_PALETTE = 4
#: A move with fewer wordings than this is shared by all candidates.
_SHARED = 4

#: Longest subject line offered, in words, while there is a shorter one.
_SUBJECT_WORDS = 9

_THANKS = compiled(r"\b(?:thank|thanks|grateful|appreciat\w*)\b", re.IGNORECASE)
_TOKEN = compiled(r"[a-z][a-z'’-]+")


@dataclass(slots=True)
class _Written:
    """The email so far: its text, the words it has used, the facts it has stated."""

    text: str = ""
    words: int = 0
    salient: set[str] = field(default_factory=set)
    openers: list[str] = field(default_factory=list)
    facts: set[str] = field(default_factory=set)
    runs: set[tuple[str, ...]] = field(default_factory=set)


def rng_for(brief: Brief, seed: int) -> random.Random:
    """Randomness that depends on the notes (not on the hour) and the seed alone, so that a run can be repeated."""
    return random.Random(f"{_digest(brief).hex()} {seed}")  # noqa: S311


def walk(lattice: Lattice, brief: Brief, choose: Choose, *, seed: int, banned: Collection[Option] = ()) -> Draft:
    """One email out of the lattice.

    Args:
        lattice: all wordings.
        brief: names the greeting, closing, signature and the length to aim at.
        choose: picks a continuation, given the text so far.
        seed: decides the length aimed at, the wordings shown to `choose` and the choices inside them.
        banned: wordings not to be used (a guardrail refused them).
    """
    rng, own = rng_for(brief, seed), _digest(brief).hex()
    nodes = [Node(n.move, n.paragraph, tuple(o for o in n.options if o not in banned) or n.options) for n in lattice.nodes if n.options]
    low, high = _band(nodes, brief, rng)
    written = _Written()
    paragraphs: dict[int, list[Sentence]] = {}
    for index, node in enumerate(nodes):
        rest = nodes[index + 1 :]
        options = _within_budget(node.options, written, brief)
        options = _feasible(options, rest, written.words, low, high)
        options = _own_share(options, own, node.move)
        options = _fresh(options, written)
        options = rng.sample(options, min(_PALETTE, len(options)))
        concrete = [_resolve(option, rng, own) for option in options]
        joint = "" if not written.text else ("\n\n" if node.paragraph not in paragraphs else " ")
        texts = [joint + " ".join(sentence.text for sentence, _ in wording) for wording in concrete]
        picked = choose(written.text, texts) if len(texts) > 1 else 0
        _write(written, texts[picked], concrete[picked], options[picked])
        paragraphs.setdefault(node.paragraph, []).extend(
            sentence.model_copy(update={"move": node.move}) for sentence, _ in concrete[picked]
        )
    return Draft(
        subject=_subject(lattice.subject, rng),
        greeting=brief.greeting,
        paragraphs=tuple(tuple(sentences) for _, sentences in sorted(paragraphs.items())),
        closing=brief.closing,
        signature=brief.signature,
    )


def _own_share(options: Sequence[Option], own: str, move: str) -> Sequence[Option]:
    """The third of a move's wordings that is this candidate's own, whatever the seed: what keeps two candidates' emails apart."""
    if len(options) < _SHARED:
        return options
    order = list(range(len(options)))
    random.Random(f"{own} {move}").shuffle(order)  # noqa: S311
    return [options[at] for at in sorted(order[: max(3, -(-len(options) // 3))])]


def _digest(brief: Brief) -> bytes:
    """A hash of the notes that does not change with the hour."""
    return hashlib.sha256(brief.notes.model_dump_json(exclude={"source", "spans", "now"}).encode()).digest()


def _band(nodes: Sequence[Node], brief: Brief, rng: random.Random) -> tuple[int, int]:
    """Fewest and most words of this email: within the contract's aim, and seldom at its upper end."""
    words = brief.contract.words
    least = sum(min(map(option_words, node.options)) for node in nodes)
    high = rng.randint(words.aim_min + 15, words.aim_max - 5)
    longest = words.aim_max - 3 if least < words.aim_max * 0.92 else words.warn_above - 2
    return words.aim_min + 2, min(longest, max(high, round(least * 1.3)))


def _within_budget(options: Sequence[Option], written: _Written, brief: Brief) -> Sequence[Option]:
    """Options that ask and thank no more often than the contract allows, or all of them when none does."""
    asked, thanked = written.text.count("?"), len(_THANKS.findall(written.text))
    questions, gratitude = brief.contract.max_questions - asked, brief.contract.gratitude.at_most - thanked

    def exceeds(option: Option) -> bool:
        text = " ".join(_frame(sentence) for sentence in option.sentences)
        thanks = len(_THANKS.findall(text))
        return text.count("?") > questions or (thanks > gratitude and thanks > 0)

    return [option for option in options if not exceeds(option)] or options


def _feasible(options: Sequence[Option], rest: Sequence[Node], so_far: int, low: int, high: int) -> list[Option]:
    """Options that leave the whole within the band, or else the ones that come nearest to it."""
    least = sum(min(map(option_words, other.options)) for other in rest)
    most = sum(max(map(option_words, other.options)) for other in rest)

    def miss(option: Option) -> int:
        here = so_far + option_words(option)
        return max(0, here + least - high, low - here - most)

    best = min(map(miss, options))
    return [option for option in options if miss(option) <= best]


def _fresh(options: Sequence[Option], written: _Written) -> list[Option]:
    """Options that repeat least of what has been said: facts first, then striking words, then sentence openings."""

    def staleness(option: Option) -> tuple[int, int]:
        again = sum(1 for sentence in option.sentences for fact in sentence.facts if fact in written.facts and sentence.kind == "fact")
        words = {word for sentence in option.sentences for word in _salient(_frame(sentence))}
        echoes = sum(len(_runs(_frame(sentence)) & written.runs) for sentence in option.sentences)
        opener = _opener(option.sentences[0])
        run = 2 if written.openers[-2:] == [opener, opener] else 1 if written.openers[-1:] == [opener] else 0
        return again, len(words & written.salient) * 2 + run + echoes * 3

    ranked = sorted(((staleness(option), option) for option in options), key=lambda pair: pair[0])
    again, words = limit = ranked[0][0]
    keep = sum(stale == limit for stale, _ in ranked)
    at_hand = max(keep, min(_PALETTE * 2, len(ranked)))
    return [option for stale, option in ranked[:at_hand] if stale[0] == again and stale[1] <= words + 1]


@cache
def _plain_words() -> frozenset[str]:
    """Everyday words that may come back in every sentence of an email."""
    text = resources.files("prompts").joinpath("lexicon/plain_words.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _frame(sentence: LatticeSentence) -> str:
    return "".join(part[0] for part in sentence.parts)


def _salient(text: str) -> set[str]:
    return {word for word in _TOKEN.findall(text.casefold()) if len(word) > 3 and word not in _plain_words()}


def _runs(text: str) -> set[tuple[str, ...]]:
    """Runs of four words, by which an echo of an earlier sentence is known."""
    words = re.findall(r"[a-z'’]+", text.casefold())
    return {tuple(words[i : i + 4]) for i in range(len(words) - 3)}


def _opener(sentence: LatticeSentence) -> str:
    return _frame(sentence).split(" ", 1)[0].casefold()


def _resolve(option: Option, rng: random.Random, own: str) -> list[tuple[Sentence, LatticeSentence]]:
    """A wording with the choices inside it made by chance, among the half of the alternatives that is this candidate's own."""
    wording = []
    for sentence in option.sentences:
        text = re.sub(r" {2,}", " ", "".join(rng.choice(_own_half(part, own)) for part in sentence.parts)).strip()
        text = text[:1].upper() + text[1:]
        wording.append((Sentence(text=text, kind=sentence.kind, facts=sentence.facts), sentence))
    return wording


def _own_half(part: tuple[str, ...], own: str) -> tuple[str, ...]:
    if len(part) < 2:
        return part
    order = sorted(part, key=lambda text: hashlib.sha256(f"{own}{text}".encode()).digest())
    return tuple(order[: (len(part) + 1) // 2])


def _write(written: _Written, text: str, wording: Sequence[tuple[Sentence, LatticeSentence]], option: Option) -> None:
    written.text += text
    written.words += len(text.split())
    for sentence, _ in wording:
        written.salient |= _salient(sentence.text)
        written.runs |= _runs(sentence.text)
        written.openers.append(sentence.text.split(" ", 1)[0].casefold())
    written.facts.update(fact for sentence in option.sentences for fact in sentence.facts)


#: A thing that makes no subject line: one told with a clause, a mere "the team", somebody without a name.
_CLAUSE = compiled(r"\b(?:who|which|that|where|whom|whose)\b|\b(?:I|you) [a-z]+")
_NO_SUBJECT = compiled(
    r"(?:\b(?:on|and|about|of)|:) (?:(?:the|your|our|my|an?|new|own|whole|current) )*(?:team|job|role|company|work|day|people|place|boy"
    r"|girl|man|woman|patient|resident|child|customer|call|interview|lunch|tour|questions?|things?|firm|project|task|staff|colleagues?|manager)$"
)


def _says_little(option: Option) -> bool:
    """Whether a subject line names a thing in a whole clause, or in no words that tell one email from another."""
    texts = ["".join(part[0] for part in sentence.parts).strip(" .") for sentence in option.sentences if sentence.facts]
    return any(_CLAUSE.search(text) or _NO_SUBJECT.search(text) for text in texts)


def _subject(node: Node, rng: random.Random) -> str:
    if not node.options:
        return ""
    plain = [option for option in node.options if not _says_little(option)] or node.options
    short = [option for option in plain if option_words(option) <= _SUBJECT_WORDS] or [min(plain, key=option_words)]
    wording = _resolve(rng.choice(short), rng, "")
    return " ".join(sentence.text for sentence, _ in wording).removesuffix(".")
