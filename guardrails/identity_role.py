"""IDN on the role: its words and its rank, in the subject and where the body names it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from guardrails.findings import Finding
from guardrails.ground import Ground
from guardrails.identity_role_match import TRADE_END
from guardrails.names import sentence_starts
from guardrails.names_near import is_near, name_list
from guardrails.vocabulary import Token, load_vocabulary, tokens
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["check_modifiers", "check_roles", "check_subject_role"]

_ROLE = compiled(
    r"\b(?:the|your|this|an?|of)\s+((?:[^\W_][\w&/'\u2019\-]*\s+){1,6}?)(?:role|position|post|vacancy|opening|job|internship)\b"
    r"|\b(?:role|position|post|job|vacancy)\s+(?:of|as)\s+(?:an?\s+|the\s+|your\s+)?((?:[^\W_][\w&/\-]*\s*){1,5})"
    r"|\b(?:join\w*|start\w*|work\w*|accept\w*)\b[^.!?\n]{0,40}?\bas\s+(?:an?|the|your)\s+((?:(?!at\b|with\b|on\b|from\b|in\b|and\b|for\b)[^\W_][\w&/\-]*\s*){1,5})"
    r"|\b(?:interview\w*|appl(?:y|ied|ication)|considered|candidate)\s+(?:for|as)\s+(?:an?\s+|the\s+|your\s+)?((?:[^\W_][\w&/\-]*\s*){1,5})"
    r"|\bbe(?:come|coming)?\s+your\s+((?:new\s+|next\s+)?(?:[^\W_][\w&/\-]*\s*){1,5})",
    re.IGNORECASE,
)
_SEGMENT = compiled(r"[:;,|/()\n?!]+|\s-+\s|\s*[\u2013\u2014]+\s*|\.\s")
_MAX_ROLE_WORDS = 4


def check_subject_role(subject: str, ground: Ground) -> list[Finding]:
    """A subject whose piece reads like a role, but another trade or another rank than the notes' ("Third engineer: ...")."""
    role = ground.brief.notes.role
    if not role:
        return []
    findings = []
    at = 0
    for cut in [*_SEGMENT.finditer(subject), None]:
        end = cut.start() if cut else len(subject)
        words = _role_words(subject, at, end)
        if words and _is_other_role(words, ground):
            findings.append(_wrong_role("subject", words[0].start, words[-1].end, subject[words[0].start : words[-1].end], role))
        at = cut.end() if cut else end
    return findings


def _role_words(text: str, start: int, end: int) -> list[Token]:
    """The words of a piece of a subject without "application for the", "role" and the like around them; [] for no noun phrase."""
    words = [token._replace(start=token.start + start, end=token.end + start) for token in tokens(text[start:end])]
    frame = name_list("subject_frame")
    while words and words[0].low in frame:
        words.pop(0)
    while words and words[-1].low in frame:
        words.pop()
    small = load_vocabulary().function - {"of", "and"} - name_list("ordinals")
    is_phrase = len(words) <= _MAX_ROLE_WORDS and not any(token.low in small for token in words)
    return words if is_phrase else []


def _is_other_role(words: Sequence[Token], ground: Ground) -> bool:
    vocabulary = load_vocabulary()
    last = words[-1]
    role = tokens(ground.brief.notes.role or "")
    if len(words) == len(role) > 1:
        other = [pair for pair in zip(words, role, strict=True) if pair[0].stem != pair[1].stem]
        if len(other) == 1:
            return _is_other_word(*other[0], is_last=other[0][0] is last)
    if last.stem in ground.role_stems:
        return len(words) > 1 and _is_other_rank(words[-2], last, ground)
    noted = {token.stem for one in ground.public for token in one.words} | {
        token.stem for token in tokens(ground.brief.notes.company or "")
    }
    if last.stem in noted or last.low in vocabulary.function:
        return False
    if any(_is_abbreviated(last.low, [token.low]) for token in tokens(ground.brief.notes.role or "")):
        return False
    if last.stem in vocabulary.job_nouns:
        return True
    shares = any(token.stem in ground.role_stems for token in words[:-1])
    return shares and bool(TRADE_END.search(last.low)) and not vocabulary.is_ordinary(last)


