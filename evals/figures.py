"""What can be counted in an email: its length, its sentences, who speaks in it, in which order it makes its moves."""

from __future__ import annotations

from itertools import groupby

from pydantic import BaseModel, ConfigDict, Field

from guardrails.gratitude import has_gratitude
from guardrails.text import count_words, fold, words
from prompts.draft import Draft

__all__ = ["Figures", "measure", "share"]

_FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})


class Figures(BaseModel):
    """The figures of one email's body, greeting and signature left out; no wording.

    `pronoun_share` is the share of words that are first-person pronouns, `gratitude_at` the number of the first sentence that
    shows gratitude or appreciation (from 1), None where none does; `moves` are the moves in order, neighbours of one kind once.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    words: int
    sentences: int
    paragraphs: int
    sentence_words: tuple[int, ...] = Field(description="Words of each sentence in order.")
    pronoun_share: float
    questions: int
    exclamations: int
    gratitude_at: int | None
    moves: tuple[str, ...]

    @property
    def spread(self) -> float:
        """Standard deviation of the sentence lengths, in words; 0 for fewer than two sentences."""
        if len(self.sentence_words) < 2:
            return 0.0
        mean = sum(self.sentence_words) / len(self.sentence_words)
        return float((sum((count - mean) ** 2 for count in self.sentence_words) / len(self.sentence_words)) ** 0.5)


def measure(draft: Draft) -> Figures:
    """The figures of a draft whose sentences are mapped to their moves, as `guardrails.parse.parse_email` leaves them."""
    body = draft.body
    spoken = [word for one in words(fold(body)) for word in [one.text.partition("'")[0]]]
    texts = [sentence.text for sentence in draft.sentences]
    return Figures(
        words=count_words(body),
        sentences=len(texts),
        paragraphs=len(draft.paragraphs),
        sentence_words=tuple(count_words(text) for text in texts),
        pronoun_share=round(share(sum(word in _FIRST_PERSON for word in spoken), len(spoken)), 4),
        questions=body.count("?"),
        exclamations=body.count("!"),
        gratitude_at=next((number for number, text in enumerate(texts, start=1) if has_gratitude(text)), None),
        moves=tuple(move for move, _ in groupby(sentence.move for sentence in draft.sentences if sentence.move)),
    )


def share(part: float, whole: float) -> float:
    """Part over whole; 0 where there is no whole."""
    return part / whole if whole else 0.0
