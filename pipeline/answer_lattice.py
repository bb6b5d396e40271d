"""Reads a body that a server wrote under the lattice's grammar back into the lattice's own sentences, so that their sources are known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.errors import UnusableOutput
from prompts.brief import Brief
from prompts.draft import Draft, Sentence
from prompts.lattice import Lattice, LatticeSentence, Node, Option

__all__ = ["read_lattice"]

_Path = tuple[tuple[Node, Sentence], ...]


def read_lattice(text: str, lattice: Lattice, brief: Brief, *, subject: str) -> Draft:
    """The draft whose body is exactly this text.

    Args:
        text: what came back, white space around it aside.
        lattice: the one whose grammar was sent.
        brief: names greeting, closing and signature.
        subject: chosen by code; the grammar is of the body alone.

    Raises:
        UnusableOutput: the text is not one of the lattice's; the server took no notice of the grammar, or was cut off.
    """
    nodes = [node for node in lattice.nodes if node.options]
    path = next(_paths(text.strip(), 0, nodes, 0), None)
    if path is None:
        raise UnusableOutput("The server did not keep to the grammar it was given.")
    paragraphs: dict[int, list[Sentence]] = {}
    for node, sentence in path:
        paragraphs.setdefault(node.paragraph, []).append(sentence)
    body = tuple(tuple(sentences) for _, sentences in sorted(paragraphs.items()))
    return Draft(subject=subject, greeting=brief.greeting, paragraphs=body, closing=brief.closing, signature=brief.signature)


def _paths(text: str, at: int, nodes: list[Node], index: int) -> Iterator[_Path]:
    """Ways to read the rest of the text as the rest of the moves, the likeliest first."""
    if index == len(nodes):
        if at == len(text):
            yield ()
        return
    node = nodes[index]
    joint = "" if index == 0 else "\n\n" if node.paragraph != nodes[index - 1].paragraph else " "
    if not text.startswith(joint, at):
        return
    for option in node.options:
        for end, sentences in _wordings(text, at + len(joint), option, 0):
            for rest in _paths(text, end, nodes, index + 1):
                yield (*((node, sentence.model_copy(update={"move": node.move})) for sentence in sentences), *rest)


def _wordings(text: str, at: int, option: Option, index: int) -> Iterator[tuple[int, tuple[Sentence, ...]]]:
    """Ends of an option that begins here, with its sentences."""
    if index == len(option.sentences):
        yield at, ()
        return
    if index:
        if not text.startswith(" ", at):
            return
        at += 1
    given = option.sentences[index]
    for end in _ends(text, at, given.parts, 0):
        for stop, rest in _wordings(text, end, option, index + 1):
            yield stop, (_sentence(text[at:end], given), *rest)


def _ends(text: str, at: int, parts: tuple[tuple[str, ...], ...], index: int) -> Iterator[int]:
    if index == len(parts):
        yield at
        return
    for alternative in parts[index]:
        if text.startswith(alternative, at):
            yield from _ends(text, at + len(alternative), parts, index + 1)


def _sentence(text: str, given: LatticeSentence) -> Sentence:
    """The sentence as the lattice's own walk would write it."""
    text = re.sub(r" {2,}", " ", text).strip()
    return Sentence(text=text[:1].upper() + text[1:], kind=given.kind, facts=given.facts)
