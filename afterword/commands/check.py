"""`afterword check`: the guardrails on any email text, and the mechanical fixes for what they find."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from afterword.options import json_option, now_option, parse_now, scenario_option
from afterword.settings import config_option, load_settings

if TYPE_CHECKING:
    from prompts.brief import Brief

__all__ = ["command"]


@click.command("check")
@click.argument("draft", metavar="DRAFT|-")
@click.option("--notes", "notes", required=True, metavar="NOTES", help="The notes the email must agree with.")
@scenario_option
@now_option
@click.option("--select", multiple=True, metavar="RULES", help="Only these rules or families, e.g. LEN,TON-cliche; may be repeated.")
@click.option("--ignore", multiple=True, metavar="RULES", help="All but these rules or families; may be repeated.")
@config_option
@json_option
@click.option("--fix", "wants_fix", is_flag=True, help="Print, as a diff, what can be mended without changing a fact.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="With --fix: write the mended email to FILE.")
@click.option("--force", is_flag=True, help="With --out: write over FILE; what stood there is kept as FILE~.")
def command(
    draft: str,
    notes: str,
    scenario: str | None,
    now: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    config: Path | None,
    as_json: bool,
    wants_fix: bool,
    out: Path | None,
    force: bool,
) -> None:
    """Check any email text or .eml file against your notes ("Subject:" as a first line is optional).

    Every finding names its rule; `afterword rule ID` says why the rule is there.
    """
    from guardrails.language_linter import preload

    preload()  # half a second that passes while everything else is read
    from afterword.sources import read_brief
    from guardrails.settings import use
    from pipeline.intake_files import read_text_file

    _check_flags(draft, notes, wants_fix=wants_fix, out=out, force=force, as_json=as_json)
    settings = load_settings(config, select=select, ignore=ignore)
    text = _email_of(read_text_file(draft))
    brief = read_brief(notes, scenario=scenario, now=parse_now(now))
    with use(settings):
        passed = _fix(text, draft, brief, out=out, as_json=as_json) if wants_fix else _check(text, draft, brief, as_json=as_json)
    sys.exit(0 if passed else 1)


_HEADERS = ("subject:", "to:", "from:", "x-unsent:", "mime-version:", "date:", "content-type:")


def _email_of(text: str) -> str:
    """What stands in a mail file: subject line and body; any other text as it is."""
    head = text.lstrip("\ufeff")[:2000].casefold()
    if not head.startswith(_HEADERS) or "\nmime-version:" not in f"\n{head}":
        return text
    from email import message_from_string
    from email.policy import default

    message = message_from_string(text, policy=default)
    body = message.get_body(("plain",))
    if body is None:
        return text
    return f"Subject: {message.get('Subject', '')}\n\n{body.get_content()}"


def _check_flags(draft: str, notes: str, *, wants_fix: bool, out: Path | None, force: bool, as_json: bool) -> None:
    from pipeline.errors import BadInput

    if draft == "-" and notes == "-":
        raise BadInput("Draft and notes cannot both come from standard input; name a file for one of them.")
    if not wants_fix:
        if out is not None or force:
            raise click.UsageError("--out and --force go with --fix.")
        return
    if out is None:
        if as_json or force:
            raise click.UsageError(f"--fix with {'--json' if as_json else '--force'} needs --out FILE.")
        return
    if out.is_dir():
        raise click.UsageError(f"--out {out} is a folder; name a file in it.")
    if out.exists() and not force:
        raise click.UsageError(f"--out {out} exists already; choose another name, or add --force (it is then kept as {out.name}~).")


def _check(text: str, name: str, brief: Brief, *, as_json: bool) -> bool:
    from afterword.report import print_json, print_report
    from guardrails.check import check
    from guardrails.parse import parse_email

    draft = parse_email(text, brief)
    report = check(draft, brief)
    if as_json:
        print_json(report)
    else:
        print_report(report, draft, text, name=name)
    return report.passed


def _fix(text: str, name: str, brief: Brief, *, out: Path | None, as_json: bool) -> bool:
    """The mended email as a diff on standard output or as a file; what was done and what remains goes to standard error."""
    from afterword.files import write_file
    from afterword.report import count_findings, print_diff, print_json
    from guardrails.fixes_email import fix_email

    fixed = fix_email(text, brief)
    if out is None:
        print_diff(text, fixed.text, name=name)
    else:
        kept = write_file(out, fixed.text)
        click.echo(f"Written to {out}." + (f" What stood there is now {kept}." if kept else ""), err=True)
    if as_json:
        print_json(fixed.report)
    click.echo(f"Mended: {', '.join(fixed.done)}." if fixed.done else "Nothing could be mended mechanically.", err=True)
    for finding in fixed.report.findings:
        click.echo(f"Left to you: {finding.severity} {finding.rule}: {finding.message} {finding.fix}", err=True)
    click.echo(count_findings(fixed.report), err=True)
    return fixed.report.passed
