"""IDN: the right people, titles, company, role and sender, spelt as the notes spell them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from functools import cache

from guardrails.findings import Finding, Severity
from guardrails.ground import Ground, ground_of, name_words, same_spelling
from guardrails.names import StrayName, find_stray_names, is_near, name_list, sentence_starts
from guardrails.people import Addressee, find_match, is_generic, nickname_of, read_greeting, title_of, titles
from guardrails.vocabulary import Token, load_data, load_vocabulary, tokens
from prompts.brief import Brief
from prompts.draft import Draft, Part
from prompts.notes import Recipient

__all__ = ["check_identity"]

_PARTS: tuple[Part, ...] = ("subject", "body", "closing")
_ROLE = re.compile(
    r"\b(?:the|your|this|an?|of)\s+((?:[^\W_][\w&/'\u2019\-]*\s+){1,6}?)(?:role|position|post|vacancy|opening|job|internship)\b"
    r"|\b(?:role|position|post|job|vacancy)\s+(?:of|as)\s+(?:an?\s+|the\s+|your\s+)?((?:[^\W_][\w&/\-]*\s*){1,5})"
    r"|\b(?:join\w*|start\w*|work\w*|accept\w*)\b[^.!?\n]{0,40}?\bas\s+(?:an?|the|your)\s+((?:(?!at\b|with\b|on\b|from\b|in\b|and\b|for\b)[^\W_][\w&/\-]*\s*){1,5})",
    re.IGNORECASE,
)


def check_identity(draft: Draft, brief: Brief) -> list[Finding]:
    """Findings of IDN-recipient, -title, -company, -role, -sender and -mixed.

    Comparing ignores case, composition and the shape of apostrophes; a dropped accent or a look-alike letter is a slip.
    """
    ground = ground_of(brief)
    greeted = [one for one in read_greeting(draft.greeting, brief.notes.recipients) if one.words]
    findings = _check_greeting(draft, brief, ground, greeted)
    findings += _check_signature(draft, brief)
    for part in _PARTS:
        text = draft.part(part)
        findings += [_stray(one, part) for one in find_stray_names(text, part, ground) if one.kind in _STRAY]
        findings += _check_titles(text, part, brief)
        if part != "closing":
            findings += _check_modifiers(text, part, ground) or _check_roles(text, part, ground)
            findings += _check_company(text, part, ground)
    findings += _check_vocatives(draft, brief, greeted)
    return _without_overlaps(findings)


def _without_overlaps(findings: Sequence[Finding]) -> list[Finding]:
    """One finding per rule and place: the errors first, a warning inside one of them says nothing new."""
    kept: list[Finding] = []
    for one in sorted(findings, key=lambda one: one.severity):
        if not any(
            other.rule == one.rule and other.where == one.where and other.start < one.end and one.start < other.end for other in kept[-64:]
        ):
            kept.append(one)
    return kept


_STRAY: dict[str, tuple[str, str]] = {
    "recipient": ("IDN-recipient", "a recipient's name"),
    "sender": ("IDN-sender", "the candidate's name"),
    "company": ("IDN-company", "the company"),
    "role": ("IDN-role", "the role"),
}


def _stray(one: StrayName, part: Part) -> Finding:
    rule, whose = _STRAY[one.kind]
    seen = f"{one.text!r} is not {whose} as the notes have it"
    return _finding(rule, part, one.start, one.end, f"{seen}: {one.right!r}.", f"Write {one.right!r}.")


def _finding(rule: str, where: Part, start: int, end: int, message: str, fix: str, *, severity: Severity = "error") -> Finding:
    return Finding(rule, severity, where, start, end, message, fix)


def _check_greeting(draft: Draft, brief: Brief, ground: Ground, greeted: Sequence[Addressee]) -> list[Finding]:
    generic = name_list("generic_addressees")
    names = " and ".join(
        person.name for person in brief.recipients if person.name and not all(token.low in generic for token in tokens(person.name))
    )
    if not draft.greeting.strip():
        return [_finding("IDN-recipient", "greeting", 0, 0, "There is no greeting.", f"Begin with {brief.greeting!r}.", severity="warning")]
    people = [one for one in greeted if not is_generic(one, ground.company_words)]
    if not people:
        if not names:
            return []
        message = f"The greeting names nobody, but the notes name {names}."
        return [_finding("IDN-recipient", "greeting", 0, len(draft.greeting), message, f"Write {brief.greeting!r}.", severity="warning")]
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
        return _check_title(one, match.person, "greeting")
    if match.how == "nickname":
        message = f"{one.text!r} may be short for {match.right!r}; the notes have only the long form."
        return [_finding("IDN-recipient", "greeting", one.start, one.end, message, f"Write {match.right!r}.", severity="warning")]
    if match.how in {"spelling", "near"} and match.person is not None:
        message = f"The greeting has {one.text!r}; the notes spell it {match.person.name!r}."
        return [_finding("IDN-recipient", "greeting", one.start, one.end, message, f"Write {match.right!r}.")]
    sender = find_match(one, [Recipient(name=brief.notes.candidate.name)])
    if sender.how in {"exact", "spelling"}:
        return [
            _finding(
                "IDN-sender",
                "greeting",
                one.start,
                one.end,
                f"{one.text!r} is the candidate, who writes this email.",
                f"Write {brief.greeting!r}.",
            )
        ]
    known = names or "nobody by name"
    return [
        _finding(
            "IDN-recipient",
            "greeting",
            one.start,
            one.end,
            f"The greeting names {one.text or 'somebody'!r}; this email goes to {known}.",
            f"Write {brief.greeting!r}.",
        )
    ]


def _check_known_other(one: Addressee, person: Recipient, brief: Brief, names: str) -> list[Finding]:
    """Somebody of the notes whom this email is not for: wrong when the recipient was chosen, doubtful when it was not."""
    managers = [one for one in brief.notes.recipients if one.name and one.relation == "hiring_manager"]
    default = (managers or [one for one in brief.notes.recipients if one.name])[:3]
    is_default = list(brief.recipients) == default
    message = f"{one.text!r} is in the notes, but this email goes to {names}."
    fix = f"Write {brief.greeting!r}, or choose {person.name} as the recipient."
    return [
        _finding("IDN-recipient", "greeting", one.start, one.end, message, fix, severity="warning" if is_default else "error"),
        *_check_title(one, person, "greeting"),
    ]


def _check_title(one: Addressee, person: Recipient, where: Part) -> list[Finding]:
    if one.title_token is None:
        return []
    right = title_of(person)
    if right == one.title:
        return []
    start, end = one.title_token.start, one.title_token.end
    seen = one.title_token.text
    family = name_words(person.name)
    if not right:
        severity: Severity = "error" if one.title not in _gendered() else "warning"
        message = f"{seen!r} is not in the notes; they give no form of address for {person.name}."
        return [
            _finding(
                "IDN-title",
                where,
                start,
                end,
                message,
                f"Write {family[0].text if family else 'the first name'!r}, or add the title to the notes.",
                severity=severity,
            )
        ]
    severity = "warning" if (right, one.title) in {("prof", "dr"), ("mrs", "ms"), ("miss", "ms")} else "error"
    written = person.title or right.capitalize()
    message = f"{seen!r} is not the form of address that the notes give {person.name}: {written!r}."
    return [
        _finding(
            "IDN-title", where, start, end, message, f"Write {written} {family[-1].text if family else ''}".strip() + ".", severity=severity
        )
    ]


@cache
def _gendered() -> dict[str, str]:
    """Forms of address that tell man from woman."""
    table = load_data("names")["gendered"]
    return {str(k): str(v) for k, v in table.items()} if isinstance(table, dict) else {}


def _check_titles(text: str, part: Part, brief: Brief) -> list[Finding]:
    """Forms of address before a recipient's name in subject and body ("Mr Patel")."""
    findings = []
    all_tokens = tokens(text)
    for token, after in itertools.pairwise(all_tokens):
        if token.low not in titles() or not token.text[0].isupper() or not after.text[0].isupper() or after.start - token.end > 2:
            continue
        one = Addressee(titles()[token.low], token, (after,), token.start, after.end)
        match = find_match(one, brief.notes.recipients)
        if match.how == "exact" and match.person is not None:
            findings += _check_title(one, match.person, part)
    return findings


