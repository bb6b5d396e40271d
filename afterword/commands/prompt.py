"""`afterword prompt`: exactly what a model would be sent."""

from __future__ import annotations

import click

from afterword.options import json_option, model_option, notes_argument, now_option, parse_now, scenario_option

__all__ = ["command"]


@click.command("prompt")
@notes_argument
@scenario_option
@model_option
@now_option
@json_option
def command(notes: str | None, scenario: str | None, model: str, now: str | None, as_json: bool) -> None:
    """Show the exact messages a model would get, or the grammar the embedded one writes under, with token counts."""
    import json

    from afterword.sources import read_brief
    from pipeline.tokens import count_tokens
    from prompts.grammar import to_gbnf
    from prompts.lattice import build_lattice, count_emails
    from prompts.messages import build_messages

    brief = read_brief(notes, scenario=scenario, now=parse_now(now))
    if model.partition(":")[0] in ("local", "phrasebook"):
        lattice = build_lattice(brief)
        grammar = to_gbnf(lattice)
        if as_json:
            click.echo(json.dumps({"grammar": grammar, "emails": count_emails(lattice)}, ensure_ascii=False, indent=2))
        else:
            click.echo(grammar, nl=False)
            click.echo(f"A grammar of {count_emails(lattice):,} emails; the model chooses among them and can write no other.", err=True)
        return
    messages = build_messages(brief)
    counts = [count_tokens(message.content) for message in messages]
    if as_json:
        rows = [{"role": m.role, "content": m.content, "tokens": n} for m, n in zip(messages, counts, strict=True)]
        click.echo(json.dumps({"messages": rows, "tokens": sum(counts)}, ensure_ascii=False, indent=2))
        return
    for message, count in zip(messages, counts, strict=True):
        click.echo(f"[{message.role}, {count} tokens]\n{message.content}\n")
    click.echo(f"{sum(counts)} tokens in all (cl100k_base), {counts[0]} of them besides the notes.", err=True)
