"""The examples of docs/api.md: each is a file, each file runs, and the page shows the very files."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
EXAMPLES = {path.stem: path for path in sorted((ROOT / "examples" / "api").glob("*.py"))}
SAYS = {
    "assistant": ["'explain_rule'", "private [private]", "send "],
    "check_email": ["refused", "IDN-recipient", "GND-number"],
    "draft_email": ["send\n", "Dear Margit,", "email.eml"],
    "langchain_runnable": ["send\n", "['send', 'refused']"],
    "read_notes": ["private (private)", "there is nothing in it"],
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_runs_and_says_what_it_is_there_for(name: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES[name])],
        capture_output=True, text=True, cwd=ROOT, timeout=120, env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    for words in SAYS[name]:
        assert words in done.stdout
    assert "Hexham" not in done.stdout or name == "read_notes"


def test_the_page_shows_every_example_as_it_is() -> None:
    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    shown = dict(re.findall(r"<!-- examples/api/(\w+)\.py -->\n```python\n(.*?)```\n", page, re.DOTALL))
    assert shown == {name: path.read_text("utf-8") for name, path in EXAMPLES.items()}
    assert set(shown) == set(SAYS)


def test_the_page_names_the_public_functions_and_tools() -> None:
    import afterword

    page = (ROOT / "docs" / "api.md").read_text("utf-8")
    for name in afterword.__all__:
        assert f"`afterword.{name}(" in page
    for tool in ("read_notes", "draft", "check", "explain_rule"):
        assert f"| `{tool}` |" in page
