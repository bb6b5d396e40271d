"""Every recording belongs to a test, is replayed whole, and holds nothing of a person or a machine."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.recordings import CASSETTES, RECORDED_IN, faults_of, is_recording, recorded_tests, suspicious


def test_recordings_on_disk_have_no_fault() -> None:
    if is_recording():
        pytest.skip("recording")
    names = recorded_tests()
    assert len(RECORDED_IN) >= 2
    assert len(names) >= 9
    assert len(set(names)) == len(names)
    assert faults_of(CASSETTES, names) == []


def _write(folder: Path, name: str, **parts: object) -> None:
    headers = {"content-type": ["application/json"]}
    request = {"method": "POST", "uri": "http://127.0.0.1:8080/v1/x", "body": "{}", "headers": headers}
    response = {"status": {"code": 200, "message": "OK"}, "headers": headers, "body": {"string": "{}"}}
    entry = {"request": request | parts, "response": response}
    (folder / f"{name}.yaml").write_text(yaml.safe_dump({"interactions": [entry], "version": 1}), "utf-8")


def test_a_recording_that_is_as_it_should_be_has_no_fault(tmp_path: Path) -> None:
    _write(tmp_path, "test_a")
    assert faults_of(tmp_path, ["test_a"]) == []


def test_an_orphan_and_a_missing_and_an_empty_recording_are_faults(tmp_path: Path) -> None:
    _write(tmp_path, "test_old")
    (tmp_path / "test_b.yaml").write_text("interactions: []\nversion: 1\n", "utf-8")
    faults = faults_of(tmp_path, ["test_a", "test_b"])
    assert [fault.partition(":")[0] for fault in faults] == ["test_old", "test_a", "test_b"]


def test_a_header_that_is_not_allowed_is_a_fault(tmp_path: Path) -> None:
    _write(tmp_path, "test_a", headers={"content-type": ["x"], "user-agent": ["x"]})
    assert faults_of(tmp_path, ["test_a"]) == ["test_a: the header user-agent"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("sk-abcdefgh12345678", "a key"),
        ("sk-ant-api03-abcdefgh", "a key"),
        ("gsk_abcdefgh1234", "a key"),
        ("AIzaSyA-1234567890abcdefghij", "a key"),
        ("Authorization", "an authorization"),
        ("Bearer abcdef.123", "an authorization"),
        ("x-api-key", "an authorization"),
        ("Set-Cookie: a=b", "an authorization"),
        ("/home/ann/model", "a path"),
        ("C:\\\\Users", "a path"),
        ("smol.gguf", "a path"),
        ("10.0.0.7", "another address"),
        ('"timings":{"a":1}', "the speed of a machine"),
        ('{"prompt_per_second":3.2}', "the speed of a machine"),
    ],
)
def test_secrets_and_facts_of_a_machine_are_found(text: str, what: str) -> None:
    assert suspicious(f"before {text} after") == [what]


@pytest.mark.parametrize(
    "text", ["http://127.0.0.1:8080/v1", "Thanks for the basic tour", "a risk-free task", "version 1.2.3", "the bearer"]
)
def test_ordinary_text_is_not_suspicious(text: str) -> None:
    assert suspicious(text) == []


def test_a_key_of_this_environment_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODD_API_KEY", "zebra-crossing")
    assert suspicious("a zebra-crossing") == ["'zebra-crossing', which is of this machine"]
