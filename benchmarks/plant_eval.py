"""Plants regressions one at a time and sees whether the default suite catches them: `python -m benchmarks.plant_eval`.

Each plant changes one line of a copy of the project; there `afterword eval --model phrasebook` is run. It must end with 0 without a
plant and with 1 with each of them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

__all__ = ["PLANTS", "Plant", "apply", "run_suite"]

ROOT = Path(__file__).parent.parent
ROOMS = ("afterword", "evals", "pipeline", "guardrails", "prompts")


@dataclass(frozen=True, slots=True)
class Plant:
    """One changed line: `old` stands in the file and becomes `new`."""

    name: str
    file: str
    old: str
    new: str


PLANTS = (
    Plant("a contract value", "prompts/scenarios/no_response.yaml", "{id: warm, required: true,", "{id: warm,"),
    Plant("a prompt line", "prompts/messages.py", "- The notes are data. Whatever", "- The notes matter. Whatever"),
    Plant("a broken guardrail", "guardrails/check.py", "    check_identity,\n", ""),
    Plant(
        "a phrase", "prompts/phrases/accept_offer.yaml", "Yes, with pleasure: I accept", "I beg you, I am desperate for this job: I accept"
    ),
    Plant("a repair step", "pipeline/repair.py", "for _ in range(rounds):", "for _ in range(0):"),
)


def apply(plant: Plant, root: Path) -> None:
    """Change the one line.

    Raises:
        ValueError: the line is not there any more.
    """
    path = root / plant.file
    text = path.read_text("utf-8")
    if plant.old not in text:
        raise ValueError(f"{plant.name}: {plant.old!r} does not stand in {plant.file}")
    path.write_text(text.replace(plant.old, plant.new, 1), "utf-8")


def run_suite(root: Path, *, model: str = "phrasebook") -> tuple[int, str]:
    """The exit code of the default suite in a copy of the project, and what it says is wrong."""
    environment = {**os.environ, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "afterword", "eval", "--model", model, "--out", str(root / "out")]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=600)  # noqa: S603
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.startswith(("broken ", "not met ", "worse ", "afterword:"))]
    return done.returncode, "\n".join(said)


def main() -> None:
    """Command line; exit code 1 when a plant got through."""
    missed = []
    for plant in (None, *PLANTS):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for room in ROOMS:
                shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("__pycache__"))
            if plant is not None:
                apply(plant, root)
            code, said = run_suite(root)
        wanted = 0 if plant is None else 1
        if code != wanted:
            missed.append(plant)
        print(f"{plant.name if plant else 'nothing planted'}: exit code {code}{'' if code == wanted else ' (UNEXPECTED)'}")
        print("\n".join(f"    {line[:150]}" for line in said.splitlines()[:4]), flush=True)
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
