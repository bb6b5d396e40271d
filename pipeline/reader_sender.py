"""The candidate's own name and address, taken only where the notes say whose they are."""

from __future__ import annotations

import re

from pipeline.reader_data import fold, labels, people
from pipeline.reader_frames import frame
from pipeline.reader_names import find_names, name_at, read_person
from pipeline.reader_segments import Shape

__all__ = ["read_sender"]

Found = tuple[int, int]

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HERE = re.compile(r"[ ]*,?[ ]+here\b", re.IGNORECASE)


def read_sender(text: str, shape: Shape) -> tuple[Found | None, Found | None]:
    """Spans of the candidate's own name and email address, where the notes say whose they are; None where they do not."""
    mail = _mail_sender(text, shape)
    if mail is not None:
        return mail
    email: Found | None = None
    for line in shape.lines:
        kind = labels().fields.get(line.label or "")
        if kind == "sender_email" and (match := _EMAIL.search(text, line.start, line.end)):
            email = match.span()
    for line in shape.lines:
        if labels().fields.get(line.label or "") == "sender" and line.own_label and line.text and len(line.text) < 90:
            person = read_person(text, line.start, line.end)
            if person.name and text[line.start : person.name[0]].strip(" *_\"'") in {"", *_titles_of(text, person.title)}:
                return person.name, person.email or email
    return _said_name(text, shape) or _signed_name(text, shape), email


def _titles_of(text: str, title: Found | None) -> set[str]:
    return {text[slice(*title)].strip()} if title else set()


def _said_name(text: str, shape: Shape) -> Found | None:
    for match in frame("my_name").finditer(text):
        lead = fold(match[0]).strip(" :,")
        name = name_at(text, match.end(), len(text), lower=lead.startswith("my name"))
        if name is None:
            continue
        sure = lead.startswith(("my name", "sign", "i am called"))
        ends = re.match(r"\s*(?:[.,!;)\n]|$|and |here|a |an |the )", text[name.end :][:12]) is not None
        if sure or (name.score >= 2 and ends and (lead != "this is" or match.start() < 40)):
            return (name.start, name.end)
    first = next((line for line in shape.lines if line.text), None)
    if first is not None:
        name = name_at(text, first.start, first.end) or next(find_names(text, first.start, min(first.end, first.start + 60)), None)
        if name and name.score >= 2 and _HERE.match(text, name.end, first.end):
            return (name.start, name.end)
    return None


def _signed_name(text: str, shape: Shape) -> Found | None:
    """A name alone on the last line, after a dash, a closing or an empty line."""
    rows = [match for match in re.finditer(r"[^\r\n]+", text) if match[0].strip()]
    if len(rows) < 2:
        return None
    last, above = rows[-1], rows[-2]
    inline = frame("closed").search(last[0]) or re.search(r"[.!?]\s+From,?\s+(?=\S)", last[0])
    if inline:
        name = name_at(text, last.start() + inline.end(), last.end())
        if name is not None and not text[name.end : last.end()].strip(" .!xX"):
            return (name.start, name.end)
    match = re.match(r"\s*(?P<dash>[-–—~/]{0,3})\s*(?P<body>.+?)\s*$", last[0])
    if match is None:
        return None
    name = name_at(text, last.start() + match.start("body"), last.end())
    if name is None or text[name.end : last.end()].strip(" .!xX"):
        return None
    gap = text[above.end() : last.start()].count("\n") > 1
    listed = bool(re.match(r"\s*[-–—*•]\s", above[0]))
    if frame("closing").match(above[0]):
        return (name.start, name.end)
    body = re.sub(r"\S*(?:://|@|www\.)\S*", " ", fold(text[: last.start()]))
    elsewhere = len(re.findall(rf"\b{re.escape(fold(name.text).split()[0])}\b", body))
    dashed = bool(match["dash"]) and (gap or not listed)
    told = len(above[0].split()) > 2 and not match["dash"]
    plain = len(above[0].split()) > 5 and name.score >= 1
    if elsewhere == 0 and (dashed or ((gap or told) and (name.score >= 2 or plain))):
        return (name.start, name.end)
    return None


def _mail_sender(text: str, shape: Shape) -> tuple[Found | None, Found | None] | None:
    """The candidate's side of a pasted mail; None when there is no mail header, (None, None) when it does not tell."""
    rows = {line.label: line for line in shape.lines if line.own_label and line.label in {"from", "to", "subject"} and line.text}
    if "from" not in rows or not ({"to", "subject"} & set(rows)):
        return None
    sides = {key: read_person(text, rows[key].start, rows[key].end) for key in ("from", "to") if key in rows}
    for side in sides.values():
        if side.email and fold(text[slice(*side.email)]).split("@")[1].split(".")[0] in people()["personal_mail"]:
            return side.name, side.email
    mine = sides.get("to" if frame("from_them").search(text) else "from")
    return (mine.name, mine.email) if mine else (None, None)
