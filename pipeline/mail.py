"""The email as a file that mail programs open as a draft (.eml), and as a link that opens one (mailto:).

The file has seven header fields at most: From, To, Subject, X-Unsent (opens as a draft), MIME-Version, Content-Type and
Content-Transfer-Encoding. Date and Message-ID are left to the mail program, which sets them on sending; written here, they would
date the email to the drafting. The body is quoted-printable UTF-8 with a paragraph to a line: Thunderbird, Outlook and Gmail all
decode it to the very text and wrap it to the window, while of format=flowed only Thunderbird takes the line ends out again.
"""

from __future__ import annotations

from email import policy
from email.charset import QP, Charset
from email.header import Header, decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, quote
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote as percent

from pipeline.errors import BadInput
from pipeline.mail_fields import Mailbox, clean_body, clean_field, clean_mailbox, clean_mailboxes, mailboxes

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["MAILTO_LIMIT", "Mailbox", "Mailto", "eml_bytes", "mailboxes", "mailto_link"]

#: Windows and several mail programs cut a link at about 2,000 characters; one that long is not offered.
MAILTO_LIMIT = 2000

_LINE = 76
_LONGEST_WORD = 60
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~ ")


class Mailto(NamedTuple):
    """A link, or None and the `reason`, a sentence for the user."""

    url: str | None
    reason: str = ""


def eml_bytes(subject: str, text: str, *, to: Sequence[Mailbox] = (), sender: Mailbox | None = None) -> bytes:
    """A message file with CRLF line ends, pure ASCII, that reads back as what was given.

    Args:
        subject: one line; the header is left out when it is empty.
        text: the email from greeting to signature, any line ends.
        to: recipients, each address once; none leaves the header out.
        sender: who sends it; None leaves the header out.

    Raises:
        BadInput: a field holds a line break, a control or direction character or coded header text, or an address is none.
    """
    subject, text, recipients = clean_field(subject, "subject"), clean_body(text), clean_mailboxes(to)
    senders = [clean_mailbox(sender, "sender")] if sender else []
    message = Message(policy.compat32.clone(linesep="\r\n", max_line_length=None))
    for name, boxes in (("From", senders), ("To", recipients)):
        if boxes:
            message[name] = ",\r\n ".join(_mailbox(box, name) for box in boxes)
    if subject:
        charset = "utf-8" if max(map(len, subject.split())) > _LONGEST_WORD else None  # coded words break where plain ones cannot
        message["Subject"] = Header(subject, charset, maxlinelen=_LINE, header_name="Subject").encode(linesep="\r\n")
    message["X-Unsent"] = "1"
    quoted = Charset("utf-8")
    quoted.body_encoding = QP
    message.set_payload(text, quoted)
    written = message.as_bytes()
    _read_back(written, subject, text, senders, recipients)
    return written


def mailto_link(subject: str, text: str, *, to: Sequence[Mailbox] = ()) -> Mailto:
    """A link that opens the mail program with the email in it (RFC 6068), or the reason why there is none.

    Args:
        subject: one line.
        text: the email from greeting to signature, any line ends.
        to: recipients; their names have no place in such a link.

    Raises:
        BadInput: as for `eml_bytes`.
    """
    subject, text = clean_field(subject, "subject"), clean_body(text)
    people = ",".join(percent(box.address, safe="@") for box in clean_mailboxes(to, ascii_only=False))
    url = f"mailto:{people}?subject={percent(subject, safe='')}&body={percent(text.rstrip().replace(chr(10), chr(13) + chr(10)), safe='')}"
    if len(url) >= MAILTO_LIMIT:
        return Mailto(None, f"As a link this email has {len(url):,} characters, and mail programs cut links at 2,000; take the .eml file.")
    return Mailto(url)


def _mailbox(box: Mailbox, header: str) -> str:
    """One mailbox, folded so that no line is longer than it must be."""
    if not box.name:
        return f"<{box.address}>"
    if not box.name.isascii():
        phrase = Header(box.name, "utf-8", maxlinelen=_LINE, header_name=header).encode(linesep="\r\n")
    else:
        phrase = box.name if _PLAIN.issuperset(box.name) else f'"{quote(box.name)}"'
    last = phrase.rpartition("\n")[2]
    room = len(header) + 2 + len(last) + len(box.address) + 4 <= _LINE
    return f"{phrase}{' ' if room else chr(13) + chr(10) + ' '}<{box.address}>"


def _read_back(written: bytes, subject: str, text: str, senders: list[Mailbox], recipients: list[Mailbox]) -> None:
    """Parse what was written with both parsers of the standard library; a file that reads differently does not leave."""
    strict = BytesParser(policy=policy.default).parsebytes(written)
    given = {name: boxes for name, boxes in (("From", senders), ("To", recipients)) if boxes}
    keys = [*given, *(("Subject",) if subject else ()), "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
    same = (
        strict.keys() == keys
        and str(strict["Subject"] or "") == subject
        and strict.get_content().replace("\r\n", "\n") == text
        and all(_people(written, name) == boxes for name, boxes in given.items())
        and all([one.addr_spec for one in strict[name].addresses] == [box.address for box in boxes] for name, boxes in given.items())
    )
    if not same:
        raise BadInput("This email cannot be written to a file that every mail program reads alike; simplify the names or the subject.")


def _people(written: bytes, name: str) -> list[Mailbox]:
    """The mailboxes of a header, as RFC 2047 has them: the newer parser of Python 3.11 puts blanks between coded words of a name."""
    raw = str(BytesParser(policy=policy.compat32).parsebytes(written)[name])
    return [Mailbox(str(make_header(decode_header(phrase))), address) for phrase, address in getaddresses([raw.replace("\r\n", "")])]
