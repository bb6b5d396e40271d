"""What may stand in an email's header fields and body: everything that could end a line, hide, or decode to something else is refused."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from pipeline.errors import BadInput
from prompts.patterns import compiled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from prompts.brief import Brief

__all__ = ["Mailbox", "clean_body", "clean_field", "clean_mailbox", "clean_mailboxes", "mailboxes"]

#: Longer than any subject or name a person writes, and short enough for one header line (RFC 5322: 998 octets).
_MOST_CHARACTERS = 300
#: RFC 5321: a path of 256 octets with its angle brackets.
_LONGEST_ADDRESS, _LONGEST_LOCAL = 254, 64

#: Controls, line and paragraph separators, direction overrides and isolates, surrogates, non-characters, invisible tags.
_HOSTILE = compiled(
    "[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufff9-\uffff\U000e0000-\U000e0fff"
    + "".join(f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17))
    + "]"
)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = compiled(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = compiled(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")


class Mailbox(NamedTuple):
    """A person as a header names one: display name (may be empty) and address."""

    name: str
    address: str


def mailboxes(brief: Brief) -> tuple[Mailbox | None, tuple[Mailbox, ...]]:
    """The sender, where the notes give the candidate's address, and those recipients whose address they give."""
    candidate = brief.notes.candidate
    sender = Mailbox(candidate.name or "", candidate.email) if candidate.email else None
    return sender, tuple(Mailbox(person.name or "", person.email) for person in brief.recipients if person.email)


def clean_field(text: str, what: str) -> str:
    """A header value on one line, runs of blanks as one; equal to `text` for anything a person types.

    Args:
        text: the value; any letters of any script.
        what: what a message calls it ("subject").

    Raises:
        BadInput: a line break, a control or direction character, coded header text (`=?`), or more than 300 characters.
    """
    _refuse_hostile(text, what, allowed="")
    if "=?" in text:
        raise BadInput(f"The {what} holds “=?”, which begins coded text in a mail header; write it in plain words.")
    text = " ".join(text.split())
    if len(text) > _MOST_CHARACTERS:
        raise BadInput(f"The {what} has {len(text)} characters; a mail header takes {_MOST_CHARACTERS} here. Shorten it.")
    return text


def clean_body(text: str) -> str:
    """The text of the email with line feeds for all line ends.

    Raises:
        BadInput: a control, direction or separator character other than line end and tab.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse_hostile(text, "email", allowed="\n\t")
    return text


def clean_mailbox(box: Mailbox, whose: str, *, ascii_only: bool = True) -> Mailbox:
    """The mailbox with its name on one line and its address as mail servers take it: a domain in other letters as `xn--`.

    Args:
        box: name and address as the notes have them.
        whose: what a message calls its owner ("recipient").
        ascii_only: refuse an address with other letters before the @, which a mail header cannot carry.

    Raises:
        BadInput: the name is not fit for a header, or the address is none.
    """
    name = clean_field(box.name, f"{whose}'s name")
    address = clean_field(box.address, f"{whose}'s address")
    local, at, domain = address.rpartition("@")
    plain = local if ascii_only else re.sub(r"[^\x00-\x7f]", "x", local)
    if at and ascii_only and not local.isascii():
        raise BadInput(
            f"The {whose}'s address {address!r} has letters before the @ that many mail servers refuse; "
            "leave it out of the notes and type it into your mail program."
        )
    if not (at and _LOCAL.fullmatch(plain) and len(local.encode()) <= _LONGEST_LOCAL):
        raise BadInput(f"The {whose}'s address {address!r} is no email address; correct it, or leave it out.")
    address = f"{local}@{_domain(domain, address, whose)}"
    if len(address.encode()) > _LONGEST_ADDRESS:
        raise BadInput(f"The {whose}'s address is longer than the {_LONGEST_ADDRESS} characters an address may have; correct it.")
    return Mailbox(name, address)


def clean_mailboxes(boxes: Iterable[Mailbox], *, ascii_only: bool = True) -> list[Mailbox]:
    """Recipients, each address once, under its first name."""
    cleaned: dict[str, Mailbox] = {}
    for box in boxes:
        one = clean_mailbox(box, "recipient", ascii_only=ascii_only)
        cleaned.setdefault(one.address.casefold(), one)
    return list(cleaned.values())


def _domain(domain: str, address: str, whose: str) -> str:
    if not domain.isascii():
        import idna

        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except (idna.IDNAError, UnicodeError) as error:
            raise BadInput(f"The {whose}'s address {address!r} has a domain that cannot be ({error}); correct it.") from error
    if not all(_LABEL.fullmatch(label) for label in domain.split(".")):
        raise BadInput(f"The {whose}'s address {address!r} is no email address; correct it, or leave it out.")
    return domain


def _refuse_hostile(text: str, what: str, *, allowed: str) -> None:
    for match in _HOSTILE.finditer(text):
        char = match[0]
        if char in allowed:
            continue
        name = {"\n": "line break", "\r": "line break", "\t": "tab"}.get(char) or unicodedata.name(char, "a control character").lower()
        raise BadInput(f"The {what} holds U+{ord(char):04X} ({name}) at character {match.start() + 1}; delete it.")
