"""Parts of a package that wait are whole when they are asked for, and never in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent.parent


def _run(program: str, folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(_ROOT), str(folder)])}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package `big` whose subpackage `parts` says when its code runs."""
    parts = tmp_path / "big" / "parts"
    parts.mkdir(parents=True)
    (tmp_path / "big" / "__init__.py").write_text("from . import parts as parts\nfrom .parts.one import ONE as ONE\n", "utf-8")
    (parts / "__init__.py").write_text("print('ran')\nfrom .one import ONE\nfrom .two import TWO\n__all__ = ['ONE', 'TWO']\n", "utf-8")
    (parts / "one.py").write_text("ONE = 1\n", "utf-8")
    (parts / "two.py").write_text("from big.parts import one\nTWO = one.ONE + 1\n", "utf-8")
    return tmp_path


_START = "import sys\nfrom pipeline.providers.late import put_off\nput_off('big', ('parts', 'parts.none', 'nothing'))\nimport big\n"


@pytest.mark.parametrize(
    ("use", "said"),
    [
        ("print(big.ONE, 'big.parts.two' in sys.modules)", "1 False\n"),
        ("print(big.parts.TWO)", "ran\n2\n"),
        ("print(big.parts.TWO, big.parts.ONE)", "ran\n2 1\n"),
        ("from big.parts import TWO; print(TWO)", "ran\n2\n"),
        ("from big.parts.two import TWO; print(TWO)", "2\n"),
        ("from big.parts import *; print(ONE + TWO)", "ran\n3\n"),
        ("print('TWO' in dir(big.parts))", "ran\nTrue\n"),
        ("print(hasattr(big.parts, 'THREE'), hasattr(big.parts, '__wrapped__'))", "ran\nFalse False\n"),
    ],
    ids=["not asked for", "attribute", "twice", "from", "below", "star", "dir", "no such name"],
)
def test_a_part_runs_once_when_a_name_is_looked_up(package: Path, use: str, said: str) -> None:
    assert _run(_START + use, package) == said


@pytest.mark.parametrize(
    "program",
    [
        "from pipeline.providers.late import put_off\nput_off('no_such_package', ('types',))\nprint('ran')",
        "import big\nfrom pipeline.providers.late import put_off\nput_off('big', ('parts',))\nbig.parts.TWO",
    ],
    ids=["no package", "imported before"],
)
def test_nothing_happens_where_nothing_can_wait(package: Path, program: str) -> None:
    assert _run(program, package) == "ran\n"


def test_the_sdk_is_whole_although_its_types_wait(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from pipeline.providers.openai_compat import _LATE\n"
        "from pipeline.providers.late import put_off\n"
        "put_off('openai', _LATE)\n"
        "import openai\n"
        "client = openai.OpenAI(api_key='none', base_url='http://127.0.0.1:9/v1', max_retries=0)\n"
        "print(sum(name.startswith('openai.types') for name in sys.modules) < 250)\n"
        "from openai.types.chat import ChatCompletion\n"
        "from openai.types import Completion, responses, shared, beta\n"
        "print(Completion.__name__, ChatCompletion.__name__, responses.Response.__name__, beta.Thread.__name__)\n"
        "print(client.chat.completions.create.__name__, client.responses.create.__name__)\n"
        "print(sorted(set(openai.types.__all__ if hasattr(openai.types, '__all__') else []) - set(dir(openai.types))))\n"
    )
    assert _run(program, tmp_path) == "True\nCompletion ChatCompletion Response Thread\ncreate create\n[]\n"
