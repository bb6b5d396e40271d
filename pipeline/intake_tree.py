"""YAML and JSON to one plain tree of dicts, lists and strings, with the line of every key; nothing in it executes.

Scalars stay the words that were written (no dates, no "Norway" that turns into False), so that every value can be
shown back as it stood.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

import yaml

from pipeline.errors import BadInput

__all__ = ["Path", "Tree", "TreeValue", "read_json", "read_yaml"]

TreeValue = str | bool | None | list["TreeValue"] | dict[str, "TreeValue"]
Path = tuple[str | int, ...]

_DEEPEST = 12
_MOST_NODES = 20_000
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(slots=True)
class Tree:
    """A parsed file: its value and the line (from 1) of each path."""

    value: TreeValue
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of a path or of the nearest one above it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path)


def read_yaml(text: str, name: str) -> Tree:
    """The tree of one YAML document.

    Raises:
        BadInput: not YAML; several documents; an alias, a tag, a key twice, or nesting beyond reason.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _check_events(text, loader, name)
        node = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f", line {mark.line + 1}" if mark else ""
        raise BadInput(
            f"{name}{where}: this is not valid YAML ({error.problem or error.context}); check its indentation, quote values with a colon."
        ) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadInput(f"{name}: this is not valid YAML ({str(error).splitlines()[0]}).") from error
    tree = Tree(None)
    tree.value = None if node is None else _value(node, (), tree, name)
    return tree


def _check_events(text: str, loader: type[yaml.SafeLoader], name: str) -> None:
    depth = documents = nodes = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent):
            raise BadInput(f"{name}, line {line}: aliases (*{event.anchor}) are not allowed in notes; write the value out.")
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise BadInput(f"{name}, line {line}: a second document starts here; keep one interview in one file.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > _DEEPEST or nodes > _MOST_NODES:
            raise BadInput(f"{name}, line {line}: nested too deeply or too large for interview notes; `afterword new` shows the form.")


def _value(node: yaml.Node, path: Path, tree: Tree, name: str) -> TreeValue:
    line = node.start_mark.line + 1
    tree.lines.setdefault(path, line)
    if node.tag.startswith(("tag:yaml.org,2002:python", "!")) or node.tag.endswith(":binary"):
        raise BadInput(
            f"{name}, line {line}: the tag {node.tag.removeprefix('tag:yaml.org,2002:')} is not allowed in notes; write a plain value."
        )
    if isinstance(node, yaml.ScalarNode):
        if not node.style and node.value in _NULLS:
            return None
        return str(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*path, index), tree, name) for index, item in enumerate(node.value)]
    result: dict[str, TreeValue] = {}
    for key_node, value_node in node.value if isinstance(node, yaml.MappingNode) else []:
        at = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            raise BadInput(f"{name}, line {at}: a key must be a single word, not a list or a mapping.")
        key = str(key_node.value)
        if key == "<<":
            raise BadInput(f"{name}, line {at}: merge keys (<<) are not allowed in notes; write the values out.")
        if key in result:
            raise BadInput(f"{name}, line {at}: the key '{key}' is given twice; keep one of them.")
        tree.lines[(*path, key)] = at
        result[key] = _value(value_node, (*path, key), tree, name)
    return result


def read_json(text: str, name: str) -> Tree:
    """The tree of a JSON text; lines are those where a key first stands.

    Raises:
        BadInput: not JSON, a key twice, NaN, or nesting beyond reason.
    """

    def pairs(items: list[tuple[str, TreeValue]]) -> dict[str, TreeValue]:
        result: dict[str, TreeValue] = {}
        for key, value in items:
            if key in result:
                raise BadInput(f"{name}{_json_line(text, key, last=True)}: the key '{key}' is given twice; keep one of them.")
            result[key] = value
        return result

    def refuse(constant: str) -> str:
        raise BadInput(f"{name}: {constant} is not a value that notes can have; write text.")

    try:
        value: TreeValue = json.loads(text, object_pairs_hook=pairs, parse_int=str, parse_float=str, parse_constant=refuse)
    except json.JSONDecodeError as error:
        raise BadInput(
            f"{name}, line {error.lineno}: this is not valid JSON ({error.msg[:1].lower() + error.msg[1:]} at column {error.colno})."
        ) from error
    except (RecursionError, ValueError) as error:
        raise BadInput(f"{name}: this JSON is nested too deeply for interview notes.") from error
    tree = Tree(value)
    _json_lines(value, (), tree, text, 0)
    return tree


def _json_line(text: str, key: str, *, last: bool = False) -> str:
    hits = [match.start() for match in re.finditer(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:", text)]
    return f", line {text.count(chr(10), 0, hits[-1 if last else 0]) + 1}" if hits else ""


def _json_lines(value: TreeValue, path: Path, tree: Tree, text: str, at: int) -> int:
    """Note the line of each key by walking the text in the order of the keys."""
    if len(path) > _DEEPEST:
        raise BadInput("This JSON is nested too deeply for interview notes.")
    if isinstance(value, dict):
        for key, inner in value.items():
            match = re.compile(re.escape(json.dumps(key, ensure_ascii=False)) + r"\s*:").search(text, at)
            if match:
                at = match.end()
                tree.lines[(*path, key)] = text.count("\n", 0, match.start()) + 1
            at = _json_lines(inner, (*path, key), tree, text, at)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            at = _json_lines(inner, (*path, index), tree, text, at)
    return at
