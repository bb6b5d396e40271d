"""The lattice as a GBNF grammar, for servers that decode under one (llama.cpp, vLLM)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from prompts.lattice import Lattice, Option
from prompts.patterns import compiled

__all__ = ["to_gbnf"]

#: Words with the white space before them.
_WORDS = compiled(r"\s*\S+|\s+$")
_END = ""


class _Tree(dict[str, "_Tree"]):
    """Words to what may follow them; `_END` where a wording may end."""


def to_gbnf(lattice: Lattice) -> str:
    """The grammar of the body: what a grammar-constrained decoder may write.

    It forks at the first word in which wordings differ, so that few ways are open at once: with every wording an alternative of its
    own, a server that tries its whole vocabulary against each takes minutes for an email.
    """
    rules: list[str] = []
    names: list[str] = []
    previous: int | None = None
    for node in lattice.nodes:
        if not node.options:
            continue
        name = f"move{len(names)}"
        joint = "" if previous is None else ('"\\n\\n" ' if node.paragraph != previous else '" " ')
        previous = node.paragraph
        rules.append(f"{name} ::= {joint}{_forked([text for option in node.options for text in _texts(option)])}")
        names.append(name)
    return "\n".join([f"root ::= {' '.join(names)}", *rules]) + "\n"


def _texts(option: Option) -> Iterator[str]:
    """Every wording of an option, its alternatives written out."""
    parts = [part for at, sentence in enumerate(option.sentences) for part in (*([(" ",)] if at else []), *sentence.parts)]
    for words in product(*parts):
        yield "".join(words)


def _forked(texts: Sequence[str]) -> str:
    tree = _Tree()
    for text in texts:
        at = tree
        for word in _WORDS.findall(text):
            at = at.setdefault(word, _Tree())
        at[_END] = _Tree()
    return _written(tree)


def _written(tree: _Tree) -> str:
    """A tree of words as a row of elements of a rule."""
    literal = ""
    while len(tree) == 1 and _END not in tree:
        word, tree = next(iter(tree.items()))
        literal += word
    row = [_quote(literal)] if literal else []
    ways = [" ".join(part for part in (_quote(word), _written(rest)) if part) for word, rest in tree.items() if word != _END]
    if ways:
        row.append(f"({' | '.join(ways)})" + ("?" if _END in tree else ""))
    return " ".join(row)


def _quote(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
