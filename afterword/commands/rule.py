"""`afterword rule`: what a rule asks for, and why."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("rule")
@click.argument("rule_id", required=False, metavar="[ID]")
def command(rule_id: str | None) -> None:
    """Explain one rule, e.g. LEN-long, or list them all.

    A rule's page says what it asks for, why, where the advice comes from, and shows an email that breaks it and one that does not.
    """
    if rule_id is None:
        from guardrails.rules import RULES

        for rule in RULES.values():
            click.echo(f"{rule.id:26}{rule.severity:9}{rule.title}")
        return
    from afterword.documents import rule_page

    click.echo(rule_page(rule_id), nl=False)
