"""What each rule is for: the registry behind `afterword rule ID`, with an example of each side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from guardrails.findings import Severity
from guardrails.settings import house_settings
from prompts.situations import ScenarioId

__all__ = ["RULES", "Rule", "load_rules"]


class Rule(BaseModel):
    """One rule. `severity` is the one it usually has; `why` gives the article's reason or ours, `section` where it comes from.

    `bad` and `good` are pieces of text that stand in the common email of `situation`, in the place of the part or sentence `at`
    (see `guardrails.examples`); `also` names other rules that the bad one cannot but break,
    `notes` header values and facts that take the place of the common ones. Severities stand in `data/settings.yaml`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[A-Z]{3}-[a-z][a-z-]*$")
    title: str
    severity: Severity
    why: str
    section: str
    bad: str
    good: str
    situation: ScenarioId = ScenarioId.PHONE_INTERVIEW
    at: str = "more"
    notes: dict[str, object] = Field(default_factory=dict)
    also: tuple[str, ...] = ()


@cache
def load_rules() -> Mapping[str, Rule]:
    """All rules by id, from every `guardrails/data/rules*.yaml`, in the order of file name and entry.

    Raises:
        ValueError: an entry breaks the schema or an id stands twice; the message names file and id.
    """
    rules: dict[str, Rule] = {}
    usual = house_settings().usual
    folder = resources.files("guardrails").joinpath("data")
    for file in sorted((entry for entry in folder.iterdir() if _is_rule_file(entry.name)), key=lambda entry: entry.name):
        data = yaml.load(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
        if not isinstance(data, dict):
            raise ValueError(f"guardrails/data/{file.name}: a mapping of rules is expected")
        for rule_id, entry in data.items():
            if rule_id in rules:
                raise ValueError(f"guardrails/data/{file.name}: {rule_id} stands twice")
            try:
                rules[rule_id] = Rule.model_validate({**entry, "id": rule_id, "severity": usual.get(rule_id)})
            except (TypeError, ValidationError) as error:
                raise ValueError(f"guardrails/data/{file.name}: {rule_id}: {error}") from error
    return MappingProxyType(rules)


def _is_rule_file(name: str) -> bool:
    return name.startswith("rules") and name.endswith(".yaml")


class _Rules(Mapping[str, Rule]):
    """The registry as a mapping that reads its files on first use."""

    def __getitem__(self, key: str) -> Rule:
        return load_rules()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(load_rules())

    def __len__(self) -> int:
        return len(load_rules())


RULES: Mapping[str, Rule] = _Rules()