def _check_signature(draft: Draft, brief: Brief) -> list[Finding]:
    name = brief.notes.candidate.name
    lines = [line for line in re.finditer(r"[^\n]+", draft.signature) if tokens(line[0])]
    if not lines:
        message = "There is no signature."
        return [_finding("IDN-sender", "signature", 0, 0, message, f"Sign as {name or 'the candidate'!r}.", severity="warning")]
    if not name:
        return []
    line = lines[0]
    words = [token._replace(start=token.start + line.start(), end=token.end + line.start()) for token in tokens(line[0])]
    words = [token for token in words if token.low not in name_list("post_nominals") and token.low not in titles()] or words
    known = list(name_words(name))
    wrong = [token for token in words if not _fits_name(token, known)]
    if not known or not wrong:
        return []
    start, end = wrong[0].start, wrong[-1].end
    if len(wrong) == 1 and wrong[0] is words[0] and nickname_of(wrong[0].low, known[0].low):
        message = f"The email is signed {wrong[0].text!r}; the notes have {name!r}."
        return [
            _finding(
                "IDN-sender",
                "signature",
                start,
                end,
                message,
                f"Sign as {name!r}, or put the short form into the notes.",
                severity="warning",
            )
        ]
    theirs = [
        person
        for person in brief.notes.recipients
        if any(same_spelling(token.text, word.text) for token in wrong for word in name_words(person.name))
    ]
    whose = f", which is the recipient's name ({theirs[0].name})" if theirs else ""
    return [
        _finding(
            "IDN-sender",
            "signature",
            start,
            end,
            f"The email is signed {line[0].strip()!r}{whose}; the candidate is {name!r}.",
            f"Sign as {name!r}.",
        )
    ]


