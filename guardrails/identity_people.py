"""IDN on people: who is greeted, by which form of address, and who signs."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache

from guardrails.findings import Finding, Severity
from guardrails.ground import Ground, name_words, same_spelling
from guardrails.identity_data import identity_pattern
from guardrails.names_near import name_list
from guardrails.people import Addressee, find_match, is_generic, is_nickname, is_turned, nickname_of, title_of, titles
from guardrails.vocabulary import Token, load_data, tokens
from prompts.brief import Brief
from prompts.draft import Draft, Part
from prompts.notes import Recipient

__all__ = ["check_gender", "check_greeting", "check_signature", "check_titles"]

#: A form of address standing alone, as in "Thank you, sir." or "Dear Madam".
_SPOKEN = r"(?:\b(?:{address_before})(?: (?:so much|very much|again))?,? |, )(?P<word>sir|ma['\u2019]?a?m|madam)(?![\w/]| or\b| and\b)"
#: Pairs that differ in custom only: the notes' first, the email's second.
_LOOSE_TITLES = {("miss", "ms")}
_SAME_TITLES = {("mrs", "madam"), ("ms", "madam"), ("miss", "madam")}


def check_greeting(draft: Draft, brief: Brief, ground: Ground, greeted: Sequence[Addressee]) -> list[Finding]:
    """Whether the greeting names the people this email goes to, spelt and addressed as the notes have them."""
    generic = name_list("generic_addressees")
    names = " and ".join(
        person.name for person in brief.recipients if person.name and not all(token.low in generic for token in tokens(person.name))
    )
    if not draft.greeting.strip():
        return [Finding("IDN-recipient", "warning", "greeting", 0, 0, "There is no greeting.", f"Begin with {brief.greeting!r}.")]
    people = [one for one in greeted if not is_generic(one, ground.company_words, brief.notes.recipients)]
    if not people:
        if not names:
            return []
        message = f"The greeting names nobody, but the notes name {names}."
        return [Finding("IDN-recipient", "warning", "greeting", 0, len(draft.greeting), message, f"Write {brief.greeting!r}.")]
    findings = []
    for one in people:
        findings += _check_addressee(one, brief, names)
    return findings


def _check_addressee(one: Addressee, brief: Brief, names: str) -> list[Finding]:
    match = find_match(one, brief.recipients)
    if match.how in {"none", "part"}:
        other = find_match(one, brief.notes.recipients)
        if other.how == "exact" and other.person is not None:
            return _check_known_other(one, other.person, brief, names)
    if match.how == "exact" and match.person is not None:
        return _check_title(one, match.person, "greeting", brief)
    severity: Severity = "error"
    rule, fix = "IDN-recipient", f"Write {match.right!r}."
    if match.how == "nickname" and match.person is not None and _is_customary(one, match.person):
        severity = "warning"
        message = f"{one.text!r} may be short for {match.right!r}; the notes have only the long form."
    elif match.how in {"spelling", "near", "nickname"} and match.person is not None:
        message = f"The greeting has {one.text!r}; the notes spell it {match.person.name!r}."
    elif find_match(one, [Recipient(name=brief.notes.candidate.name)]).how in {"exact", "spelling"}:
        rule, fix = "IDN-sender", f"Write {brief.greeting!r}."
        message = f"{one.text!r} is the candidate, who writes this email."
    else:
        fix = f"Write {brief.greeting!r}."
        message = f"The greeting names {one.text or 'somebody'!r}; this email goes to {names or 'nobody by name'}."
    return [Finding(rule, severity, "greeting", one.start, one.end, message, fix)]


def _is_customary(one: Addressee, person: Recipient) -> bool:
    """Whether a first name is a short form that many of that name go by; a longer form than the notes' is a guess."""
    known = name_words(person.name)[0].low
    return len(one.words[0].low) <= len(known) and is_nickname(one.words[0].low, known)


def _check_known_other(one: Addressee, person: Recipient, brief: Brief, names: str) -> list[Finding]:
    """Somebody of the notes whom this email is not for: wrong when the recipient was chosen, doubtful when it was not."""
    managers = [one for one in brief.notes.recipients if one.name and one.relation == "hiring_manager"]
    default = (managers or [one for one in brief.notes.recipients if one.name])[:3]
    severity: Severity = "warning" if list(brief.recipients) == default else "error"
    message = f"{one.text!r} is in the notes, but this email goes to {names}."
    fix = f"Write {brief.greeting!r}, or choose {person.name} as the recipient."
    return [
        Finding("IDN-recipient", severity, "greeting", one.start, one.end, message, fix),
        *_check_title(one, person, "greeting", brief),
    ]


