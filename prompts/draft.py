"""The draft: what a model returns (`Answer`) and the whole email that is judged and sent (`Draft`)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["PARTS", "Answer", "AnswerSentence", "Draft", "Sentence"]

SentenceKind = Literal["fact", "stance", "courtesy"]
Part = Literal["subject", "greeting", "body", "closing", "signature"]
PARTS: tuple[Part, ...] = ("subject", "greeting", "body", "closing", "signature")


class AnswerSentence(BaseModel):
    """One sentence as the model hands it in."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    text: str
    move: str
    kind: SentenceKind = "fact"
    facts: list[str] = Field(default_factory=list)


class Answer(BaseModel):
    """What a free-writing model is asked to return: a subject, and two or three paragraphs of sentences."""

    model_config = ConfigDict(extra="forbid", defer_build=True)

    subject: str
    paragraphs: Annotated[list[list[AnswerSentence]], Field(min_length=1, max_length=4)]


class Sentence(BaseModel):
    """One body sentence. `facts` are ids of facts, or header names ("company", "role", "interview", "recipient")."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    text: str
    move: str = ""
    kind: SentenceKind = "courtesy"
    facts: tuple[str, ...] = ()


class Draft(BaseModel):
    """A whole email. Sentences of a paragraph are joined by one space, paragraphs by an empty line."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    subject: str = ""
    greeting: str = ""
    paragraphs: tuple[tuple[Sentence, ...], ...] = ()
    closing: str = ""
    signature: str = ""

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """All body sentences in order."""
        return tuple(sentence for paragraph in self.paragraphs for sentence in paragraph)

    @property
    def paragraph_texts(self) -> list[str]:
        """Each paragraph as one string."""
        return [" ".join(sentence.text for sentence in paragraph) for paragraph in self.paragraphs]

    @property
    def body(self) -> str:
        """The text between greeting and closing."""
        return "\n\n".join(self.paragraph_texts)

    @property
    def text(self) -> str:
        """The whole email without its subject, as it would be pasted into a mail program."""
        end = "\n".join(part for part in (self.closing, self.signature) if part)
        return "\n\n".join(part for part in (self.greeting, self.body, end) if part) + "\n"

    def part(self, name: Part) -> str:
        """The text of one part; offsets of findings count in it."""
        return str(getattr(self, name))

    def sentence_spans(self) -> list[tuple[int, int, Sentence]]:
        """Start and end of each sentence in `body`, in order."""
        spans: list[tuple[int, int, Sentence]] = []
        at = 0
        for paragraph in self.paragraphs:
            for index, sentence in enumerate(paragraph):
                at += 1 if index else 0
                spans.append((at, at + len(sentence.text), sentence))
                at += len(sentence.text)
            at += 2
        return spans
