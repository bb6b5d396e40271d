"""The candidate's own name and address, taken only where the notes say whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.reader_data import fold, labels, people
from pipeline.reader_frames import frame
from pipeline.reader_names import Name, Person, find_names, is_given, is_role, name_at, read_person
from pipeline.reader_segments import Shape
from pipeline.reader_small import small_name_at
from pipeline.reader_words import is_lower_case, is_ordinary
from prompts.patterns import compiled

__all__ = ["read_sender"]

Found = tuple[int, int]

_EMAIL = compiled(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HERE = compiled(r"[ ]*,?[ ]+here\b", re.IGNORECASE)
_NO_NAME = compiled(
    r"\W*(?:[\w.+-]+@[\w.-]+|https?://\S+|www\.\S+|sent from my \w+|[+()\d\s./-]{6,}|(?:tel|mob|phone|mobile|m|t|e)[.:].*)\W*$", re.I
)
_FROM = compiled(r"(?:(?m:^)[\s>*_-]*|[.!?;]\s+)[Ff]rom,?:?\s+(?=[^\W\d_]+(?:[ '’-][^\W\d_]+){0,4}\W*$)", re.MULTILINE)
#: A remark below the signature.
_BELOW = compiled(
    r"\W*(?:p\.? ?(?:p\.? ?)?s\b\.?[^a-z]|ps\b|private\b|nb\b|note(?: to self)?\b|not for|do(?:n['’]?t| not)\b|keep\b|leave\b|\()",
    re.IGNORECASE,
)
#: Where, inside the last line, a signature may begin.
_TAIL = compiled(
    r"(?P<full>[.!?…)][\"”')]?[ \t]+)|(?P<dash>[ \t]*[–—][ \t]*|[ \t]-{1,3}[ \t]*)|(?P<comma>,[ \t]+)|(?P<slash>[ \t]*/[ \t]*)"
)


def read_sender(text: str, shape: Shape, *, called: str | None = None) -> tuple[Found | None, Found | None]:
    """Spans of the candidate's own name and email address, where the notes say whose they are; None where they do not.

    Args:
        text: the pasted notes.
        shape: their lines.
        called: how a chat names the one who writes; a full name that begins so is the candidate's.
    """
    mail = _mail_sender(text, shape)
    if mail is not None and mail[0] is not None:
        return mail
    email: Found | None = mail[1] if mail else None
    for line in shape.lines:
        kind = labels().fields.get(line.label or "")
        if kind == "sender_email" and (match := _EMAIL.search(text, line.start, line.end)):
            email = match.span()
    for line in shape.lines:
        if mail is not None and line.label == "from":
            continue
        if labels().fields.get(line.label or "") == "sender" and line.own_label and line.text and len(line.text) < 90:
            person = read_person(text, line.start, line.end)
            if person.name and text[line.start : person.name[0]].strip(" *_\"'") in {"", *_titles_of(text, person.title)}:
                return person.name, person.email or email
    return _said_name(text, shape) or _full_name(text, called) or _signed_name(text, shape), email


def _full_name(text: str, called: str | None) -> Found | None:
    """The full name in the text of somebody who is called so in a chat."""
    first = fold(called).split()[0] if called and called.split() else ""
    names = [name for name in find_names(text) if first and " " in name.text and fold(name.text).split()[0] == first]
    return (names[0].start, names[0].end) if names else None


def _titles_of(text: str, title: Found | None) -> set[str]:
    return {text[slice(*title)].strip()} if title else set()


def _said_name(text: str, shape: Shape) -> Found | None:
    small = is_lower_case(text)
    for match in frame("my_name").finditer(text):
        lead = fold(match[0]).strip(" :,")
        sure = re.match(r"my name|(?:please |pls |kindly )?sign|i am called|(?:and |also )?(?:my )?(?:full )?name", lead) is not None
        name = _name_here(text, match.end(), len(text), small=small, told=sure)
        if name is None:
            continue
        ends = (
            re.match(
                r"\s*(?:[.,!;:(\"”)\n]|$|and |here|a |an |the |i |from |at |on |who |writing |speaking )",
                text[name.end :][:12],
                re.IGNORECASE,
            )
            is not None
        )
        spelt = lead in {"i'm", "i am"} and " " in name.text and not any(is_ordinary(word) for word in name.text.split() if len(word) > 2)
        if sure or ((name.score >= 2 or spelt) and ends and (lead not in {"this is", "here is", "this is me"} or match.start() < 60)):
            return (name.start, name.end)
    if small:
        for clause in shape.clauses:
            own = frame("small_own").match(clause.text)
            name = small_name_at(text, clause.start + own.end(), clause.end, told=True) if own else None
            tail = list(re.finditer(r"\b(?:im|i'm|its|it's|my names? is|this is) (?=\S)", clause.text))
            if name is None and tail:
                name = small_name_at(text, clause.start + tail[-1].end(), clause.end, told=True)
            if name and " " in name.text and frame("small_end").fullmatch(text[name.end : clause.end]) and name.score >= 1:
                return (name.start, name.end)
    first = next((line for line in shape.lines if line.text), None)
    if first is not None:
        name = name_at(text, first.start, first.end) or next(find_names(text, first.start, min(first.end, first.start + 60)), None)
        if name and name.score >= 2 and _HERE.match(text, name.end, first.end):
            return (name.start, name.end)
    return None


def _name_here(text: str, start: int, stop: int, *, small: bool, told: bool) -> Name | None:
    if small:
        found = small_name_at(text, start, stop, told=told)
        if found is not None:
            return found
    return name_at(text, start, stop, lower=told)


def _signed_name(text: str, shape: Shape) -> Found | None:
    """A name at the very end: alone on its line, or after the last full stop, dash or comma."""
    rows = [match for match in re.finditer(r"[^\r\n]+", text) if match[0].strip()]
    while len(rows) > 1 and _NO_NAME.match(rows[-1][0]):
        rows.pop()
    found = _signed_in(text, shape, rows)
    below = next((at for at in range(max(1, len(rows) - 4), len(rows)) if _BELOW.match(rows[at][0])), None)
    if found is not None or below is None:
        return found
    above = _alone(text, rows[below - 1].start(), rows[below - 1].end())
    full = above is not None and " " in above.text and not any(is_ordinary(word) for word in above.text.split() if len(word) > 2)
    return _signed_in(text, shape, rows[:below]) if full else None


def _signed_in(text: str, shape: Shape, rows: Sequence[re.Match[str]]) -> Found | None:
    """The name in the last of some lines."""
    if not rows:
        return None
    last = rows[-1]
    under = next((line for line in shape.lines if line.end > last.start() and line.text), None)
    if under is not None and under.label and not under.own_label and labels().fields.get(under.label) in {"recipients", "recruiter"}:
        return None
    above = rows[-2][0] if len(rows) > 1 else ""
    for start, how in _tails(text, last):
        name = _alone(text, start, last.end()) or (_small_line(text, start, last.end()) if how in {"line", "dash"} else None)
        full = _in_brackets(text, start, last.end()) if name is None and how in {"line", "dash"} else None
        if full is not None and len(rows) > 1:
            return (full.start, full.end)
        if name is None or (how == "line" and len(rows) < 2):
            continue
        if _is_signature(text, name, how, above=above, gap=len(rows) > 1 and text[rows[-2].end() : last.start()].count("\n") > 1):
            return (name.start, name.end)
        if how == "line":
            return None
    return None


def _tails(text: str, last: re.Match[str]) -> Iterator[tuple[int, str]]:
    """Where a signature may begin in the last line, and after what."""
    mark = re.match(r"[\s>*_\"•·▪◦●→⇒]*(?P<dash>[-–—~/]{0,3})\s*", last[0])
    at = last.start() + (mark.end() if mark else 0)
    yield at, "dash" if mark and mark["dash"] else "line"
    closed = [match.end() for match in frame("closed").finditer(text, last.start(), last.end())]
    closed += [match.end() for match in _FROM.finditer(text, last.start(), last.end())]
    if closed:
        yield closed[-1], "closing"
    for joint in list(_TAIL.finditer(text, at, last.end()))[-3:]:
        word = re.search(r"([^\W\d_]+)$", text[max(at, joint.start() - 14) : joint.start()])
        if joint["full"] and joint["full"][0] == "." and word and (len(word[1]) == 1 or fold(word[1]) in people()["titles"]):
            continue
        yield joint.end(), next(key for key in ("full", "dash", "comma", "slash") if joint[key])


def _alone(text: str, start: int, stop: int) -> Name | None:
    """The name that fills this stretch; None when anything else stands there."""
    while start < stop and text[start] in "-–—~ \t":
        start += 1
    name = name_at(text, start, stop)
    if is_lower_case(text):
        name = small_name_at(text, start, stop, told=True) or name
    if name is None or not name.text[:1].isalpha():
        return None
    rest = text[name.end : stop].strip(' .!,xX*_~|)\t"')
    if re.fullmatch(r"[A-Z][a-z]+", rest) and name.score >= 2 and " " in name.text:
        end = text.index(rest, name.end) + len(rest)
        return replace(name, end=end, text=text[name.start : end])
    job = text[name.end : stop].strip(" .!*_~|)\t")
    if job.startswith(", ") and " " in name.text and len(job.split()) < 6 and "," not in job[2:] and is_role(job[2:]) and "'" not in job:
        return name
    return None if rest else name


def _small_line(text: str, start: int, stop: int) -> Name | None:
    """A whole line in small letters of which no word is an English one ("jm dela cruz"), though the notes do write capitals."""
    row = text[start:stop].strip(" .!,")
    words = row.split()
    if not 2 <= len(words) <= 4 or row != row.lower() or not re.fullmatch(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*", row):
        return None
    if any(is_ordinary(word) and fold(word) not in people()["particles"] for word in words):
        return None
    at = text.index(row, start)
    return Name(at, at + len(row), row, None, 1 + 2 * any(is_given(word) for word in words))


def _in_brackets(text: str, start: int, stop: int) -> Name | None:
    """The full name that a signature gives in brackets ("Chiamaka (Chiamaka Okereke, as on the form)")."""
    match = re.compile(r"(?P<short>[^\W\d_]+)[ ]+\((?:[a-z]+ ){0,3}(?=[^\W\d_])").match(text, start, stop)
    name = name_at(text, match.end(), stop) if match else None
    if match is None or name is None or " " not in name.text or text[name.end : name.end + 1] not in {")", ",", ";"}:
        return None
    return name if fold(match["short"]) in fold(name.text).split() else None


def _is_signature(text: str, name: Name, how: str, *, above: str, gap: bool) -> bool:
    words = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", name.text)
    given = is_given(words[0]) or name.score >= 2
    likely = given or (len(words) > 1 and not any(is_ordinary(word) for word in words if len(word) > 2))
    body = re.sub(r"\S*(?:://|@|www\.)\S*", " ", fold(text[: name.start]))
    body = (
        re.sub(r"(?m)^\W*(?:attendees|participants|guests|invitees|to|for|candidate)\s*:.*$", " ", body)
        if how in {"line", "dash"}
        else body
    )
    greeted = re.search(rf"\b(?:dear|hi|hello|to:?)\s+(?:\w+\s+)?{re.escape(fold(words[0]))}\b", body) is not None
    elsewhere = len(re.findall(rf"\b{re.escape(fold(words[0]))}\b", body))
    if elsewhere and not greeted and not (how == "closing" or frame("closing").match(above)):
        return False
    if how == "closing" or (how in {"line", "dash"} and (frame("closing").match(above) or re.fullmatch(r"\s*[-–—_]{2,}\s*", above))):
        return True
    if how == "line":
        listed = bool(re.match(r"\s*[-–—*•]\s", above))
        other = _alone(text, _offset(text, above), _offset(text, above) + len(above.rstrip()))
        told = bool(above.split()) and (other is None or other.score < 1)
        strange = len(words) == 1 and len(words[0]) > 3 and words[0].istitle() and not is_ordinary(words[0])
        if strange and not given and not listed and (gap or re.search(r"\S+\s+\S+\s+\S+\s+\S.*[.!?]\s*$", above)):
            return True
        return likely and (gap or told) and (len(words) > 1 or given) and not (listed and len(words) == 1 and not given)
    if how == "dash":
        return likely or gap
    if how in {"full", "slash"}:
        return likely and len(words) > 1
    row = text[text.rfind("\n", 0, name.start) + 1 : name.start]
    if re.fullmatch(r"\W*[a-z\u00e0-\u00ff]+(?: [a-z\u00e0-\u00ff]+)?,\s+", row) and likely:
        return True
    before = text[max(0, name.start - 60) : name.start].rstrip(", ")
    ends_in_name = any(found.end == len(before) and found.score >= 1 for found in find_names(before))
    return given and len(words) > 1 and not ends_in_name and name.title is None


def _offset(text: str, row: str) -> int:
    at = text.rfind(row)
    return at + len(row) - len(row.lstrip(' \t>*_-–—•"'))


def _mail_sender(text: str, shape: Shape) -> tuple[Found | None, Found | None] | None:
    """The candidate's side of a pasted mail; None when there is no mail header, (None, None) when it does not tell."""
    rows = {line.label: line for line in shape.lines if line.own_label and line.label in {"from", "to", "subject"} and line.text}
    if "from" not in rows or not ({"to", "subject"} & set(rows)):
        return None
    sides: dict[str, Person] = {key: read_person(text, rows[key].start, rows[key].end) for key in ("from", "to") if key in rows}
    for side in sides.values():
        if side.email and fold(text[slice(*side.email)]).split("@")[1].split(".")[0] in people()["personal_mail"]:
            return side.name, side.email
    told = "to" if frame("from_them").search(text) else "" if any(side.email for side in sides.values()) else "from"
    greeted = _addressed(text, sides)
    own = greeted == "to" and frame("from_me").search(text) is not None and frame("from_them").search(text) is None
    mine = sides.get("from" if own else greeted or told)
    return (mine.name, mine.email) if mine else (None, None)


def _addressed(text: str, sides: dict[str, Person]) -> str:
    """The side that the greeting of the pasted mail names; empty when it names none."""
    greeting = frame("greeting").search(text)
    word = fold(greeting["name"]) if greeting else ""
    for key, side in sides.items():
        if side.name and word and word in fold(text[slice(*side.name)]).split():
            return key
    return ""