def _is_other_word(found: Token, right: Token, *, is_last: bool) -> bool:
    """Whether one word of a phrase as long as the role makes it another role; a slip of the pen or a short form does not."""
    if _is_abbreviated(found.low, [right.low]) or is_near(found.low, right.low) or found.low in name_list("role_adjectives"):
        return False
    if not is_last:
        return not found.text.endswith(("'s", "\u2019s"))
    vocabulary = load_vocabulary()
    return found.stem in vocabulary.job_nouns or (bool(TRADE_END.search(found.low)) and not vocabulary.is_ordinary(found))


def _noted(ground: Ground) -> set[str]:
    """Stems of the public facts and the company; what the recipients are is no name for the role."""
    return {token.stem for one in ground.public for token in one.words} | {token.stem for token in tokens(ground.brief.notes.company or "")}


def _is_other_rank(before: Token, trade: Token, ground: Ground) -> bool:
    """Whether another word stands before the trade than in the role, where the role has one too."""
    vocabulary = load_vocabulary()
    role = tokens(ground.brief.notes.role or "")
    if role[0].stem == trade.stem or before.stem in _noted(ground) | ground.role_stems:
        return False
    if before.low in name_list("ordinals"):
        return any(token.low in name_list("ordinals") for token in role)
    return before.low in vocabulary.rank or not (vocabulary.is_ordinary(before) or before.text.endswith(("'s", "\u2019s")))


def _wrong_role(part: Part, start: int, end: int, seen: str, role: str) -> Finding:
    message = f"The email names the role {seen!r}; the notes have {role!r}."
    return Finding("IDN-role", "error", part, start, end, message, f"Write {role!r}.")


def check_roles(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Titles that stand where the role is named: another trade or another rank than the notes'."""
    if not ground.brief.notes.role:
        return []
    findings = []
    for match in _ROLE.finditer(text):
        group = match.lastindex or 1
        words: Sequence[Token] = [
            token._replace(start=token.start + match.start(group), end=token.end + match.start(group)) for token in tokens(match[group])
        ]
        words = list(_without_clause(words, is_before=group == 1))
        found = _judge_role(words, part, ground)
        if not found and group != 1:
            found = _judge_pair(words, part, ground)
        findings += found
    return findings


def _judge_pair(words: Sequence[Token], part: Part, ground: Ground) -> list[Finding]:
    """Where the role is named outright ("be your field guide"), any other word before its noun is another role."""
    role = tokens(ground.brief.notes.role or "")
    if len(role) < 2:
        return []
    idle = name_list("role_adjectives") | name_list("ordinals") | load_vocabulary().rank
    noted = _noted(ground) | ground.role_stems
    for before, token in itertools.pairwise(words):
        if token.stem == role[-1].stem and before.stem not in noted and before.low not in idle and not before.low.endswith("ly"):
            return [_wrong_role(part, before.start, token.end, f"{before.text} {token.text}", ground.brief.notes.role or "")]
    return []


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
        return [_wrong_role(part, start, end, seen, role)]
    named = [token for token in words if token.stem in ground.role_stems]
    dropped = {
        rank for rank in role_words & vocabulary.lesser_rank if not any(rank == token.low or is_near(token.low, rank) for token in words)
    }
    if dropped and any(token.stem in vocabulary.job_nouns for token in named):
        seen = " ".join(token.text for token in words)
        message = f"{seen!r} leaves out {min(dropped)!r} of the role in the notes, {role!r}."
        return [Finding("IDN-role", "warning", part, named[0].start, named[-1].end, message, f"Write {role!r}.")]
    return []


def check_modifiers(text: str, part: Part, ground: Ground) -> list[Finding]:
    """Another word before the trade than the role has: "Quality Engineer" for "Process Engineer", "Head Chef" for "Sous Chef"."""
    vocabulary = load_vocabulary()
    role = ground.brief.notes.role or ""
    role_tokens = tokens(role)
    role_words = {token.low for token in role_tokens}
    trades = {token.low for token in role_tokens if token.stem in vocabulary.job_nouns} or {
        token.low for token in tokens(re.split(r",| of | in | for |[(\-]", role)[0])[-1:]
    }
    ordinals = name_list("ordinals")
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
        is_rank = before.low in vocabulary.rank or (before.low in ordinals and bool(ordinals & role_words))
        is_somebody = is_rank and token.text.endswith(("'s", "\u2019s"))
        if (is_rank or is_named) and not is_somebody:
            findings.append(_wrong_role(part, before.start, token.end, text[before.start : token.end], role))
    return findings


def _is_abbreviated(low: str, role_words: Iterable[str]) -> bool:
    return any(len(word) >= 2 and low.startswith(word) for word in role_words)
