"""`afterword scenarios`: the seven situations."""

from __future__ import annotations

import json

import click

from afterword.options import json_option

__all__ = ["command"]


@click.command("scenarios")
@json_option
def command(as_json: bool) -> None:
    """List the seven situations with what each email must and must not do."""
    from prompts.contract import load_contracts

    contracts = load_contracts().values()
    if as_json:
        click.echo(json.dumps([contract.model_dump(mode="json") for contract in contracts], ensure_ascii=False, indent=2))
        return
    for contract in contracts:
        click.echo(f"{contract.id.value:20}{contract.title}")
        click.echo(f"{'':20}{contract.situation} {contract.words.aim_min} to {contract.words.aim_max} words.")
