"""The lattice: every way the email of one brief may be worded, as data a decoder cannot leave."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from prompts.brief import Brief, PlannedMove, is_practical, urgency
from prompts.draft import SentenceKind
from prompts.fit import fit, flags, header_slots
from prompts.notes import Fact, FactKind
from prompts.patterns import compiled
from prompts.phrases import Phrase, PhraseBook, PhraseSentence, load_phrases

__all__ = ["Lattice", "LatticeSentence", "Node", "Option", "build_lattice", "count_emails", "option_words"]


@dataclass(frozen=True, slots=True)
class LatticeSentence:
    """A sentence as a row of parts; each part is one or more alternative strings."""

    parts: tuple[tuple[str, ...], ...]
    kind: SentenceKind
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """One wording of a move: its sentences, and its words, the alternatives inside it counted at their mean length."""

    sentences: tuple[LatticeSentence, ...]
    words: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Count the words, which are asked for again and again while a walk looks ahead."""
        mean = sum(sum(len(text.split()) for text in part) / len(part) for sentence in self.sentences for part in sentence.parts)
        object.__setattr__(self, "words", round(mean))


@dataclass(frozen=True, slots=True)
class Node:
    """A move with all wordings that can be filled for certain from these notes."""

    move: str
    paragraph: int
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Lattice:
    """All wordings of one email; the subject is a node of its own."""

    subject: Node
    nodes: tuple[Node, ...]


def build_lattice(brief: Brief, *, phrases: PhraseBook | None = None) -> Lattice:
    """All wordings of the brief's email whose slots can be filled for certain.

    Optional moves without any usable wording are left out; a required one without any stays as an empty node, which
    `walk` skips and the guardrails then report.

    Args:
        brief: moves and facts.
        phrases: wordings by move; the scenario's own by default.
    """
    book = load_phrases(brief.contract.id) if phrases is None else phrases
    filler = _Filler(brief)
    nodes = []
    for planned in brief.moves:
        options = _telling(filler.options(book.get(planned.move.id, ()), planned), planned)
        if options or planned.move.required:
            nodes.append(Node(planned.move.id, planned.move.paragraph, options))
    nodes = _pointing_back(_once_told(brief, nodes))
    every = PlannedMove(brief.contract.moves[0], tuple(brief.facts.values()))
    subject = Node("subject", 0, filler.options(book.get("subject", ()), every))
    return Lattice(subject, _shorten(brief, nodes))


#: Moves that tell of something an idea can point back to, and how it points.
_TELLS = frozenset({"recall", "well", "moment", "correct", "appreciate"})
_POINTS = compiled(r"\b(?:on|about|of|to|with) (?:that|it)\b")


def _pointing_back(nodes: list[Node]) -> list[Node]:
    """The moves without the wordings of an idea that point to "that" where nothing was told before."""
    if any(node.move in _TELLS and node.options for node in nodes):
        return nodes
    kept = []
    for node in nodes:
        if node.move == "step":
            options = tuple(
                one for one in node.options if not _POINTS.search("".join(part[0] for part in one.sentences[0].parts).split(":")[0])
            )
            node = Node(node.move, node.paragraph, options or node.options)
        kept.append(node)
    return kept


#: Kinds of facts that an email states once.
_ONCE = frozenset({FactKind.STRENGTH, FactKind.MOTIVATION, FactKind.RAPPORT, FactKind.REASON})


def _once_told(brief: Brief, nodes: list[Node]) -> list[Node]:
    """The moves without the optional ones whose fact an earlier move states in every one of its wordings."""
    required = {planned.move.id for planned in brief.moves if planned.move.required}
    stated: set[str] = set()
    kept = []
    for node in nodes:
        told = [{fact for sentence in option.sentences for fact in sentence.facts} & set(brief.facts) for option in node.options]
        mine = {fact for facts in told for fact in facts if brief.facts[fact].kind in _ONCE}
        if mine and node.move not in required and mine <= stated:
            continue
        kept.append(node)
        stated |= set.intersection(*told) if told else set()
    return kept


#: Words below the contract's upper aim that wordings of the usual length should come to, so that there is room to choose.
_ROOM = 3


def _shorten(brief: Brief, nodes: list[Node]) -> tuple[Node, ...]:
    """Leave out the least urgent optional moves while wordings of the usual length are together too long.

    What the notes say is worth going beyond the length aimed at, up to where a warning would stand; practical matters that the
    contract plans early go last. An idea goes before the thing it is about: without it nobody would know what it means.
    """
    planned = {planned.move.id: planned for planned in brief.moves}
    must = {rule.act for rule in brief.must}
    optional = [node for node in nodes if not planned[node.move].move.required and not must & set(planned[node.move].move.performs)]
    optional.sort(key=lambda node: (_is_pressing(planned[node.move]), -urgency(planned[node.move].move, planned[node.move].facts)))
    kept = list(nodes)
    words = brief.contract.words
    bare = [node for node in optional if _is_bare(planned[node.move])]
    told = [node for node in optional if not _is_bare(planned[node.move])]
    for least, most, length in ((bare, words.aim_max, _usual_words), (told, words.warn_above - _BEYOND, _likely_words)):
        while least and sum(map(length, kept)) > most - _ROOM:
            last = least[0]
            if last.move == "recall":
                last = next((node for node in least if node.move == "step"), last)
            least.remove(last)
            kept.remove(last)
    return tuple(kept)


