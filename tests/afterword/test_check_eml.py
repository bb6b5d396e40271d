"""A mail file is checked as the email in it, not as its headers."""

from __future__ import annotations

from afterword.commands.check import _email_of
from pipeline.mail import eml_bytes


def test_mail_file_is_read_as_its_subject_and_body() -> None:
    text = eml_bytes("The rota role", "Dear Zoë,\n\nThank you for the call.\n\nBest regards,\nTom", to=[], sender=None).decode()
    assert "MIME-Version" in text
    read = _email_of(text.replace("\r\n", "\n"))
    assert read.startswith("Subject: The rota role\n\nDear Zoë,\n\nThank you for the call.")
    assert "MIME" not in read


def test_plain_email_stays_as_it_is() -> None:
    text = "Subject: MIME-Version matters\n\nDear Zoë,\n\nThank you."
    assert _email_of(text) == text
