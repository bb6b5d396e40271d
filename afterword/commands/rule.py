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
    from guardrails.rule_pages import render_page
    from guardrails.rules import RULES
    from pipeline.errors import BadInput

    if rule_id is None:
        for rule in RULES.values():
            click.echo(f"{rule.id:26}{rule.severity:9}{rule.title}")
        return
    names = {name.casefold(): name for name in RULES}
    found = names.get(rule_id.strip().casefold())
    if found is None:
        import difflib

        near = difflib.get_close_matches(rule_id.casefold(), names, n=1, cutoff=0.4)
        hint = f"; did you mean {names[near[0]]}?" if near else "; `afterword rule` lists them all."
        raise BadInput(f"There is no rule {rule_id!r}{hint}")
    click.echo(render_page(RULES[found]), nl=False)
