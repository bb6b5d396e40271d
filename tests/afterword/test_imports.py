from __future__ import annotations

import json
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

#: Third-party top-level packages each command may import; anything else makes it start slower or leak a framework.
DATA = {"annotated_types", "click", "pydantic", "pydantic_core", "typing_extensions", "typing_inspection", "yaml", "_yaml"}
ALLOWED = {
    "help": {"click"},
    "draft help": {"click"},
    "check": DATA | {"dateutil", "harper", "nameparser", "platformdirs", "rapidfuzz", "sentencex", "six"},
    "offline draft": DATA | {"dateutil", "nameparser", "platformdirs", "rapidfuzz", "sentencex", "six"},
    "embedded draft": DATA | {"dateutil", "filelock", "nameparser", "platformdirs", "rapidfuzz", "sentencex", "six", "xllamacpp"},
}
ROOMS = {"afterword", "evals", "pipeline", "guardrails", "prompts"}

_PROBE = """
import json, os, sys
os._exit = lambda code: (_ for _ in ()).throw(SystemExit(code))
sys.argv = ["afterword", *json.loads(sys.argv[1])]
from afterword.cli import main
try:
    main()
except SystemExit:
    pass
print("\\n@@" + json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def _imported(*arguments: str) -> set[str]:
    """Third-party top-level packages in a process that ran the command line with these arguments."""
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, json.dumps(arguments)], capture_output=True, text=True, cwd=ROOT, check=True, timeout=120
    )
    names = set(json.loads(done.stdout.rpartition("@@")[2]))
    installed = set(metadata.packages_distributions())
    return (names & installed) - ROOMS - set(sys.stdlib_module_names) - {"_distutils_hack", "__editable___afterword_finder"}


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "mail.txt"
    path.write_text("Dear Nadia,\n\nThank you for the call about the shift planner role.\n\nBest regards,\nTom Baker\n", encoding="utf-8")
    return path


def test_help_imports_nothing_but_click() -> None:
    assert _imported("--help") <= ALLOWED["help"]
    assert _imported("draft", "--help") <= ALLOWED["draft help"]


def test_check_imports_no_model_and_no_framework(letter: Path) -> None:
    assert _imported("check", str(letter), "--notes", "examples/notes/phone_interview-full.yaml") <= ALLOWED["check"]


def test_an_offline_draft_imports_no_framework() -> None:
    assert _imported("draft", "examples/notes/phone_interview-full.yaml", "--model", "phrasebook") <= ALLOWED["offline draft"]


def test_the_rooms_come_from_this_repository_and_no_other_distribution_brings_them() -> None:
    import afterword
    import evals
    import guardrails
    import pipeline
    import prompts

    for room in (afterword, evals, guardrails, pipeline, prompts):
        assert room.__file__ is not None
        assert Path(room.__file__).is_relative_to(ROOT)
        assert set(metadata.packages_distributions().get(room.__name__, ["afterword"])) <= {"afterword"}
