"""IDN on the company: its whole name, and no employer of the past in its place."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from guardrails.findings import Finding
from guardrails.ground import Ground, same_spelling
from guardrails.identity_data import identity_pattern
from guardrails.names_near import is_near, name_list
from guardrails.vocabulary import Token, load_vocabulary, tokens
from prompts.draft import Part
from prompts.notes import FactKind
from prompts.patterns import compiled

__all__ = ["check_altered", "check_company", "check_former"]

#: Where an employer is named in the notes of the writer's own past ("7 years at Otway Roasters").
_EMPLOYER = compiled(
    r"\b(?:at|with|for)\s+(?:the\s+)?((?:[^\W\d_a-z][\w&'\u2019\-]*)(?:\s+(?:(?:&|of|and)\s+)?(?!I\b)(?:[^\W\d_a-z][\w&'\u2019\-]*)){0,4})"
)
_OWN_PAST = frozenset({FactKind.STRENGTH, FactKind.CORRECTION, FactKind.STANCE, FactKind.MOTIVATION})
#: How far a praise reaches behind the name ("... is such a place").
_PRAISE_CHARS = 25
#: Letters of a small word within a name ("of", "des").
_SMALL = 3
_CLAUSE = compiled(r"[.;:!?\n]|,\s+(?:and|but|so)\s+(?=i\b)", re.IGNORECASE)


def check_company(text: str, part: Part, ground: Ground) -> list[Finding]:
    """The company's first word with a wrong second one ("Brightwater Systems" for "Brightwater Foods")."""
    company = ground.brief.notes.company
    if not company or not ground.company_words:
        return []
    allowed = name_list("organisation_words")
    findings = []
    all_tokens = tokens(text)
    for token, after in itertools.pairwise(all_tokens):
        if token.low not in ground.company_words or not token.text[0].isupper() or text[token.end : after.start] != " ":
            continue
        if not after.text[0].isupper() or after.low not in allowed or after.low in ground.exact:
            continue
        seen = text[token.start : after.end]
        message = f"{seen!r} is not the company of the notes: {company!r}."
        findings.append(Finding("IDN-company", "error", part, token.start, after.end, message, f"Write {company!r}."))
    return findings


def check_altered(text: str, part: Part, ground: Ground) -> list[Finding]:
    """The company word for word but for a slip in one or two ("Salle des Fleuves" for "Salle du Fleuve")."""
    company = ground.brief.notes.company or ""
    right = tokens(company)
    if len(right) < 2:
        return []
    findings = []
    row = tokens(text)
    for at in range(len(row) - len(right) + 1):
        window = row[at : at + len(right)]
        if (
            window[0].text[0].isupper()
            and _is_slip_of(window, right)
            and not re.search(r"[.!?;:\n]", text[window[0].start : window[-1].start])
        ):
            start, end = window[0].start, window[-1].end
            message = f"{text[start:end]!r} is not the company as the notes have it: {company!r}."
            findings.append(Finding("IDN-company", "error", part, start, end, message, f"Write {company!r}."))
    return findings


def _is_slip_of(window: Sequence[Token], right: Sequence[Token]) -> bool:
    """Whether at least half the words are the same, the rest near to them or small words, and one with a capital is not the same."""
    other = [pair for pair in zip(window, right, strict=True) if not same_spelling(pair[0].text, pair[1].text)]
    weighty = [pair for pair in other if pair[0].text[0].isupper()]
    kept = [pair for pair in zip(window, right, strict=True) if pair not in other and pair[0].text[0].isupper()]
    return bool(weighty and kept) and all(
        one.low == known.low or is_near(one.low, known.low) or (len(one.low) <= _SMALL and len(known.low) <= _SMALL and one.text.islower())
        for one, known in other
    )


def check_former(text: str, part: Part, ground: Ground) -> list[Finding]:
    """An employer of the writer's past where the company of this email belongs ("I would love to join Otway Roasters")."""
    company = ground.brief.notes.company
    if not company:
        return []
    findings = []
    for name in dict.fromkeys(_former_employers(ground)):
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if _stands_for_company(text, at, end, ground, part):
                message = f"{name!r} is an employer of the past in the notes; this email is about {company!r}."
                findings.append(Finding("IDN-company", "error", part, at, end, message, f"Write {company!r}."))
            at = text.find(name, end)
    return findings


def _former_employers(ground: Ground) -> Iterator[str]:
    for one in ground.public:
        if one.fact.kind not in _OWN_PAST:
            continue
        for match in _EMPLOYER.finditer(one.fact.text):
            name = re.sub(r"['\u2019]s$", "", match[1])
            words = [token.low for token in tokens(name)]
            is_person = len(words) == 1 and (words[0] in name_list("given_names") or words[0] in name_list("allowed_capitals"))
            if words and not is_person and words[0] not in ground.company_words and not set(words) & load_vocabulary().function:
                yield name


def _stands_for_company(text: str, start: int, end: int, ground: Ground, part: Part) -> bool:
    before = text[max(0, start - 40) : start]
    slot = identity_pattern(r"(?:\b(?:{slot_before}))\s+(?:the\s+)?$").search(before)
    if slot and slot["article"] and not identity_pattern(r"\s+(?:{belonging})\b").match(text, end):
        slot = None
    is_praised = identity_pattern(r"\s+(?:{is_company})\b").match(text, end) is not None
    if not slot and not is_praised and not identity_pattern(r"\b(?:{slot_wide})\s+(?:the\s+)?$").search(before):
        return False
    first = max((cut.end() for cut in _CLAUSE.finditer(text, max(0, start - 300), start)), default=max(0, start - 300))
    stop = _CLAUSE.search(text, end)
    clause = text[first:start] + text[end : stop.start() if stop else end + 200]
    if any(token.low in ground.company_words and token.text[0].isupper() for token in tokens(clause)):
        return False
    wants = (
        is_praised or (part == "subject" and slot) or identity_pattern(r"\b(?:{wants})\b" if slot else r"\b(?:{desires})\b").search(clause)
    )
    seen = text[end : end + _PRAISE_CHARS] if is_praised else clause
    return bool(wants) and not identity_pattern(r"\b(?:{looks_back})\b").search(seen)