#: Words below the warning at which facts begin to be left out.
_BEYOND = 10
#: From this priority on a practical matter is no more pressing than anything else.
_EARLY = 3


def _is_pressing(planned: PlannedMove) -> bool:
    return is_practical(planned.facts) and planned.move.priority <= _EARLY


def _is_bare(planned: PlannedMove) -> bool:
    """Whether a move is not worth going beyond the length aimed at: no fact, no idea of the writer's own, or a light moment."""
    if planned.move.uses[:1] == (FactKind.STANCE,):
        return not any(fact.kind is FactKind.STANCE for fact in planned.facts)
    return not planned.facts or planned.facts[0].kind is FactKind.RAPPORT


def _usual_words(node: Node) -> float:
    """Mean length of the shorter half of a move's wordings; the longer ones are for notes that say little."""
    lengths = sorted(map(option_words, node.options))
    half = lengths[: (len(lengths) + 1) // 2]
    return sum(half) / len(half) if half else 0.0


def _likely_words(node: Node) -> float:
    """Between the shortest and the usual length: the walk takes short wordings where the notes tell much."""
    return (_usual_words(node) + min(map(option_words, node.options), default=0)) / 2


#: How much longer than a fact's other forms its whole sentences have to be for them to stand alone.
_FULLER = 1.15


#: A wording that goes on with "and" after a fact: not after one that holds an "and" itself.
_ANDED = compiled(r",? and (?:I|that|this|it)\b")
#: Up to how many usable facts the notes count as sparse.
_FEW_FACTS = 3


class _Filler:
    """Fills the slots of wordings from one brief's facts, each in the grammatical form the slot asks for."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._lead = lead = self._lead_topic()
        notes = brief.notes
        if lead is not None:
            others = [fact for fact in notes.facts if fact.kind is not FactKind.TOPIC]
            notes = notes.model_copy(update={"facts": [lead, *others]})
        self._header = header_slots(notes)
        self._forms = {fact.id: fit(fact, brief.notes) for fact in brief.facts.values()}
        self._flags = (flags(notes) - self._unusable()) | self._sparse()

    def _unusable(self) -> set[str]:
        """`has.X` of kinds whose facts fit no sentence: for the wordings they are not there."""
        facts = self._brief.facts.values()
        kinds = {fact.kind for fact in facts} - {fact.kind for fact in facts if self._forms[fact.id]}
        return {f"has.{kind.value}" for kind in kinds}

    def _sparse(self) -> set[str]:
        """`sparse` while few facts fit a sentence: only then do wordings that say nothing of the notes have a place."""
        usable = [fact for fact in self._brief.facts.values() if self._forms[fact.id]]
        return {"sparse"} if len(usable) <= _FEW_FACTS else set()

    def _lead_topic(self) -> Fact | None:
        topics = [fact for planned in self._brief.moves for fact in planned.facts if fact.kind is FactKind.TOPIC]
        fitted = [fact for fact in topics if {"np", "about", "clause"} & set(fit(fact, self._brief.notes))]
        return next(iter(fitted or topics), None)

    def options(self, phrases: Iterable[Phrase], planned: PlannedMove) -> tuple[Option, ...]:
        """The wordings that can be used, filled; all of them speak of the same one topic."""
        found: list[tuple[int, tuple[LatticeSentence, ...]]] = []
        for phrase in phrases:
            if not all((flag[1:] not in self._flags) if flag.startswith("!") else (flag in self._flags) for flag in phrase.when):
                continue
            sentences = self._sentences(phrase, planned)
            if sentences is not None:
                slots = {slot for sentence in phrase.sentences for slot in sentence.slots}
                rank = 2 * self._whole(slots, planned) + (("correction", "weak") in slots)
                found.append((rank, sentences))
        # an answer whose question has a name is understood only beside that name
        best = max((rank for rank, _ in found), default=0)
        return tuple(Option(sentences) for rank, sentences in found if rank == best)

    def _sentences(self, phrase: Phrase, planned: PlannedMove) -> tuple[LatticeSentence, ...] | None:
        """All sentences of a wording, filled; None where one of them cannot be."""
        filled = []
        for sentence in phrase.sentences:
            one = self._sentence(sentence, planned)
            if one is None:
                return None
            filled.append(one)
        return tuple(filled)

    def _whole(self, slots: set[tuple[str, str]], planned: PlannedMove) -> bool:
        """Whether a wording takes over whole sentences that say clearly more than any other form of the same fact."""
        for fact in planned.facts:
            forms = self._forms[fact.id]
            whole = next((form for form in ("own", "told", "said") if form in forms and (fact.kind.value, form) in slots), "")
            if whole:
                rest = [len(words.split()) for form, words in forms.items() if form not in {"own", "told", "said"}]
                return fact.kind is FactKind.RAPPORT or len(forms[whole].split()) > max(rest, default=0) * _FULLER
        return False

    def _sentence(self, sentence: PhraseSentence, planned: PlannedMove) -> LatticeSentence | None:
        text, facts = sentence.text, []
        for name, form in sentence.slots:
            filled = self._fill(name, form, planned)
            if filled is None:
                return None
            value, source = filled
            slot = "{" + (f"{name}:{form}" if form else name) + "}"
            if _ANDED.match(text, text.find(slot) + len(slot)) and " and " in value:
                return None
            if text.startswith(slot):
                value = value[:1].upper() + value[1:]
            text = text.replace(slot, _escape(value), 1)
            facts.append(source)
        kind: SentenceKind = "stance" if sentence.stance else "fact" if any(f in self._forms for f in facts) else "courtesy"
        if sentence.stance and not facts:
            facts = [fact.id for fact in planned.facts[:1]]
        return LatticeSentence(_parts(text), kind, tuple(dict.fromkeys(facts)))

    def _fill(self, name: str, form: str, planned: PlannedMove) -> tuple[str, str] | None:
        if not form:
            value = self._header.get(name)
            return (value, {"day": "interview", "meeting": "interview"}.get(name, name)) if value else None
        for fact in planned.facts:
            forms = self._forms[fact.id]
            if fact.kind is FactKind.TOPIC and fact != self._lead:
                continue
            if fact.kind.value == name and form in forms and (form != "raw" or len(forms) == 1):
                if (name, form) == ("correction", "weak") and not self._answered(fact, planned):
                    continue
                if name == "deadline" and form in {"by", "date"} and any("wish" in told for told in self._forms.values()):
                    continue  # their date is not the day the writer asks for
                return forms[form], fact.id
        return None

    def _answered(self, weak: Fact, planned: PlannedMove) -> bool:
        """Whether the answer the move would give belongs to this weak point: no other slip of the notes stands between the two."""
        answers = [fact for fact in planned.facts if fact.kind is FactKind.CORRECTION and set(self._forms[fact.id]) - {"weak"}]
        if not answers or answers[0].id == weak.id:
            return True
        order = [fact.id for fact in self._brief.notes.facts]
        if weak.id not in order or answers[0].id not in order or order.index(weak.id) > order.index(answers[0].id):
            return False
        between = self._brief.notes.facts[order.index(weak.id) + 1 : order.index(answers[0].id)]
        return not any(fact.kind in {FactKind.CORRECTION, FactKind.CONCERN} for fact in between)


def _telling(options: tuple[Option, ...], planned: PlannedMove) -> tuple[Option, ...]:
    """Where the notes have a fact for the move, the wordings that state it, those of the kind it is best made from first."""
    for kind in planned.move.uses:
        mine = {fact.id for fact in planned.facts if fact.kind is kind}
        telling = tuple(option for option in options if any(mine & set(sentence.facts) for sentence in option.sentences))
        if telling:
            return telling
    return options


#: Brackets of the user's own words, kept apart from the wording's alternatives while a sentence is cut into parts.
_ESCAPES = {"[": "\ue000", "]": "\ue001", "|": "\ue002", "{": "\ue003", "}": "\ue004"}


def _escape(value: str) -> str:
    for char, mark in _ESCAPES.items():
        value = value.replace(char, mark)
    return value


def _unescape(value: str) -> str:
    for char, mark in _ESCAPES.items():
        value = value.replace(mark, char)
    return value


def _parts(text: str) -> tuple[tuple[str, ...], ...]:
    parts: list[tuple[str, ...]] = []
    for piece in re.split(r"(\[[^\[\]]*\])", text):
        if piece.startswith("["):
            parts.append(tuple(_unescape(alternative) for alternative in piece[1:-1].split("|")))
        elif piece:
            parts.append((_unescape(piece),))
    return tuple(parts)


def option_words(option: Option) -> int:
    """Words of a wording, the alternatives inside it counted at their mean length."""
    return option.words


def count_emails(lattice: Lattice) -> int:
    """How many different bodies the lattice holds."""
    total = 1
    for node in lattice.nodes:
        if node.options:
            total *= sum(_wordings(option) for option in node.options)
    return total


def _wordings(option: Option) -> int:
    count = 1
    for sentence in option.sentences:
        for part in sentence.parts:
            count *= len(part)
    return count
