from __future__ import annotations

from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from afterword import draft
from afterword.files import render, write_file
from pipeline.errors import BadInput

NOTES = """scenario: phone_interview
candidate: {name: Inés Aguirre, email: ines@x.example}
recipients: [{name: Margit Hølm, email: "%s"}]
company: Tarnby Ferries
role: reliability engineer
now: 2026-09-09T09:00
facts:
  - {kind: topic, text: the fault forms of the night shift}
"""


def test_the_eml_file_has_names_text_and_line_ends_as_mail_programs_want_them(tmp_path: Path) -> None:
    outcome = draft(NOTES % "margit@tarnby.example", model="phrasebook")
    write_file(tmp_path / "mail.eml", render(outcome, ".eml"))
    written = (tmp_path / "mail.eml").read_bytes()
    message = BytesParser(policy=policy.default).parsebytes(written)
    assert outcome.draft is not None
    assert [str(one) for one in message["To"].addresses] == ["Margit Hølm <margit@tarnby.example>"]
    assert [str(one) for one in message["From"].addresses] == ["Inés Aguirre <ines@x.example>"]
    assert message.get_content().replace("\r\n", "\n") == outcome.draft.text
    assert written.count(b"\n") == written.count(b"\r\n")


@pytest.mark.parametrize("suffix", [".eml", ".txt", ".json"])
def test_writing_the_same_twice_keeps_no_copy(suffix: str, tmp_path: Path) -> None:
    text = render(draft(NOTES % "margit@tarnby.example", model="phrasebook"), suffix)
    target = tmp_path / f"mail{suffix}"
    assert write_file(target, text) is None
    assert write_file(target, text) is None
    assert write_file(target, text + "\n") == tmp_path / f"mail{suffix}~"
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"mail{suffix}", f"mail{suffix}~"]


@pytest.mark.parametrize("address", ["margit (at) tarnby", "=?utf-8?q?a=0ABcc:x?=@b.example", "a@b.example, eve@evil.example"])
def test_an_address_that_is_none_is_refused_in_the_file_alone(address: str) -> None:
    outcome = draft(NOTES % address, model="phrasebook")
    assert render(outcome, ".txt").startswith("Subject: ")
    with pytest.raises(BadInput, match="recipient's address"):
        render(outcome, ".eml")