def _check_title(one: Addressee, person: Recipient, where: Part, brief: Brief) -> list[Finding]:
    if one.title_token is None:
        return []
    right = title_of(person) or _title_in_facts(person, brief)
    if right == one.title or (right, one.title) in _SAME_TITLES:
        return []
    family = name_words(person.name)
    seen = one.title_token.text
    if right:
        severity: Severity = "warning" if (right, one.title) in _LOOSE_TITLES else "error"
        written = person.title or right.capitalize()
        message = f"{seen!r} is not the form of address that the notes give {person.name}: {written!r}."
        fix = f"Write {written} {family[-1].text if family else ''}".strip() + "."
    else:
        severity = "error" if one.title not in _gendered() else "warning"
        message = f"{seen!r} is not in the notes; they give no form of address for {person.name}."
        fix = f"Write {family[0].text if family else 'the first name'!r}, or add the title to the notes."
    return [Finding("IDN-title", severity, where, one.title_token.start, one.title_token.end, message, fix)]


def _title_in_facts(person: Recipient, brief: Brief) -> str:
    """The form of address that a fact, or the pasted text, has before the person's name ("Mr van der Zwaag said ...")."""
    names = {token.low for token in name_words(person.name)}
    for text in (*(fact.text for fact in brief.notes.facts), brief.notes.source or ""):
        for token, after in itertools.pairwise(tokens(text)):
            if token.low in titles() and token.text[0].isupper() and after.low in names:
                return titles()[token.low]
    return ""


@cache
def _gendered() -> dict[str, str]:
    """Forms of address that tell man from woman."""
    table = load_data("names")["gendered"]
    return {str(k): str(v) for k, v in table.items()} if isinstance(table, dict) else {}


def check_titles(text: str, part: Part, brief: Brief) -> list[Finding]:
    """Forms of address before a recipient's name in subject and body ("Mr Patel")."""
    findings = []
    for token, after in itertools.pairwise(tokens(text)):
        if token.low not in titles() or not token.text[0].isupper() or not after.text[0].isupper() or after.start - token.end > 2:
            continue
        one = Addressee(titles()[token.low], token, (after,), token.start, after.end)
        match = find_match(one, brief.notes.recipients)
        if match.how == "exact" and match.person is not None:
            findings += _check_title(one, match.person, part, brief)
    return findings


def check_gender(draft: Draft, brief: Brief, greeted: Sequence[Addressee]) -> list[Finding]:
    """A "sir" or "ma'am" to somebody whose form of address in the notes says otherwise."""
    people = [match.person for one in greeted if (match := find_match(one, brief.notes.recipients)).how == "exact" and match.person]
    people = people or list(brief.recipients)
    gendered = _gendered()
    known = {gendered.get(title_of(person) or _title_in_facts(person, brief), "") for person in people}
    if len(known) != 1 or known == {""}:
        return []
    findings = []
    for part in ("greeting", "body", "closing"):
        where: Part = part
        for spoken in identity_pattern(_SPOKEN).finditer(draft.part(where)):
            if gendered["sir" if spoken["word"].lower() == "sir" else "madam"] not in known:
                message = f"{spoken['word']!r} does not go with the form of address that the notes give {people[0].name}."
                start, end = spoken.span("word")
                findings.append(Finding("IDN-title", "error", where, start, end, message, "Write the one that does, or leave it out."))
    return findings


def check_signature(draft: Draft, brief: Brief) -> list[Finding]:
    """Whether the candidate signs, under the candidate's own name."""
    name = brief.notes.candidate.name
    lines = [line for line in re.finditer(r"[^\n]+", draft.signature) if tokens(line[0])]
    if not lines:
        fix = f"Sign as {name or 'the candidate'!r}."
        return [Finding("IDN-sender", "warning", "signature", 0, 0, "There is no signature.", fix)]
    if not name:
        return []
    line = lines[0]
    words = [token._replace(start=token.start + line.start(), end=token.end + line.start()) for token in tokens(line[0])]
    words = [token for token in words if token.low not in name_list("post_nominals") and token.low not in titles()] or words
    known = list(name_words(name))
    wrong = [token for token in words if not _fits_name(token, known)] or (words if is_turned(words, known, name) else [])
    if not known or not wrong:
        return []
    severity: Severity = "error"
    fix = f"Sign as {name!r}."
    if len(wrong) == 1 and wrong[0] is words[0] and nickname_of(wrong[0].low, known[0].low):
        severity = "warning"
        message = f"The email is signed {wrong[0].text!r}; the notes have {name!r}."
        fix = f"Sign as {name!r}, or put the short form into the notes."
    else:
        theirs = [
            person
            for person in brief.notes.recipients
            if any(same_spelling(token.text, word.text) for token in wrong for word in name_words(person.name))
        ]
        whose = f", which is the recipient's name ({theirs[0].name})" if theirs else ""
        message = f"The email is signed {line[0].strip()!r}{whose}; the candidate is {name!r}."
    return [Finding("IDN-sender", severity, "signature", wrong[0].start, wrong[-1].end, message, fix)]


def _fits_name(token: Token, known: Sequence[Token]) -> bool:
    if any(same_spelling(token.text, word.text) for word in known):
        return True
    return len(token.low) == 1 and any(word.low.startswith(token.low) for word in known)
