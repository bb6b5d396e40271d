"""The page of each rule, for `docs/rules/` and for `afterword rule ID`: `python -m guardrails.rule_pages` writes them all."""

from __future__ import annotations

import sys
from pathlib import Path

from guardrails.examples import example_notes, example_text, load_examples
from guardrails.rules import RULES, Rule
from guardrails.settings import house_settings

__all__ = ["FAMILIES", "FOLDER", "render_index", "render_page", "write_pages"]

#: Where the pages stand in the repository.
FOLDER = Path(__file__).parent.parent / "docs" / "rules"

FAMILIES = {
    "LEN": "length",
    "GRA": "gratitude",
    "SCN": "what the situation asks for and forbids",
    "GND": "truth: everything traces to the notes",
    "IDN": "who writes to whom, about which job",
    "PRV": "what stays private",
    "FMT": "format",
    "TON": "tone",
    "ORI": "originality",
    "LNG": "spelling and grammar",
}

_NOTE = "<!-- Written by `make rule-docs` from guardrails/data; change it there. -->"


def render_page(rule: Rule) -> str:
    """The page of one rule, as Markdown."""
    situation = load_examples()[rule.situation]
    parts = [f"# {rule.id}: {rule.title}", f"Severity: **{rule.severity}**, family {_family(rule.id)}."]
    parts += [rule.why, f"Source: {rule.section}."]
    if limits := _thresholds(rule.id):
        parts.append(f"{limits} Change them in `afterword.toml` under `[rules.threshold.{rule.id}]`.")
    aside = f" Such a text breaks {_names(rule.also)} as well." if rule.also else ""
    parts += [
        f"## Bad\n\nIn an email of the kind “{situation.title}”, written from the notes below.{aside}",
        _quoted(example_text(rule, "bad")),
        "## Good",
        _quoted(example_text(rule, "good")),
        "## The notes of both",
        _notes(rule),
    ]
    return "\n\n".join(parts) + "\n"


def render_index() -> str:
    """The list of all rules by family, as Markdown."""
    lines = ["# The rules", "", "`afterword rule ID` prints any of these pages; `afterword check` applies the rules to an email.", ""]
    for family in dict.fromkeys(rule[:3] for rule in RULES):
        lines += [f"## {_family(family)}", "", "| rule | severity | asks for |", "|---|---|---|"]
        lines += [f"| [{rule.id}]({rule.id}.md) | {rule.severity} | {rule.title} |" for rule in RULES.values() if rule.id[:3] == family]
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def write_pages(folder: Path = FOLDER) -> list[str]:
    """Write every page and the index, take out pages of rules that are no more, and return the names of the files that changed."""
    pages = {f"{rule.id}.md": render_page(rule) for rule in RULES.values()} | {"README.md": render_index()}
    folder.mkdir(parents=True, exist_ok=True)
    changed = []
    for path in folder.glob("*.md"):
        if path.name not in pages:
            path.unlink()
            changed.append(path.name)
    for name, text in pages.items():
        path, page = folder / name, f"{_NOTE}\n{text}"
        if not path.exists() or path.read_text("utf-8") != page:
            path.write_text(page, encoding="utf-8", newline="\n")
            changed.append(name)
    return changed


def _family(rule: str) -> str:
    family = rule[:3]
    return f"{family} ({FAMILIES[family]})" if family in FAMILIES else family


def _thresholds(rule: str) -> str:
    values = house_settings().thresholds.get(rule, {})
    return f"Thresholds: {', '.join(f'`{name}` {value}' for name, value in values.items())}." if values else ""


def _names(rules: tuple[str, ...]) -> str:
    return " and ".join(rules)


def _quoted(text: str) -> str:
    """An email as a quotation that keeps its lines; characters nobody sees are spelt out."""
    text = text.replace("\u00a0", " ")
    shown = "".join(char if char.isprintable() or char == "\n" else f"<U+{ord(char):04X}>" for char in text)
    return f"```text\n{shown.strip()}\n```"


def _notes(rule: Rule) -> str:
    """The notes in a few lines: whom the email goes to, and every fact with its kind."""
    notes = example_notes(rule)
    people = " and ".join(f"{person.title + ' ' if person.title else ''}{person.name} ({person.role})" for person in notes.recipients)
    head = [f"- {notes.candidate.name} writes to {people} at {notes.company} about the role: {notes.role}"]
    if notes.interview.at and notes.now:
        head.append(f"- {notes.interview.kind}, {notes.interview.at:%A} {notes.interview.at.day} {notes.interview.at:%B %Y}; ")
        head[-1] += f"written on {notes.now:%A} {notes.now.day} {notes.now:%B %Y}"
    facts = [f"- {fact.kind.value.replace('_', ' ')}{' (private)' if fact.private else ''}: {fact.text}" for fact in notes.facts]
    return "\n".join(head + facts)


def main() -> None:
    """Write the pages and name what changed on standard error."""
    for name in write_pages():
        print(f"docs/rules/{name}", file=sys.stderr)


if __name__ == "__main__":
    main()
