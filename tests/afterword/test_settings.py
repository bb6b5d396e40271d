from __future__ import annotations

from pathlib import Path

import pytest

from afterword.settings import draft_settings, find_settings, load_settings
from guardrails.settings import house_settings
from pipeline.errors import BadConfiguration


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def write(path: str, text: str) -> Path:
    place = Path(path).absolute()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def test_nearest_file_is_found_first_and_the_users_own_last(tmp_path: Path) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find_settings(inner, environment) is None
    own = write("config/afterword/afterword.toml", "")
    assert find_settings(inner, environment) == own
    assert find_settings(inner, {"XDG_CONFIG_HOME": "relative"}) is None
    above = write("a/afterword.toml", "")
    assert find_settings(inner, environment) == above
    here = write("a/b/afterword.toml", "")
    assert find_settings(inner, environment) == here


def test_without_a_file_the_settings_are_the_houses() -> None:
    assert load_settings(None) is house_settings()
    assert draft_settings(None) is house_settings()


def test_wrong_file_is_a_bad_configuration() -> None:
    with pytest.raises(BadConfiguration, match="did you mean 'select'"):
        load_settings(write("x.toml", "[rules]\nselct = []\n"))


def test_draft_keeps_truth_and_says_so_in_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    path = write("afterword.toml", '[rules]\nignore = ["TON", "GND-date"]\n[rules.severity]\nPRV-pay = "warning"\nFMT-emoji = "off"\n')
    checked = load_settings(path)
    assert not checked.is_on("GND-date")
    drafted = draft_settings(None)
    assert drafted.is_on("GND-date")
    assert not drafted.is_on("TON-cliche")
    assert not drafted.is_on("FMT-emoji")
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert "GND-date, PRV-pay" in line


def test_draft_has_nothing_to_say_about_settings_that_leave_truth_alone(capsys: pytest.CaptureFixture[str]) -> None:
    draft_settings(write("afterword.toml", '[rules]\nignore = ["TON"]\n'))
    assert capsys.readouterr().err == ""