def _fits_name(token: Token, known: Sequence[Token]) -> bool:
    if any(same_spelling(token.text, word.text) for word in known):
        return True
    return len(token.low) == 1 and any(word.low.startswith(token.low) for word in known)


def _check_roles(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Titles that stand where the role is named: another trade or another rank than the notes'."""
    if not ground.brief.notes.role:
        return []
    findings = []
    for match in _ROLE.finditer(text):
        group = next(index for index in (1, 2, 3) if match[index])
        words = [
            token._replace(start=token.start + match.start(group), end=token.end + match.start(group)) for token in tokens(match[group])
        ]
        findings += _judge_role(_without_clause(words, is_before=group == 1), part, ground)
    return findings


def _without_clause(words: Sequence[Token], *, is_before: bool) -> Sequence[Token]:
    """The words next to "role" or "position of"; "the care with which you explained the role" names none."""
    vocabulary = load_vocabulary()
    cuts = [index for index, token in enumerate(words) if token.low in vocabulary.function and token.low not in {"of", "and", "for", "in"}]
    if not cuts:
        return words
    return words[cuts[-1] + 1 :] if is_before else words[: cuts[0]]


def _judge_role(words: Sequence[Token], part: Part, ground: Ground) -> list[Finding]:
    vocabulary = load_vocabulary()
    role = ground.brief.notes.role or ""
    role_words = {token.low for token in tokens(role)}
    trades = [
        token
        for token in words
        if (token.stem in vocabulary.job_nouns and token.low not in {"lead", "leads", "head", "writer"}) or token.low in vocabulary.rank
    ]
    if not any(token.stem in ground.role_stems or token in trades for token in words):
        return []
    wrong = [
        token
        for token in trades
        if token.stem not in ground.role_stems and token.low not in ground.exact and not _is_abbreviated(token.low, role_words)
    ]
    if wrong:
        start, end = wrong[0].start, wrong[-1].end
        seen = " ".join(token.text for token in words)
        return [_finding("IDN-role", part, start, end, f"The email names the role {seen!r}; the notes have {role!r}.", f"Write {role!r}.")]
    named = [token for token in words if token.stem in ground.role_stems]
    dropped = {
        rank for rank in role_words & vocabulary.lesser_rank if not any(rank == token.low or is_near(token.low, rank) for token in words)
    }
    if dropped and any(token.stem in vocabulary.job_nouns for token in named):
        seen = " ".join(token.text for token in words)
        message = f"{seen!r} leaves out {min(dropped)!r} of the role in the notes, {role!r}."
        return [_finding("IDN-role", part, named[0].start, named[-1].end, message, f"Write {role!r}.", severity="warning")]
    return []


def _check_modifiers(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Another word before the trade than the role has: "Quality Engineer" for "Process Engineer", "Head Chef" for "Sous Chef"."""
    vocabulary = load_vocabulary()
    role = ground.brief.notes.role or ""
    role_tokens = tokens(role)
    role_words = {token.low for token in role_tokens}
    trades = {token.low for token in role_tokens if token.stem in vocabulary.job_nouns} or {
        token.low for token in tokens(re.split(r",| of | in | for |[(\-]", role)[0])[-1:]
    }
    findings = []
    all_tokens = tokens(text)
    starts = sentence_starts(text, all_tokens)
    for before, token in itertools.pairwise(all_tokens):
        if (
            token.low not in trades
            or text[before.end : token.start] != " "
            or before.low in role_words
            or before.low in ground.exact
            or before.low in vocabulary.function
        ):
            continue
        is_named = (
            before.text[0].isupper() and token.text[0].isupper() and (before.start not in starts or not vocabulary.is_ordinary(before))
        )
        if before.low in vocabulary.rank or is_named:
            seen = text[before.start : token.end]
            findings.append(
                _finding(
                    "IDN-role",
                    part,
                    before.start,
                    token.end,
                    f"The email names the role {seen!r}; the notes have {role!r}.",
                    f"Write {role!r}.",
                )
            )
    return findings


def _is_abbreviated(low: str, role_words: Iterable[str]) -> bool:
    return any(len(word) >= 2 and low.startswith(word) for word in role_words)


def _check_company(text: str, part: Part, ground: Ground) -> list[Finding]:
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
        findings.append(
            _finding(
                "IDN-company",
                part,
                token.start,
                after.end,
                f"{seen!r} is not the company of the notes: {company!r}.",
                f"Write {company!r}.",
            )
        )
    return findings


_THANKED = re.compile(
    r"(?:\b(?:thank you|thanks|cheers)(?:\s+(?:again|so much|very much|once more))?,?|(?:^|[.!?]\s|\n))\s*$", re.IGNORECASE
)


def _check_vocatives(draft: Draft, brief: Brief, greeted: Sequence[Addressee]) -> list[Finding]:
    """People of the notes addressed in the body whom the greeting does not greet."""
    text = draft.body
    named = {token.low for one in greeted for token in one.words}
    if not named:
        return []
    greeted_people = {person.name for person in brief.notes.recipients if any(token.low in named for token in name_words(person.name))}
    if not greeted_people:
        return []
    first_names = {token.low: person for person in brief.notes.recipients for token in name_words(person.name)}
    findings = []
    all_tokens = tokens(text)
    for index, token in enumerate(all_tokens):
        person = first_names.get(token.low)
        if person is None or token.low in named or person.name in greeted_people or not token.text[0].isupper():
            continue
        if _is_vocative(text, all_tokens, index):
            message = f"The greeting is to {' and '.join(sorted(filter(None, greeted_people)))}, but the body speaks to {token.text!r}."
            findings.append(
                _finding(
                    "IDN-mixed",
                    "body",
                    token.start,
                    token.end,
                    message,
                    "Speak to the person who is greeted, or name the other one in the third person.",
                )
            )
    return findings


def _is_vocative(text: str, all_tokens: Sequence[Token], index: int) -> bool:
    token = all_tokens[index]
    start, end = token.start, token.end
    if index and all_tokens[index - 1].low in titles():
        start = all_tokens[index - 1].start
    before, after = text[max(0, start - 40) : start], text[end : end + 24]
    thanked = _THANKED.search(before)
    is_opening = thanked is not None and not thanked[0].strip().lower().startswith(("thank", "cheers"))
    if thanked and not is_opening:
        return bool(re.match(r"\s*(?:[,.!?]|for\b|again\b|so\b|very\b|$)", after))
    if is_opening:
        return bool(re.match(r",\s*(?:thank|it|I|you|your|please|what)\b", after))
    return (
        before.endswith(", ")
        and bool(re.match(r"[.!?]|,\s*(?:for|it|I|you|and I)\b", after))
        and not re.search(r"\b(?:and|with|by|to)\s[^,.]*,\s$", before)
    )
