"""What must hold whatever model writes: rules refuse planted mistakes, the prompt says what it must, repair mends, no wording offends.

The default suite looks at these first. A model's figures alone would not show a rule that has fallen silent, since good emails pass
without it. Expectations are data, `evals/probes.yaml`; `python -m evals.probes` writes its `contracts` anew after a change on purpose.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import resources
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from evals.case_files import CASES, load_draft_cases
from evals.references import load_references
from evals.suite_guardrails import judge_case
from guardrails.check import check
from pipeline.models import Reply, Request
from pipeline.run import draft_email
from prompts.brief import Brief, build_brief
from prompts.contract import load_contract
from prompts.data import read_data
from prompts.lattice import Lattice, Node, build_lattice
from prompts.messages import build_messages
from prompts.notes import ScenarioId
from prompts.walk import walk

__all__ = ["Expected", "Probe", "load_expected", "pin_contracts", "run_probes"]

_FILE = Path(__file__).with_suffix(".yaml")


@dataclass(frozen=True, slots=True)
class Probe:
    """One thing looked at; `said` tells what was seen where it does not hold."""

    name: str
    holds: bool
    said: str = ""


class Expected(BaseModel):
    """`evals/probes.yaml`. `tolerated`: situation to the rules known to speak up at one of its own wordings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    prompt_says: list[str]
    guidance: list[str]
    tolerated: dict[ScenarioId, list[str]]
    contracts: dict[ScenarioId, dict[str, object]]


def load_expected(path: Path = _FILE) -> Expected:
    """The expectations."""
    return Expected.model_validate(yaml.safe_load(path.read_text("utf-8")))


def run_probes(expected: Expected | None = None) -> list[Probe]:
    """Every probe, in a fixed order; one that raises does not hold."""
    expected = expected or load_expected()
    groups: tuple[Callable[[Expected], Iterator[Probe]], ...] = (_rules, _contracts, _prompts, _repairs, _wordings)
    found: list[Probe] = []
    for group in groups:
        try:
            found += group(expected)
        except Exception as error:  # the border where a failure becomes a record
            found.append(Probe(group.__name__.strip("_"), False, f"{type(error).__name__}: {error}"))
    return found


def _rules(_expected: Expected) -> Iterator[Probe]:
    """Good emails pass, and each mistake planted in them is refused by the rule it breaks."""
    for loaded in load_draft_cases(CASES / "drafts"):
        if Path(loaded.file).name != "seed.yaml" or loaded.held:
            continue
        for judged in judge_case(loaded):
            said = f"{judged.outcome}: {', '.join(judged.errors) or judged.failure or 'no error'}"
            yield Probe(f"rules/{judged.draft.id}", judged.outcome in {"passed", "caught"}, said)


def pin_contracts() -> dict[str, dict[str, object]]:
    """What of the contracts is held fast: moves, acts and limits of every situation, without their wording."""
    pinned = {}
    for scenario in ScenarioId:
        data = load_contract(scenario).model_dump(mode="json", exclude_defaults=True)
        for wording in ("title", "situation", "tone", "subject", "advice", "article"):
            data.pop(wording, None)
        data["moves"] = [{key: value for key, value in move.items() if key != "purpose"} for move in data["moves"]]
        pinned[scenario.value] = data
    return pinned


def _contracts(expected: Expected) -> Iterator[Probe]:
    for scenario, now in pin_contracts().items():
        then = expected.contracts[ScenarioId(scenario)]
        changed = [f"{key} is {now.get(key)!r}, was {then.get(key)!r}" for key in {**then, **now} if now.get(key) != then.get(key)]
        yield Probe(f"contract/{scenario}", not changed, "; ".join(changed)[:400])


