"""More notes out of labelled ones: other names, employers and jobs in them, other manners of typing, and notes put together from frames."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import yaml

from evals.case_files import CASES, load_draft_cases, load_email_cases
from evals.tagger_notes import Mark, Marked
from pipeline.reader_data import fold
from pipeline.tagger import COMPANY, PEOPLE, RECIPIENT, ROLE, SENDER
from prompts.notes import Notes

__all__ = ["compose", "retype", "swap"]

_FOLDER = CASES / "tagger"
#: What a transcript does not hold.
_MARKS = re.compile(r"(?<!\w)['\"]|[.,;:!?()*•\[\]\"“”–—/=>#]|(?<!\w)-(?!\w)")
_SLOT = re.compile(r"\{([A-Za-z]+[12]?)\}")


@dataclass(frozen=True, slots=True)
class _Pools:
    names: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    people: tuple[str, ...]
    companies: tuple[str, ...]
    roles: tuple[str, ...]
    notes: tuple[Notes, ...]
    frames: dict[str, list[str]]


@cache
def _pools() -> _Pools:
    frames = yaml.safe_load((_FOLDER / "frames.yaml").read_text("utf-8"))
    names = []
    for line in (_FOLDER / "names.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            given, _, family = line.partition(": ")[2].partition("|")
            names.append((_listed(given), _listed(family)))
    cases = [one.case.notes for one in load_draft_cases() if not one.held]
    cases += [one.case.notes for one in load_email_cases() if not one.held and isinstance(one.case.notes, Notes)]
    people = {name for notes in cases for name in (notes.candidate.name, *(person.name for person in notes.recipients)) if name}
    return _Pools(
        tuple(names),
        tuple(sorted(people)),
        tuple(sorted({notes.company for notes in cases if notes.company})),
        tuple(sorted({notes.role for notes in cases if notes.role})),
        tuple(cases),
        frames,
    )


def _listed(line: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in line.split(",") if part.strip())


def _person(draw: random.Random) -> str:
    if draw.random() < 0.35:
        return draw.choice(_pools().people)
    given, family = draw.choice(_pools().names)
    if not family or draw.random() < 0.03:
        return draw.choice(given)
    parts = [draw.choice(given), draw.choice(family)]
    if draw.random() < 0.12:
        parts.insert(1, draw.choice((*given, f"{draw.choice('ABDEJKLMNPRST')}.")))
    if draw.random() < 0.08:
        parts[-1] = f"{parts[-1]}-{draw.choice(family).split()[-1]}"
    return " ".join(parts)


def _company(draw: random.Random) -> str:
    frames, roll = _pools().frames, draw.random()
    if roll < 0.3:
        return draw.choice(_pools().companies)
    if roll < 0.5:
        word = "".join(draw.choice(frames["syllables"]) for _ in range(draw.choice((2, 2, 3)))).capitalize()
    elif roll < 0.65:
        word = (draw.choice(draw.choice(_pools().names)[1] or ("Bell",)).split()[-1]).strip("'-")
        word = word[:1].upper() + word[1:]
    else:
        word = draw.choice(frames["places"])
    second = draw.choice(frames["trades"]) if draw.random() < 0.7 else ""
    form = draw.choice(frames["forms"]) if draw.random() < 0.4 else ""
    return " ".join(part for part in (f"{draw.choice(frames['prefixes'])}{word}", second, form) if part)


def swap(marked: Marked, draw: random.Random) -> Marked:
    """The notes with other people, another employer and another job; parts of a name become parts of the new one."""
    new = {}
    for one in marked.marks:
        if one.whole not in new:
            maker = _person if one.label in PEOPLE else _company if one.label == COMPANY else lambda d: d.choice(_pools().roles)
            new[one.whole] = maker(draw)
    pieces: list[tuple[str, Mark | None]] = []
    at = 0
    for one in marked.marks:
        pieces.append((marked.text[at : one.start], None))
        said = marked.text[one.start : one.end]
        pieces.append((_as_written(_part(said, one, new[one.whole]), said), one))
        at = one.end
    pieces.append((marked.text[at:], None))
    return _joined([(_in_addresses(said, new), one) if one is None else (said, one) for said, one in pieces], marked)


def _part(said: str, one: Mark, value: str) -> str:
    """The new value, or the part of it that answers to the part of the old one."""
    old, new = one.whole.split(), value.split()
    if len(said.split()) >= len(old) or one.label == ROLE:
        return value
    return new[0] if one.label == COMPANY or fold(said) == fold(old[0]) else new[-1]


def _as_written(value: str, said: str) -> str:
    if said.islower():
        return value.lower()
    return value.upper() if said.isupper() and len(said) > 3 else value


def _in_addresses(text: str, new: dict[str, str]) -> str:
    """The text with the old names' words in addresses replaced by the new ones'."""

    def change(match: re.Match[str]) -> str:
        said = match[0]
        for old, value in new.items():
            squeezed = re.sub(r"[^a-z0-9]", "", fold(old))
            said = said.replace(squeezed, re.sub(r"[^a-z0-9]", "", fold(value)))
            for word, other in zip(fold(old).split(), [*fold(value).split(), *[""] * 9], strict=False):
                if len(word) > 3 and other:
                    said = said.replace(word, re.sub(r"[^a-z0-9]", "", other))
        return said

    return re.sub(r"[\w.+-]+@[\w.-]+\w", change, text)


def _joined(pieces: Sequence[tuple[str, Mark | None]], of: Marked) -> Marked:
    text, marks = "", []
    for said, one in pieces:
        if one is not None and said:
            marks.append(Mark(len(text), len(text) + len(said), one.label, one.whole))
        text += said
    return Marked(text, tuple(marks), of.author, of.scenario, of.truth)


def retype(marked: Marked, draw: random.Random) -> Marked:
    """The notes as another hand would type them: without capitals, without marks, in one breath, or with lines missing."""
    roll = draw.random()
    if roll < 0.35:
        return _mapped(marked, str.lower)
    if roll < 0.6:
        return _mapped(marked, lambda said: re.sub(r"\s+", " ", _MARKS.sub(" ", said)).lower())
    if roll < 0.75:
        return _mapped(marked, lambda said: re.sub(r"[.,;:!]", "", said))
    if roll < 0.85:
        return _mapped(marked, lambda said: said.replace("\n", " "))
    return _without_lines(marked, draw)


def _mapped(marked: Marked, change: Callable[[str], str]) -> Marked:
    pieces: list[tuple[str, Mark | None]] = []
    at = 0
    for one in marked.marks:
        pieces += [(change(marked.text[at : one.start]) or " ", None), (change(marked.text[one.start : one.end]).strip(), one)]
        at = one.end
    pieces.append((change(marked.text[at:]), None))
    return _joined(pieces, marked)


def _without_lines(marked: Marked, draw: random.Random) -> Marked:
    """The notes with a third of the lines that name nobody dropped."""
    pieces: list[tuple[str, Mark | None]] = []
    for match in re.finditer(r"[^\n]*\n?", marked.text):
        inside = [one for one in marked.marks if match.start() <= one.start < match.end()]
        if not inside and draw.random() < 0.35:
            continue
        at = match.start()
        for one in inside:
            pieces += [(marked.text[at : one.start], None), (marked.text[one.start : one.end], one)]
            at = one.end
        pieces.append((marked.text[at : max(at, match.end())], None))
    return _joined(pieces, marked)


def compose(draw: random.Random) -> Marked:
    """Invented notes: the facts of a draft case between lines of frames that name people, employer and job."""
    pools = _pools()
    frames, notes = pools.frames, draw.choice(pools.notes)
    sender, recipient, company = _person(draw), _person(draw), _company(draw)
    role = draw.choice(pools.roles)
    facts = [fact.text for fact in notes.facts]
    draw.shuffle(facts)
    facts = facts[: draw.randint(1, 6)] + [draw.choice(frames["noise"]) for _ in range(draw.choice((0, 0, 1, 2)))]
    draw.shuffle(facts)
    bullet = draw.choice(("", "", "- ", "* ", "• ", "> "))
    body = draw.choice(("\n", "\n", ". ", " ")).join(f"{bullet}{fact}" if bullet else fact for fact in facts)
    page = draw.choice(frames["threads"]).replace("{f}", body) if draw.random() < 0.3 else _lines(draw, frames, body)
    title = draw.choice(frames["titles"])
    values = {"c": (company, COMPANY), "o": (role, ROLE), "R1": (recipient, RECIPIENT)}
    for slot, name, label in (("s", sender, SENDER), ("r", recipient, RECIPIENT)):
        values |= {slot: (name, label), f"{slot}1": (name.split()[0], label), f"{slot}2": (name.split()[-1], label)}
    pieces: list[tuple[str, Mark | None]] = []
    for index, part in enumerate(_SLOT.split(page)):
        if index % 2 == 0:
            pieces.append((part, None))
        elif part in values:
            value, label = values[part]
            if (part == "r2" or (part == "r" and draw.random() < 0.12)) and pieces:
                pieces.append((f"{title} ", None))
            pieces.append((value, Mark(0, 0, label, value)))
        else:
            pieces.append((_filler(part, draw, sender, recipient, company), None))
    truth: dict[str, tuple[str, ...]] = {"sender": (sender,), "recipient": (recipient,), "company": (company,), "role": (role,)}
    return _joined(pieces, Marked("", (), "invented", notes.scenario, truth))


def _lines(draw: random.Random, frames: dict[str, list[str]], body: str) -> str:
    plan = draw.choice((("rco",), ("rco",), ("rc", "o"), ("co", "r"), ("r", "c", "o"), ("rc",), ("co",), ("r", "co"), ("o", "rc")))
    head = [draw.choice(frames[key]) for key in plan]
    if len(plan) > 1 and draw.random() < 0.5:
        draw.shuffle(head)
    tail = [draw.choice(frames["s"])] if draw.random() < 0.8 else []
    before = [draw.choice(frames["before"])] if not tail and draw.random() < 0.5 else []
    late = [head.pop()] if len(head) > 1 and draw.random() < 0.3 else []
    return draw.choice(("\n", "\n", "\n", "\n\n", ". ", " ")).join([*before, *head, body, *late, *tail])


def _filler(slot: str, draw: random.Random, sender: str, recipient: str, company: str) -> str:
    frames = _pools().frames
    if slot == "j":
        return draw.choice(frames["jobs"]) if draw.random() < 0.6 else draw.choice(_pools().roles)
    if slot == "d":
        return draw.choice(frames["days"])
    if slot == "y":
        return _company(draw)
    if slot in {"x", "x1"}:
        return _person(draw).split()[0] if slot == "x1" or draw.random() < 0.3 else _person(draw)
    name = {"sa": sender, "ra": recipient, "xa": _person(draw)}[slot]
    host = re.sub(r"[^a-z0-9]", "", fold(company)) if slot == "ra" else draw.choice(("gmail", "outlook", "mail"))
    return f"{'.'.join(re.sub(r'[^a-z]', '', fold(word)) for word in (name.split()[0], name.split()[-1]))}@{host or 'firm'}.example"
