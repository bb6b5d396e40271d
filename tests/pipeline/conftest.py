"""Shared by the tests of the pipeline."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def run_python() -> Callable[[str], str]:
    """Runs code in a fresh interpreter and gives what it printed."""

    def run(code: str) -> str:
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
        return done.stdout.strip()

    return run
