from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardrails.format import check_format
from guardrails.gratitude import check_gratitude
from guardrails.length import check_length
from guardrails.parse import own_part, parse_email
from guardrails.text import flat, sentence_spans
from guardrails.tone import check_tone
from prompts.brief import build_brief
from prompts.draft import PARTS, Draft
from prompts.notes import Candidate, Fact, FactKind, Notes, Recipient, ScenarioId

CHECKS = (check_length, check_gratitude, check_format, check_tone)
BRIEF = build_brief(
    Notes(
        scenario=ScenarioId.NO_RESPONSE,
        candidate=Candidate(name="Amara Osei", email="amara@osei.dev"),
        recipients=[Recipient(name="Priya Patel")],
        company="Brightwater",
        role="analyst",
        facts=[Fact(kind=FactKind.TOPIC, text="moving the night rota from paper to an app")],
    )
)
PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "Dear Priya,",
            "Hi",
            "Thank you",
            "I really need this job",
            "asap",
            "sorry",
            "[Name]",
            "**x**",
            "<b>",
            "http://a.co",
        ),
        *("!", "?", ".", '"', "“", "”", "(", ")", "best regards,", "> quoted", "Subject: x", "Bcc: y", "On Monday Priya wrote:"),
        *("--", "P.S. more", "- item", "1.", ":)", "😀", "\u200b", "\u202e", "с", "İ", "ß", "\ud800", "\x00", "\x85", "\u2028"),
        *(
            "Amara Osei",
            '{"text": "',
            "not just",
            "but",
            "delve into",
            "I",
            ",",
            " ",
            "",
            "me. I",
            "Cass Inc. Thank",
            "-- ",
            "Sent from my iPhone",
            "From: a\nSent: b",
        ),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join), st.lists(PIECES, max_size=40).map("\n".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_any_text_is_judged_the_same_twice_with_spans_inside(text: str) -> None:
    draft = parse_email(text, BRIEF)
    for check in CHECKS:
        findings = check(draft, BRIEF)
        assert findings == check(draft, BRIEF)
        for finding in findings:
            assert 0 <= finding.start <= finding.end <= len(draft.part(finding.where))


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_any_subject_and_signature_are_judged(subject: str, signature: str) -> None:
    draft = Draft(subject=subject, greeting=signature, closing=subject, signature=signature)
    for finding in check_format(draft, BRIEF):
        assert 0 <= finding.start <= finding.end <= len(draft.part(finding.where))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES.filter(lambda piece: not piece.startswith("Subject")), max_size=40).map("\n".join)))
def test_nothing_of_the_text_is_lost(text: str) -> None:
    draft = parse_email("Hello there\n" + text, BRIEF)
    kept = "".join(draft.part(part) for part in PARTS)
    assert sorted("".join(kept.split())) == sorted("".join(("Hello there" + text).split()))


@given(st.text())
def test_flat_keeps_length(text: str) -> None:
    assert len(flat(text)) == len(text)


@given(TEXTS)
def test_sentence_spans_cover_all_but_white_space(text: str) -> None:
    covered = "".join(text[start:end] for start, end in sentence_spans(text))
    assert "".join(covered.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "piece",
    [
        "Thank you for the call. ",
        "a",
        "as soon as possible ",
        "[",
        "**",
        "not just a ",
        "\n",
        "> x\n",
        "“a ",
        "!",
        "Dear Priya,\n",
        "a.b@c",
        "I WANT THIS ",
        "(",
        "с",
    ],
)
def test_a_hundred_kilobytes_are_read_in_linear_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    draft = parse_email(text, BRIEF)
    began = time.process_time()
    for check in CHECKS:
        check(draft, BRIEF)
    assert time.process_time() - began < 3.0


def test_quoted_mail_is_not_the_writers_own() -> None:
    draft = Draft(signature="Amara Osei\n> [Name]\n> old")
    assert own_part(draft, "signature") == "Amara Osei\n"
    assert check_format(draft.model_copy(update={"paragraphs": parse_email("It was good.", BRIEF).paragraphs}), BRIEF) == []
