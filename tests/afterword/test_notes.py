from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from afterword.commands.notes import command
from pipeline.errors import BadInput
from pipeline.intake_files import read_bytes

NOTES = """scenario: phone_interview
candidate: {name: "Ines%sAguirre"}
company: Tarnby Ferries
facts:
  - {kind: topic, text: the rota}
"""


@pytest.mark.parametrize(
    ("char", "shown"),
    [
        ("\u202e", "Ines<U+202E>Aguirre"),
        ("\u2066", "Ines<U+2066>Aguirre"),
        ("\u200b", "Ines<U+200B>Aguirre"),
        ("\\e[31m", "Ines<U+001B>[31mAguirre"),
        ("\u00a0", "Ines\u00a0Aguirre"),
        ("\u200c", "Ines\u200cAguirre"),
        (" é ", "Ines é Aguirre"),
    ],
)
def test_characters_that_steer_a_terminal_are_shown_by_their_number(char: str, shown: str) -> None:
    result = CliRunner().invoke(command, ["-"], input=NOTES % char)
    assert result.exit_code == 0
    assert shown in result.stdout


def test_a_fact_of_several_lines_is_shown_on_several_lines() -> None:
    result = CliRunner().invoke(command, ["-"], input=NOTES % " " + "  - kind: topic\n    text: |\n      the ships\n      the crews\n")
    assert "the ships\nthe crews" in result.stdout


def test_an_empty_file_name_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="name of the file is empty"):
        read_bytes("")
    with pytest.raises(BadInput, match="folder"):
        read_bytes(str(tmp_path))
