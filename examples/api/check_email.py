"""The guardrails on an email from anywhere: written by hand, or by another model."""

from __future__ import annotations

from afterword import check

NOTES = """
scenario: phone_interview
candidate: {name: Ines Aguirre}
recipients: [{name: Margit Holm}]
company: Tarnby Ferries
role: reliability engineer
facts:
  - {kind: topic, text: the fault forms of the night shift}
"""

EMAIL = """Subject: Thank you for the call

Dear Birgit,

Thank you so much for the call about the reliability engineer role at Tarnby Ferries.
I was excited to hear of the 40 new ships!

Best regards,
Ines Aguirre
"""

report = check(EMAIL, NOTES)
print("passed" if report.passed else "refused")
for finding in report.findings:
    print(f"{finding.severity} {finding.rule}: {finding.message} {finding.fix}")
