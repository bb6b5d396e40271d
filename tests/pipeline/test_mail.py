from __future__ import annotations

import quopri
import re
from email import policy
from email.parser import BytesParser
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.eml_fuzz import OURS, faults, generate, run
from pipeline.errors import BadInput
from pipeline.mail import MAILTO_LIMIT, Mailbox, eml_bytes, mailboxes, mailto_link
from prompts.brief import build_brief
from prompts.notes import Notes

TEXT = "Dear Ms Holm,\n\nThank you for the call. It was a pleasure — “truly”.\n\nKind regards,\nInés Aguirre\n"
TO = [Mailbox("Margit Holm", "margit@tarnby.example")]

HOSTILE = {
    "line feed": "a\nBcc: eve@evil.example",
    "carriage return": "a\rBcc: eve@evil.example",
    "both": "a\r\nBcc: eve@evil.example",
    "folded": "a\r\n Bcc: eve@evil.example",
    "vertical tab": "a\x0bb",
    "form feed": "a\x0cb",
    "file separator": "a\x1cb",
    "next line": "a\x85b",
    "line separator": "a\u2028b",
    "paragraph separator": "a\u2029b",
    "nul": "a\x00b",
    "escape": "\x1b[31mred",
    "direction override": "moc.live\u202e@a",
    "isolate": "a\u2066b",
    "lone surrogate": "a\ud800b",
    "non-character": "a\ufffeb",
    "tag letter": "a\U000e0041b",
}
CODED = {
    "coded, quoted": "=?utf-8?q?a=0ABcc:_eve@evil.example?=",
    "coded, base64": "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=",
    "coded, with a language": "=?utf-8*en?q?=0A?=",
    "coded, never closed": "Holm =?utf-8?q?",
}


NO_ADDRESSES = [
    *("", "a", "@b.c", "a@", "a b@c.d", "a@b@c.d", "a@b c", "a..b@c.d", ".a@c.d", "a@b..c", "a@-b.c", "a@[127.0.0.1]", "a@b.c, d@e.f"),
    *("a@b.c> <d@e.f", "(x)a@b.c", '"a b"@c.d', "mailto:a@b.c", "Holm <a@b.c>", "x" * 65 + "@b.c", "a@" + "b" * 64 + ".c", "jürgen@b.c"),
]


@pytest.mark.parametrize("bad", [*HOSTILE.values(), *CODED.values(), "x" * 301], ids=[*HOSTILE, *CODED, "too long"])
def test_every_header_field_refuses_what_could_end_hide_or_decode(bad: str) -> None:
    calls = {
        "subject": (bad, TO, None),
        "recipient's name": ("Thanks", [Mailbox(bad, "a@b.example")], None),
        "recipient's address": ("Thanks", [Mailbox("A", f"{bad}@b.example")], None),
        "sender's name": ("Thanks", TO, Mailbox(bad, "a@b.example")),
        "sender's address": ("Thanks", TO, Mailbox("A", f"a@{bad}")),
    }
    for field, (subject, to, sender) in calls.items():
        with pytest.raises(BadInput, match=field):
            eml_bytes(subject, TEXT, to=to, sender=sender)
    with pytest.raises(BadInput, match="subject"):
        mailto_link(bad, TEXT, to=TO)


@pytest.mark.parametrize("bad", [one for one in HOSTILE.values() if not set("\r\n") & set(one)])
def test_the_text_refuses_hidden_characters_and_takes_any_line_end(bad: str) -> None:
    with pytest.raises(BadInput, match="email holds U"):
        eml_bytes("Thanks", bad, to=TO)
    for end in ("\n", "\r\n", "\r"):
        assert eml_bytes("Thanks", TEXT.replace("\n", end), to=TO) == eml_bytes("Thanks", TEXT, to=TO)


@pytest.mark.parametrize(
    ("name", "address", "written"),
    [
        ("José Müller-Lüdenscheidt", "jose@bahn.example", "jose@bahn.example"),
        ("O'Brien, Pat", "o'brien@x.example", "o'brien@x.example"),
        ('Anna "Anni" Weiß', "anni@straße.example", "anni@xn--strae-oqa.example"),
        ("山田 太郎", "taro@例え.example", "taro@xn--r8jz45g.example"),
        ("محمد بن سلمان", "m@x.example", "m@x.example"),
        ("Dr. Ada (Operations) <ada>", "ada+jobs@sub.x.example", "ada+jobs@sub.x.example"),
        ("Nguyễn Thị Minh Khai von und zu der sehr langen Strasse am Fjord", "k@x.example", "k@x.example"),
        ("اميد\u200cرضا", "o@x.example", "o@x.example"),
        ("", "bare@x.example", "bare@x.example"),
    ],
)
def test_names_and_addresses_of_many_scripts_read_back(name: str, address: str, written: str) -> None:
    box = Mailbox(name, address)
    message = BytesParser(policy=policy.default).parsebytes(eml_bytes("Thanks", TEXT, to=[box], sender=box))
    for header in ("To", "From"):
        (read,) = message[header].addresses
        assert read.addr_spec == written
        assert read.display_name.replace(" ", "") == name.replace(" ", "")


