"""Writes thousands of .eml files from hostile names, addresses, subjects and texts, and reads each back by other means.

    python -m benchmarks.eml_fuzz --count 10000 --seed 1

Every call must end in one of two ways: a refusal, or a file with the headers we write and no other, whose values and text read back
as given. The reading here shares no code with the writing: it takes the bytes apart itself, and asks both parsers of the standard library.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import quopri
import random
import re
import time
from collections import Counter
from email import policy
from email.parser import BytesParser
from typing import NamedTuple

from pipeline.errors import BadInput
from pipeline.mail import Mailbox, eml_bytes

OURS = ("From", "To", "Subject", "X-Unsent", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")

NAMES = (
    'Margit Holm', 'José Müller-Lüdenscheidt', 'Nguyễn Thị Minh Khai', '山田 太郎', 'محمد بن سلمان', 'Þórður Ægisson', "O'Brien, Pat",
    'Łukasz', 'Dr. Ada (Operations)', 'שרה לוי', 'Σωκράτης', 'अमित शर्मा', 'Ng', 'Jean-Baptiste d’Été', 'Anna "Anni" Weiß',
    'Smith; Sons', '김철수', 'Zoë',
)  # fmt: skip
SUBJECTS = (
    'Thank you for the call on Tuesday', 'Schichtleitung: danke für das Gespräch', 'Re: 50% of the work, 100% of the fun?',
    'Gracias – la visita', 'Dispatch planner / night shift', '面接のお礼', 'Follow-up: reliability engineer (ferries)',
    'A question about “Ærø” & the rota', 'x', "Thank you " + "for the long and very particular conversation " * 4,
)  # fmt: skip
ATTACKS = (
    '\r\nBcc: eve@evil.example', '\nBcc: eve@evil.example', '\rBcc: eve@evil.example', '\r\n\r\n<html>', '\r\n Bcc: eve@evil.example',
    '=?utf-8?q?=0D=0ABcc:_eve@evil.example?=', '=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=', '=?utf-8?q?a=0ABcc:x@y.z',
    '=?us-ascii?q?=0A?=', '=?utf-7?q?+AA0ACg-Bcc:?=', '=?UTF-8*en?Q?=0d=0aBcc:?=', '\x00', '\x0b', '\x0cBcc: x@y.z', '\x1c', '\x1d',
    '\x1e', '\x85Bcc: x@y.z', '\u2028Bcc: x@y.z', '\u2029', '\u202e', '\u2066', '\ud800', '\udcff', '\ufffe', '\U0001fffe',
    '\U000e0041', '\x1b[31m', '\t', '\x7f',
)  # fmt: skip
ODD = (
    '"', '\\', ',', ';', ':', '<', '>', '(', ')', '[', ']', '@', "'", '=', '?', '_', '?=', '&', '%0D%0A', '\\r\\n',
    '<eve@evil.example>', '.', '--', 'undisclosed:;', '"quoted"', '\\"', 'é', 'ß', 'ﬁ', '😀', '\U0001f469\u200d\U0001f4bb', 'é',
    '\u200c', '\u200d', '\u200e', '\xa0', '\xad', '\u3000', 'ﷺ', '𠀀', 'Bcc: eve@evil.example', 'To:', 'From ', 'X-Unsent: 0', "a" * 90,
    "é" * 90, '  ', ' ', '',
)  # fmt: skip
ADDRESSES = (
    'margit@tarnby.example', 'j.müller@bahn.example', 'a@straße.example', 'x+y@例え.example', "o'brien@x.example", 'a@b',
    'first.last@sub.deep.example', 'eve@evil.example>, <x@y.z', 'a b@c.d', 'a@b@c', '"a b"@c.d', '@c.d', 'a@', '', 'a@-x.example',
    'a..b@c.d', 'a@b..c', 'a@[127.0.0.1]', 'a@b.c,d@e.f', 'a@b.c\r\nBcc: x@y.z', '=?utf-8?q?a?=@b.c', "a" * 70 + "@b.c",
    "a@" + "b" * 64 + ".c", 'a@xn--ls8h.example', '(c)a@b.c', 'a@b.c;d@e.f',
)  # fmt: skip


class Mail(NamedTuple):
    """One generated call of `eml_bytes`."""

    subject: str
    text: str
    to: list[Mailbox]
    sender: Mailbox | None


def generate(draw: random.Random) -> Mail:
    """An email about half of whose fields are hostile or odd."""
    to = [_mailbox(draw) for _ in range(draw.choice((0, 1, 1, 1, 2, 4)))]
    text = "\n\n".join(_field(draw, SUBJECTS, 0.03) for _ in range(draw.randint(0, 5)))
    text = text.replace("\n", draw.choice(("\n", "\n", "\r\n", "\r"))) + draw.choice(("", "\n", " \n", ".\n.", "\nFrom here on\n"))
    return Mail(_field(draw, SUBJECTS, 0.12), text, to, _mailbox(draw) if draw.random() < 0.5 else None)


def _mailbox(draw: random.Random) -> Mailbox:
    return Mailbox(_field(draw, NAMES, 0.08), draw.choice(ADDRESSES[:7]) if draw.random() < 0.93 else draw.choice(ADDRESSES))


def _field(draw: random.Random, good: tuple[str, ...], hostile: float) -> str:
    text = draw.choice(good)
    for _ in range(draw.choice((0, 0, 1, 2, 6))):
        piece = draw.choice(ODD) if draw.random() < 0.8 else "".join(chr(draw.choice(_RANGES)(draw)) for _ in range(draw.randint(1, 12)))
        at = draw.randint(0, len(text))
        text = text[:at] + piece + text[at:]
    if draw.random() < hostile:
        at = draw.randint(0, len(text))
        text = text[:at] + draw.choice(ATTACKS) + text[at:]
    return text


_RANGES = (
    lambda draw: draw.randint(0x20, 0x7E),
    lambda draw: draw.randint(0xA0, 0x24F),
    lambda draw: draw.randint(0x370, 0x6FF),
    lambda draw: draw.randint(0x4E00, 0x9FFF),
    lambda draw: draw.randint(0x1F300, 0x1FAFF),
)


def faults(mail: Mail, written: bytes) -> list[str]:
    """What is wrong with a written file; empty when it says what was given and nothing else."""
    head, gap, body = written.partition(b"\r\n\r\n")
    found = [] if gap and written.isascii() else ["no header block, or bytes beyond ASCII"]
    if re.search(rb"(?<!\r)\n|\r(?!\n)", written):
        found.append("a bare line end")
    if max(map(len, written.split(b"\r\n"))) > 998:
        found.append("a line over 998 octets")
    fields = [tuple(line.split(": ", 1)) for line in re.sub(r"\r\n(?=[ \t])", "", head.decode("ascii")).split("\r\n")]
    names = [field[0] for field in fields]
    there = {"From": mail.sender is not None, "To": bool(mail.to), "Subject": bool(mail.subject.split())}
    if names != [name for name in OURS if there.get(name, True)]:
        found.append(f"headers {names}")
    for parser in (policy.compat32, policy.default):
        if BytesParser(policy=parser).parsebytes(written).keys() != names:
            found.append(f"a parser reads other headers under {parser}")
    values = {field[0]: field[-1] for field in fields}
    if _decoded(values.get("Subject", "")) != " ".join(mail.subject.split()):
        found.append(f"subject {values.get('Subject')!r}")
    parsed = BytesParser(policy=policy.default).parsebytes(written)
    for name, given in (("From", [mail.sender] if mail.sender else []), ("To", mail.to)):
        read = [(one.display_name, one.addr_spec) for one in parsed[name].addresses] if name in parsed else []
        seen: dict[str, str] = {}
        for box in given:
            seen.setdefault(_ascii(box.address.strip()).casefold(), "".join(box.name.split()))
        if [("".join(name.split()), address.casefold()) for name, address in read] != [(box, key) for key, box in seen.items()]:
            found.append(f"{name} {read}")
    if quopri.decodestring(body).decode().replace("\r\n", "\n") != mail.text.replace("\r\n", "\n").replace("\r", "\n"):
        found.append("the text differs")
    return found


def _decoded(value: str) -> str:
    """RFC 2047, written down a second time: blanks between coded words are dropped, each word decoded."""

    def one(match: re.Match[str]) -> str:
        raw = match[2].encode()
        return (base64.b64decode(raw) if match[1] in "bB" else binascii.a2b_qp(raw, header=True)).decode()

    return re.sub(r"=\?utf-8\?([bq])\?([^?]*)\?=", one, re.sub(r"\?=\s+=\?", "?==?", value), flags=re.IGNORECASE)


def _ascii(address: str) -> str:
    local, _, domain = address.rpartition("@")
    return f"{local}@{'.'.join(_label(label) for label in domain.split('.'))}"


def _label(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode()


def run(count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Counts of what came of `count` emails, and every fault."""
    draw = random.Random(seed)  # noqa: S311 - test data
    counts: Counter[str] = Counter()
    found: list[str] = []
    for _ in range(count):
        mail = generate(draw)
        try:
            written = eml_bytes(mail.subject, mail.text, to=mail.to, sender=mail.sender)
        except BadInput as error:
            counts["not alike" if "alike" in str(error) else "refused"] += 1
            continue
        counts["written"] += 1
        found += [f"{fault} <- {mail!r}" for fault in faults(mail, written)]
    return counts, found


def main() -> None:
    """Print the counts; exit 1 on any fault."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    started = time.perf_counter()
    counts, found = run(options.count, options.seed)
    for fault in found[:20]:
        print(fault.encode("ascii", "backslashreplace").decode())
    print(f"{options.count} emails in {time.perf_counter() - started:.1f} s: {dict(counts)}, faults: {len(found)}")
    raise SystemExit(1 if found else 0)


if __name__ == "__main__":
    main()
