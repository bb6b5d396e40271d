"""Loads the wordings of `prompts/phrases/`: own-written sentences with slots, per scenario and move."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from prompts.contract import load_contract
from prompts.data import ContractError, read_data
from prompts.notes import ScenarioId
from prompts.patterns import compiled

__all__ = ["SLOT", "Phrase", "PhraseBook", "PhraseSentence", "load_phrases"]

#: A slot is `{kind:form}` for a fact (`{topic:np}`), or `{name}` for a header value (`{company}`).
SLOT = compiled(r"\{([a-z_]+)(?::([a-z_]+))?\}")


@dataclass(frozen=True, slots=True)
class PhraseSentence:
    """One sentence of a wording, before slots and alternatives (`[a|b]`) are resolved."""

    text: str
    stance: bool = False

    @property
    def slots(self) -> tuple[tuple[str, str], ...]:
        """(name, form) of every slot; form is empty for header values."""
        return _slots(self.text)


@cache
def _slots(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((match[1], match[2] or "") for match in SLOT.finditer(text))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording of a move: one or two sentences, and the flags under which it may be used.

    `when` must all hold; a flag with a leading `!` must not hold.
    """

    sentences: tuple[PhraseSentence, ...]
    when: tuple[str, ...] = ()


#: Wordings of one scenario by move id; the subject line's stand under "subject".
PhraseBook = dict[str, tuple[Phrase, ...]]


@cache
def load_phrases(scenario: ScenarioId) -> PhraseBook:
    """All wordings of a scenario: its own, and the shared ones of moves it leaves to `shared.yaml`.

    Raises:
        ContractError: the file is missing or a wording is malformed; the message names file, move and wording.
    """
    moves = {"subject", *(move.id for move in load_contract(scenario).moves)}
    shared = {move: phrases for move, phrases in _read("phrases/shared.yaml").items() if move in moves}
    return shared | _read(f"phrases/{scenario.value}.yaml")


@cache
def _read(name: str) -> PhraseBook:
    data = read_data(name)
    if not isinstance(data, dict):
        raise ContractError(f"prompts/{name}: a mapping of moves is expected")
    return {move: tuple(_parse(entry, f"prompts/{name}: {move}") for entry in entries) for move, entries in data.items()}


def _parse(entry: object, where: str) -> Phrase:
    when: tuple[str, ...] = ()
    if isinstance(entry, dict):
        unknown = set(entry) - {"text", "when"}
        if unknown or not isinstance(entry.get("text"), str):
            raise ContractError(f"{where}: a wording is a string or {{text, when}}, not {entry!r}")
        when = tuple(str(flag) for flag in entry.get("when", ()))
        entry = entry["text"]
    if not isinstance(entry, str) or not entry.strip():
        raise ContractError(f"{where}: empty wording")
    parts = [part.strip() for part in entry.split("//")]
    for part in parts:
        if part.count("[") != part.count("]") or re.search(r"\[[^\[\]]*\[", part) or part.count("{") != part.count("}"):
            raise ContractError(f"{where}: unbalanced or nested brackets in {part!r}")
    return Phrase(tuple(PhraseSentence(part.removeprefix("~").strip(), part.startswith("~")) for part in parts), when)
