from __future__ import annotations

from pathlib import Path

import pytest

from guardrails.settings import Settings, house_settings
from guardrails.settings_file import SettingsError, pick_rules, read_settings, with_choice


def read(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "afterword.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def test_empty_file_changes_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == house_settings()


def test_file_is_laid_over_the_house_settings(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        """
[rules]
select = ["LEN", "ton-cliche"]
ignore = ["LEN-long"]
[rules.severity]
TON-cliche = "error"
LEN = "warning"
LEN-short = "off"
[rules.threshold]
"LEN-sentence" = {max_words = 30}
TON-first-person.max_share = 0.5
""",
    )
    assert settings.select is not None
    assert {"LEN-long", "LEN-sentence", "TON-cliche"} <= settings.select
    assert "TON-rude" not in settings.select
    assert settings.ignore == {"LEN-long"}
    assert (settings.severity["TON-cliche"], settings.severity["LEN-long"], settings.severity["LEN-short"]) == ("error", "warning", "off")
    assert settings.thresholds["LEN-sentence"] == {"max_words": 30}
    assert settings.thresholds["TON-first-person"] == {**house_settings().thresholds["TON-first-person"], "max_share": 0.5}
    assert house_settings().thresholds["LEN-sentence"] == {"max_words": 45}


MISTAKES = {
    "unknown table": ("[rule]\nx = 1", "'rule'", "'rules'"),
    "unknown key": ("[rules]\nselct = []", "'rules.selct'", "'select'"),
    "misspelt table": ("[rules.severty]", "'rules.severty'", "'severity'"),
    "unknown rule": ('[rules.severity]\nLEN-lnog = "off"', "'LEN-lnog'", "'LEN-long'"),
    "unknown family": ('[rules]\nignore = ["LENN"]', "'LENN'", "'LEN'"),
    "unknown rule with a threshold": ("[rules.threshold.LEN-sentnce]\nmax_words = 3", "'LEN-sentnce'", "'LEN-sentence'"),
    "unknown threshold": ("[rules.threshold.LEN-sentence]\nmax_word = 3", "'max_word'", "'max_words'"),
    "rule without a threshold": ("[rules.threshold.LEN-long]\nmax_words = 3", "LEN-long", "contract"),
    "unknown severity": ('[rules.severity]\nLEN-long = "eror"', "'eror'", "'error'"),
    "text for a list": ('[rules]\nselect = "LEN"', "rules.select", "list"),
    "number for a rule": ("[rules]\nselect = [3]", "rules.select.0", "text"),
    "text for a number": ('[rules.threshold.LEN-sentence]\nmax_words = "3"', "'3'", "number"),
    "truth for a number": ("[rules.threshold.LEN-sentence]\nmax_words = true", "True", "number"),
    "fraction for a count": ("[rules.threshold.LEN-sentence]\nmax_words = 2.5", "2.5", "whole number"),
    "negative": ("[rules.threshold.LEN-sentence]\nmax_words = -1", "-1", "whole number"),
    "percentage for a share": ("[rules.threshold.TON-first-person]\nmax_share = 20", "20", "between 0 and 1"),
    "not a number at all": ("[rules.threshold.TON-first-person]\nmax_share = nan", "nan", "between 0 and 1"),
    "number for a table": ("rules = 3", "rules", "table"),
    "broken": ("[rules\n", "TOML", "line 1"),
}


@pytest.mark.parametrize(("text", "seen", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_one_sentence_with_the_nearest_valid_name(text: str, seen: str, hint: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, text)
    message = str(caught.value)
    assert message.startswith(f"{tmp_path}")
    assert "\n" not in message
    assert seen in message
    assert hint in message


def test_file_that_is_no_text_and_file_that_is_not_there_are_settings_errors(tmp_path: Path) -> None:
    (tmp_path / "afterword.toml").write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "afterword.toml", tmp_path / "none.toml", tmp_path):
        with pytest.raises(SettingsError, match=r"could not be read|not readable text"):
            read_settings(path)


def test_names_are_rules_or_families_in_any_case() -> None:
    assert pick_rules(["len-LONG"]) == {"LEN-long"}
    assert pick_rules(["prv"]) == {"PRV-private", "PRV-pay", "PRV-leverage"}
    with pytest.raises(SettingsError, match="'GND-date'"):
        pick_rules(["GND-dates"])


def test_choice_of_one_run_takes_the_place_of_the_files(tmp_path: Path) -> None:
    file = read(tmp_path, '[rules]\nselect = ["LEN"]\nignore = ["LEN-long"]\n[rules.severity]\nTON-rude = "off"\nTON-casual = "off"\n')
    added = with_choice(file, ignore=["LEN-short"])
    assert (added.is_on("LEN-sentence"), added.is_on("LEN-long"), added.is_on("LEN-short")) == (True, False, False)
    chosen = with_choice(file, select=["TON-rude", "TON", "LEN-long"])
    assert [chosen.is_on(rule) for rule in ("TON-rude", "TON-casual", "LEN-long", "LEN-sentence")] == [True, False, True, False]
