from __future__ import annotations

import pytest

from guardrails.text import MAX_EMAIL_CHARS, count_words, flat, fold, is_quoted, paragraphs, quoted_spans, sentence_spans, spans_of, words
from prompts.patterns import compiled


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("I met Dr. Smith at 5 p.m. on Tuesday. It was good.", ["I met Dr. Smith at 5 p.m. on Tuesday.", "It was good."]),
        ('She said "We move in May." That stayed with me. I work at Cass Inc. Thank you.',
         ['She said "We move in May."', "That stayed with me.", "I work at Cass Inc.", "Thank you."]),
        ("It was good (as you said.) I agree.", ["It was good (as you said.)", "I agree."]),
        ("The U.S. team was kind.", ["The U.S. team was kind."]),
        ("One line\nwrapped. Two.", ["One line\nwrapped.", "Two."]),
        ("One\n\nTwo", ["One", "Two"]),
        ("", []),
        (" \n ", []),
        ("D\x85. x", ["D\x85. x"]),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_ends_them(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_a_hyphenated_word_counts_once() -> None:
    assert count_words("a follow-up at 10:30, don't 1,5") == 8
    assert [word.text for word in words("follow-up isn’t")] == ["follow-up", "isn’t"]


def test_fold_evens_out_what_flat_keeps() -> None:
    assert fold("Łukasz’s CAFÉ") == "lukasz's cafe"
    assert flat("İt’s “A”") == 'İt\'s "a"'


def test_quotes_are_somebody_elses_words() -> None:
    text = 'She said “now” and "later" but not 5" long.'
    spans = quoted_spans(text)
    assert [text[start:end] for start, end in spans] == ["“now”", '"later"']
    assert is_quoted(10, 13, spans)
    assert not is_quoted(0, 3, spans)


def test_paragraphs_and_what_is_found_in_them_stand_where_the_text_has_them() -> None:
    text = "One two.\n\nTwo three two.\n\n\n\nTwo"
    assert all(text[at : at + len(block)] == block for at, block in paragraphs(text))
    assert [text[start:end] for start, end in spans_of(compiled(r"\b[Tt]wo\b"), text)] == ["two", "Two", "two", "Two"]
    assert spans_of(compiled(r"two\.\s+Two"), text) == []


def test_a_text_too_long_for_an_email_is_one_paragraph() -> None:
    text = "a\n\nb" * MAX_EMAIL_CHARS
    assert paragraphs(text) == [(0, text)]