def _prompts(expected: Expected) -> Iterator[Probe]:
    """The prompt carries every rule, move, limit and public fact, and nothing private."""
    guidance = read_data("guidance.yaml")
    rules = {entry["id"]: entry["rule"] for entry in guidance} if isinstance(guidance, list) else {}
    for scenario, reference in load_references().items():
        brief = build_brief(reference.notes)
        text = "\n".join(message.content for message in build_messages(brief))
        lacking = [phrase for phrase in expected.prompt_says if phrase.casefold() not in text.casefold()]
        lacking += [f"guidance {name}" for name in expected.guidance if rules.get(name, "\0") not in text]
        lacking += [f"move {one.move.id}" for one in brief.moves if one.move.purpose not in text]
        words = brief.contract.words
        lacking += [f"length {bound}" for bound in (words.aim_min, words.aim_max) if not re.search(rf"\b{bound}\b", text)]
        lacking += [f"fact {name}" for name in brief.facts if f'"{name}"' not in text]
        leaked = [f"private {fact.id}" for fact in brief.private_facts if fact.text in text]
        said = "; ".join([*(f"does not say: {one}" for one in lacking), *(f"says: {one}" for one in leaked)])
        yield Probe(f"prompt/{scenario.value}", not lacking and not leaked, said[:400])


class _Scripted:
    """A writer that answers what it was told to, the last answer for ever."""

    name = "scripted"

    def __init__(self, *answers: str) -> None:
        self._answers = list(answers)

    def complete(self, request: Request) -> Reply:
        return Reply(self._answers.pop(0) if len(self._answers) > 1 else self._answers[0])


def _repairs(_expected: Expected) -> Iterator[Probe]:
    """A slip is mended in code, a mistake by the model when it answers well the second time, and by the phrasebook when it never does."""
    for scenario, reference in load_references().items():
        good = reference.text
        slip = good.replace("Subject: ", "Subject: **", 1).replace(".\n", "!\n", 1)
        wrong = good.replace(".\n\n", ". My portfolio of 46 projects is attached.\n\n", 1)
        for by, answers in (("code", (slip,)), ("model", (wrong, good)), ("phrasebook", (wrong,))):
            outcome = draft_email(reference.notes, _Scripted(*answers), canary_secret=b"probe")
            menders = [repair.by for repair in outcome.repairs]
            clean = outcome.draft is not None and "46 projects" not in outcome.draft.text and "**" not in outcome.draft.subject
            holds = outcome.verdict != "refused" and clean and by in menders
            rules = ", ".join(finding.rule for finding in outcome.report.errors)
            yield Probe(f"repair/{scenario.value}/{by}", holds, f"{outcome.verdict}, mended by {menders or 'nobody'} {rules}".strip())


def _wordings(expected: Expected) -> Iterator[Probe]:
    """Every wording that the phrasebook has for the references' notes stands in an email that the rules let pass."""
    for scenario, reference in load_references().items():
        brief = build_brief(reference.notes)
        wrong = sorted(set(_offending(brief, build_lattice(brief), set(expected.tolerated.get(scenario, [])))))
        yield Probe(f"wording/{scenario.value}", not wrong, "; ".join(wrong)[:400])


def _offending(brief: Brief, lattice: Lattice, tolerated: set[str]) -> Iterator[str]:
    nodes = [node for node in lattice.nodes if node.options]
    for turn in range(max(len(node.options) for node in (lattice.subject, *nodes))):
        alone = [Node(node.move, node.paragraph, (node.options[turn % len(node.options)],)) for node in (lattice.subject, *nodes)]
        draft = walk(Lattice(alone[0], tuple(alone[1:])), brief, partial(_in_turn, turn), seed=turn)
        for finding in check(draft, brief).errors:
            if not finding.rule.startswith("LEN-") and finding.rule not in tolerated:
                yield f"{finding.rule}: {finding.message}"


def _in_turn(turn: int, _text: str, ways: Sequence[str]) -> int:
    return turn % len(ways)


def main() -> None:
    """Pin the contracts as they are now."""
    head, _, _ = _FILE.read_text("utf-8").partition("\ncontracts:")
    body = yaml.safe_dump({"contracts": pin_contracts()}, sort_keys=False, allow_unicode=True, width=140, default_flow_style=None)
    _FILE.write_text(f"{head}\n{body}", encoding="utf-8")
    print(resources.files("evals").joinpath(_FILE.name), file=sys.stderr)


if __name__ == "__main__":
    main()
