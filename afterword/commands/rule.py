"""`afterword rule`: what a rule asks for, and why."""

from __future__ import annotations

import click

__all__ = ["command"]


@click.command("rule")
@click.argument("rule_id", required=False, metavar="[ID]")
def command(rule_id: str | None) -> None:
    """Explain one rule, e.g. LEN-long, or list them all.

    A rule says what it asks for, why, where the advice comes from, and shows a sentence that breaks it and one that does not.
    """
    from guardrails.rules import RULES
    from pipeline.errors import BadInput

    if rule_id is None:
        for rule in RULES.values():
            click.echo(f"{rule.id:26}{rule.severity:9}{rule.title}")
        return
    found = next((rule for name, rule in RULES.items() if name.casefold() == rule_id.casefold()), None)
    if found is None:
        import difflib

        near = difflib.get_close_matches(rule_id, RULES, n=1, cutoff=0.4)
        raise BadInput(f"There is no rule {rule_id!r}{f'; did you mean {near[0]}?' if near else '; `afterword rule` lists them all.'}")
    click.echo(f"{found.id} ({found.severity}): {found.title}\n\n{found.why}\n\nSource: {found.section}\n")
    click.echo(f"Not so:  {found.bad}\nBut so:  {found.good}")
