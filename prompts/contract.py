"""The scenario contract: one data file per situation, from which prompt, lattice, guardrails and evals are derived."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from prompts.data import ContractError, read_data
from prompts.notes import FactKind, ScenarioId

__all__ = [
    "Act",
    "ActRule",
    "Contract",
    "ContractError",
    "Essential",
    "Move",
    "Words",
    "load_acts",
    "load_contract",
    "load_contracts",
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Act(_Strict):
    """Something an email does, in the sense of speech acts: thanking, asking, accepting.

    `do` tells a writer how to do it, `avoid` how not to; guardrails detect it, evals expect it.
    """

    id: str
    do: str = ""
    avoid: str = ""


class ActRule(_Strict):
    """An act the email must perform; with `if_facts`, only when the notes have a public fact of one of these kinds."""

    act: str
    if_facts: tuple[FactKind, ...] = ()


class Move(_Strict):
    """One step of the email: what it does, in which paragraph, and which facts it may use.

    An optional move is planned only when the notes have a fact of `uses`, `uses` is empty, or it is `factless` (good without
    one too). `words` is what it usually takes; `performs` names the acts it carries out; a lower `priority` is planned first.
    """

    id: str
    purpose: str
    required: bool = False
    paragraph: Annotated[int, Field(ge=1, le=3)]
    uses: tuple[FactKind, ...] = ()
    factless: bool = False
    performs: tuple[str, ...] = ()
    words: Annotated[int, Field(ge=5, le=60)] = 18
    priority: Annotated[int, Field(ge=1, le=9)] = 5


class Words(_Strict):
    """Length of the body in words, without greeting and signature."""

    refuse_below: int = 45
    warn_below: int = 60
    aim_min: int = 75
    aim_max: int = 125
    warn_above: int = 140
    refuse_above: int = 170

    @model_validator(mode="after")
    def _ascending(self) -> Self:
        values = [self.refuse_below, self.warn_below, self.aim_min, self.aim_max, self.warn_above, self.refuse_above]
        if values != sorted(values):
            raise ValueError("word limits must ascend: refuse_below, warn_below, aim_min, aim_max, warn_above, refuse_above")
        return self


class Gratitude(_Strict):
    """Where the gratitude stands and how often it may be said."""

    within_sentences: Annotated[int, Field(ge=1, le=3)] = 1
    at_most: Annotated[int, Field(ge=1, le=3)] = 2


class Essential(_Strict):
    """Something the email cannot do without; `blocking` means no draft is written before it is answered.

    It is there when any of `facts` (kinds) or `fields` (dotted names of the notes' header) is there.
    """

    question: str
    facts: tuple[FactKind, ...] = ()
    fields: tuple[str, ...] = ()
    blocking: bool = False


class Contract(_Strict):
    """All that is particular to one situation."""

    id: ScenarioId
    title: str
    article_section: str
    situation: str
    tone: str
    subject: str
    words: Words = Words()
    paragraphs: tuple[int, int] = (2, 3)
    gratitude: Gratitude = Gratitude()
    moves: tuple[Move, ...]
    must: tuple[ActRule, ...]
    must_not: tuple[str, ...] = ()
    at_most: dict[str, int] = Field(default_factory=dict)
    max_questions: Annotated[int, Field(ge=0, le=3)] = 1
    allowed_private: tuple[FactKind, ...] = ()
    essentials: tuple[Essential, ...] = ()
    hold: Literal["second_chase", "none"] = "none"
    excludes: tuple[ScenarioId, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        ids = [move.id for move in self.moves]
        if len(set(ids)) != len(ids):
            raise ValueError(f"move ids repeat: {ids}")
        if [move.paragraph for move in self.moves] != sorted(move.paragraph for move in self.moves):
            raise ValueError("moves must stand in the order of their paragraphs")
        return self


@cache
def load_acts() -> dict[str, Act]:
    """All acts by id, from `prompts/acts.yaml`."""
    data = read_data("acts.yaml")
    if not isinstance(data, dict):
        raise ContractError("prompts/acts.yaml: a mapping of acts is expected")
    return {key: Act.model_validate({"id": key, **value}) for key, value in data.items()}


@cache
def load_contract(scenario: ScenarioId) -> Contract:
    """The contract of one situation.

    Raises:
        ContractError: the file is missing, is not YAML, breaks the schema or names an unknown act.
    """
    name = f"scenarios/{scenario.value}.yaml"
    try:
        contract = Contract.model_validate(read_data(name))
    except ValidationError as error:
        first = error.errors()[0]
        raise ContractError(f"prompts/{name}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    acts = load_acts()
    named = [rule.act for rule in contract.must] + [*contract.must_not, *contract.at_most]
    named += [act for move in contract.moves for act in move.performs]
    for act in named:
        if act not in acts:
            raise ContractError(f"prompts/{name}: unknown act {act!r}")
    if contract.id != scenario:
        raise ContractError(f"prompts/{name}: id is {contract.id.value!r}")
    return contract


def load_contracts() -> dict[ScenarioId, Contract]:
    """All seven contracts."""
    return {scenario: load_contract(scenario) for scenario in ScenarioId}