@pytest.mark.parametrize(
    "address",
    NO_ADDRESSES,
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(BadInput, match="recipient's address"):
        eml_bytes("Thanks", TEXT, to=[Mailbox("A", address)])


def test_the_file_has_our_headers_in_order_and_opens_as_a_draft() -> None:
    written = eml_bytes("Thank you", TEXT, to=TO, sender=Mailbox("Inés Aguirre", "ines@x.example"))
    message = BytesParser(policy=policy.default).parsebytes(written)
    assert tuple(message.keys()) == OURS
    assert message["X-Unsent"] == "1"
    assert message.get_content_type() == "text/plain"
    assert message.get_content().replace("\r\n", "\n") == TEXT
    assert BytesParser(policy=policy.default).parsebytes(eml_bytes("", TEXT)).keys() == list(OURS[3:])


def test_lines_end_in_crlf_and_a_paragraph_stays_one_line() -> None:
    paragraph = "Thank you for walking me through the rota. " * 12
    written = eml_bytes("Thank you", f"{paragraph.strip()}\n\nKind regards\n", to=TO)
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", written)
    assert max(map(len, written.split(b"\r\n"))) <= 78
    assert quopri.decodestring(written.partition(b"\r\n\r\n")[2]).split(b"\r\n")[0].decode() == paragraph.strip()


@pytest.mark.parametrize(
    "subject",
    [
        "Thank you for the conversation about the night shift rota and the maintenance planning of the ferries",
        "Danke für das Gespräch über die Schichtplanung, die Wartung der Fähren und vieles andere mehr",
        "é" * 120,
        "x" * 200,
        "Re: a?b=c ?= d",
    ],
)
def test_long_subjects_fold_and_read_back_whole(subject: str) -> None:
    written = eml_bytes(subject, TEXT, to=TO)
    assert max(map(len, written.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 78
    assert BytesParser(policy=policy.default).parsebytes(written)["Subject"] == subject


def test_a_person_named_twice_is_written_to_once_under_the_first_name() -> None:
    message = BytesParser(policy=policy.default).parsebytes(
        eml_bytes("Thanks", TEXT, to=[Mailbox("A", "a@b.example"), Mailbox("B", "b@b.example"), Mailbox("Again", "A@b.example")])
    )
    assert [one.display_name for one in message["To"].addresses] == ["A", "B"]


def test_mailboxes_are_those_of_the_notes_that_have_an_address() -> None:
    notes = Notes.model_validate(
        {
            "scenario": "phone_interview",
            "candidate": {"name": "Ines Aguirre", "email": "ines@x.example"},
            "recipients": [{"name": "Margit Holm", "email": "margit@tarnby.example"}, {"name": "Jo Bach"}],
            "facts": [{"kind": "topic", "text": "the rota"}],
        }
    )
    assert mailboxes(build_brief(notes)) == (Mailbox("Ines Aguirre", "ines@x.example"), tuple(TO))
    assert mailboxes(build_brief(notes.model_copy(update={"candidate": type(notes.candidate)()})))[0] is None


def test_the_link_carries_recipients_subject_and_text() -> None:
    link = mailto_link(
        "R&D? 100%", "Dear Ms Holm,\n\nÆrø & more.\n", to=[*TO, Mailbox("", "p&q@straße.example"), Mailbox("", "jürgen@x.example")]
    )
    assert link.url == (
        "mailto:margit@tarnby.example,p%26q@xn--strae-oqa.example,j%C3%BCrgen@x.example"
        "?subject=R%26D%3F%20100%25&body=Dear%20Ms%20Holm%2C%0D%0A%0D%0A%C3%86r%C3%B8%20%26%20more."
    )
    assert unquote(mailto_link("x", TEXT).url or "").endswith("Aguirre")


def test_a_link_that_mail_programs_would_cut_is_not_offered() -> None:
    head = len(mailto_link("Thanks", "", to=TO).url or "")
    fits = mailto_link("Thanks", "a" * (MAILTO_LIMIT - 1 - head), to=TO)
    assert fits.url is not None
    assert len(fits.url) == MAILTO_LIMIT - 1
    too_long = mailto_link("Thanks", "a" * (MAILTO_LIMIT - head), to=TO)
    assert too_long.url is None
    assert "2,000 characters" in too_long.reason
    assert ".eml" in too_long.reason


def test_generated_emails_are_refused_or_written_with_no_header_of_others() -> None:
    counts, found = run(600, seed=77)
    assert found == []
    assert counts["written"] > 200
    assert counts["refused"] > 100
    assert counts["not alike"] == 0


def test_the_fuzz_judge_sees_a_planted_header() -> None:
    import random

    draw = random.Random(3)
    while True:
        mail = generate(draw)
        try:
            written = eml_bytes(mail.subject, mail.text, to=mail.to, sender=mail.sender)
            break
        except BadInput:
            continue
    assert faults(mail, written) == []
    assert faults(mail, written.replace(b"X-Unsent: 1\r\n", b"X-Unsent: 1\r\nBcc: eve@evil.example\r\n"))
    assert faults(mail, written.replace(b"X-Unsent", b"\nX-Unsent"))
    assert faults(mail._replace(subject=mail.subject + "x"), written)
    assert faults(mail._replace(text=mail.text + "x"), written)


_names = st.text(max_size=80) | st.builds("{}\n{}".format, st.text(max_size=9), st.text(max_size=9))


@settings(max_examples=300, deadline=None)
@given(subject=_names, name=_names, text=st.text(max_size=300))
def test_any_text_is_refused_or_reads_back(subject: str, name: str, text: str) -> None:
    try:
        written = eml_bytes(subject, text, to=[Mailbox(name, "a@b.example")])
    except BadInput:
        return
    message = BytesParser(policy=policy.default).parsebytes(written)
    assert set(message.keys()) <= set(OURS)
    assert str(message["Subject"] or "") == " ".join(subject.split())
    assert message.get_content().replace("\r\n", "\n") == text.replace("\r\n", "\n").replace("\r", "\n")
