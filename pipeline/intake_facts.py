"""The facts of notes in fields."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from pipeline.errors import BadInput
from pipeline.intake_keys import key_of, kind_of
from pipeline.intake_tree import Path, TreeValue
from pipeline.intake_where import Where, keys_of, text_of
from pipeline.reader_data import fold
from pipeline.reader_facts import classify, private_reason
from pipeline.reader_segments import cut
from prompts.notes import Fact, FactKind

__all__ = ["facts_of", "facts_of_kind"]

_FACT_KEYS = {"fact": "text", "note": "text", "type": "kind"}


def facts_of(value: TreeValue, path: Path, where: Where) -> list[dict[str, object]]:
    """The facts of a list, of a mapping by kind, or of plain text, ready for `Fact`.

    Args:
        value: what stands in the file.
        path: where it stands.
        where: names that place.

    Raises:
        BadInput: a kind or key is unknown, or a fact has no kind.
    """
    found: list[dict[str, object]] = []
    if isinstance(value, dict):
        for key, inner in value.items():
            kind = kind_of(key)
            if kind is None:
                raise where.unknown((*path, key), key, [k.value for k in FactKind])
            found.extend(facts_of_kind(kind, inner, (*path, key), where))
        return found
    if isinstance(value, str):
        return [_fact_of_line(clause.text) for clause in cut(value).clauses]
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        at: Path = (*path, index)
        if isinstance(item, dict):
            found.extend(_fact(item, at, where))
        elif item is not None:
            found.append(_fact_of_line(text_of(item, at, where)))
    return found


def _fact_of_line(text: str) -> dict[str, object]:
    """A fact given as bare text: "topic: the move", or a sentence whose kind is seen from its words."""
    head, colon, rest = text.partition(":")
    kind = kind_of(head) if colon and rest.strip() else None
    if kind is not None:
        return _with_privacy({"kind": kind.value, "text": rest.strip()})
    reason = private_reason(text, pasted=True)
    seen = classify(text, bullet=True) or FactKind.TOPIC
    return {"kind": (FactKind.PRIVATE if reason else seen).value, "text": text, "private": True if reason else None}


def _fact(item: dict[str, TreeValue], at: Path, where: Where) -> list[dict[str, object]]:
    names = {name: name for name in Fact.model_fields} | _FACT_KEYS
    if "kind" not in {names.get(key_of(key)) for key in item}:
        kinds = [(key, kind) for key in item if _tells(key, item[key], names) and (kind := kind_of(key))]
        if len(kinds) == 1 or (kinds and len(kinds) == len(item)):
            rest = {key: value for key, value in item.items() if key not in {key for key, _ in kinds}}
            extra: dict[str, object] = dict(keys_of(rest, at, where, names))
            return [{**fact, **extra} for key, kind in kinds for fact in facts_of_kind(kind, item[key], (*at, key), where)]
    fact: dict[str, object] = dict(keys_of(item, at, where, names))
    kind = kind_of(str(fact.get("kind", "")))
    if "kind" not in fact:
        raise BadInput(f"{where(at)}: this fact has no kind; add 'kind:' with one of {', '.join(k.value for k in FactKind)}.")
    if kind is None:
        near = process.extractOne(key_of(str(fact["kind"])), [k.value for k in FactKind], scorer=fuzz.ratio, score_cutoff=50)
        hint = f"did you mean '{near[0]}'?" if near else f"the kinds are {', '.join(k.value for k in FactKind)}."
        raise BadInput(f"{where((*at, 'kind'))}: there is no kind of fact '{fact['kind']}', {hint}")
    return [_with_privacy({**fact, "kind": kind.value})]


def _tells(key: str, value: TreeValue, names: dict[str, str]) -> bool:
    """Whether a key of a fact is a kind with its text; "private" is one only with words other than yes and no."""
    if key_of(key) == "private":
        return not isinstance(value, bool) and fold(str(value)) not in {"true", "false", "yes", "no", "none", "0", "1", "on", "off"}
    return names.get(key_of(key)) is None


def facts_of_kind(kind: FactKind, value: TreeValue, path: Path, where: Where) -> list[dict[str, object]]:
    """The facts of one kind: a text, a mapping, or a list of them."""
    found: list[dict[str, object]] = []
    for index, item in enumerate(value if isinstance(value, list) else [value]):
        at: Path = (*path, index) if isinstance(value, list) else path
        if isinstance(item, dict):
            fact = keys_of(item, at, where, {name: name for name in Fact.model_fields} | _FACT_KEYS)
            found.append(_with_privacy({"kind": kind.value, **fact}))
        elif item is not None:
            found.append(_with_privacy({"kind": kind.value, "text": text_of(item, at, where)}))
    return found


def _with_privacy(fact: dict[str, object]) -> dict[str, object]:
    """Pay, leverage and whatever was said in confidence stay private unless the notes say `private: false`.

    A better answer or a piece of the candidate's own work may well be about pay: that is their trade, not their salary.
    """
    why = private_reason(str(fact.get("text", "")), pasted=False) if fact.get("private") is None else None
    trade = fact.get("kind") in {FactKind.CORRECTION.value, FactKind.STRENGTH.value} and why == "pay"
    return {**fact, "private": True} if why and not trade else fact
