"""Values of notes in fields, and where in their file they stand."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from pipeline.errors import BadInput
from pipeline.intake_keys import key_of
from pipeline.intake_tree import Path, Tree, TreeValue

__all__ = ["Where", "keys_of", "text_of", "texts_of"]


class Where:
    """The file's name and lines, for messages."""

    def __init__(self, name: str, tree: Tree) -> None:
        self.name, self.tree = name, tree

    def __call__(self, path: Path) -> str:
        """The place as a message names it: the file, and the line where it is known."""
        line = self.tree.line(path)
        return f"{self.name}, line {line}" if line else self.name

    def unknown(self, path: Path, key: str, valid: list[str]) -> BadInput:
        """The error for a key that is none of the valid ones, with the nearest of them."""
        near = process.extractOne(key_of(key), valid, scorer=fuzz.ratio, score_cutoff=55)
        hint = f"did you mean '{near[0]}'?" if near else f"valid keys are {', '.join(valid)}."
        return BadInput(f"{self(path)}: unknown key '{key}', {hint}")


def text_of(value: TreeValue, path: Path, where: Where) -> str:
    """A value as text.

    Raises:
        BadInput: it is a list or a mapping.
    """
    if isinstance(value, str | bool):
        return str(value)
    raise BadInput(f"{where(path)}: '{path[-1]}' must be plain text.")


def texts_of(value: TreeValue, path: Path, where: Where) -> list[str]:
    """A value, or each of a list of values, as text.

    Raises:
        BadInput: one of them is a list or a mapping.
    """
    items = value if isinstance(value, list) else [value]
    return [text_of(item, (*path, index), where) for index, item in enumerate(items) if item is not None]


def keys_of(value: TreeValue, path: Path, where: Where, names: dict[str, str]) -> dict[str, TreeValue]:
    """A mapping with its keys as `names` has them; empty values are left out.

    Raises:
        BadInput: it is no mapping, or has a key that is unknown or given twice.
    """
    if not isinstance(value, dict):
        raise BadInput(f"{where(path)}: '{path[-1]}' must be a mapping with {', '.join(sorted(set(names.values())))}.")
    result: dict[str, TreeValue] = {}
    for key, inner in value.items():
        name = names.get(key_of(key))
        if name is None and inner is None and " " in key:
            raise BadInput(f"{where((*path, key))}: '{key}' is read as a key; put quotes around a text that holds a comma.")
        if name is None:
            raise where.unknown((*path, key), key, sorted(set(names.values())))
        if name in result:
            raise BadInput(f"{where((*path, key))}: '{name}' is given twice; keep one of them.")
        if inner is not None:
            result[name] = inner
    return result
