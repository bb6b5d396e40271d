"""FMT on single characters: invisible ones, look-alike letters, emoji, exclamation marks and capitals."""

from __future__ import annotations

import re
import unicodedata

from guardrails.findings import Finding, Severity
from guardrails.lexicon import load_lines
from guardrails.settings import limit
from guardrails.text import words
from prompts.draft import Part
from prompts.patterns import compiled

__all__ = ["EMOJI", "HIDDEN", "LOOKALIKES", "check_capitals", "check_characters", "check_emoji", "check_exclamations", "find_exclamations"]

#: Controls (tab and line feed excepted), invisible and direction marks, line separators, surrogates, private use, tags, non-characters.
HIDDEN = compiled(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e"
    r"\ufeff\uffa0\ufff0-\uffff\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000e0000-\U000e0fff\U000f0000-\U0010ffff]+"
)
#: Letters of the Latin alphabet in disguise: mathematical, full-width, circled.
_STYLED = compiled(r"[\U0001d400-\U0001d7ff\uff01-\uff5e\u24b6-\u24e9\U0001f110-\U0001f149]+")
_FOREIGN = compiled(r"[\u0370-\u058f\u13a0-\u13ff\u1c80-\u1c8f\u1f00-\u1fff\u2c80-\u2cff\ua640-\ua69f\uab70-\uabbf]")
#: Cyrillic and Greek letters that pass for Latin ones, with the ones they pass for.
LOOKALIKES = dict(
    zip(
        "аеорсухіјѕԁԛԝһӏвкмнтгпАВЕКМНОРСТУХІЈЅԌοανυικρτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧϲհոսցօ",
        "aeopcyxijsdqwhlbkmhtrnABEKMHOPCTYXIJSGoavuikptxABEZHIKMNOPTYXchnugo",
        strict=True,
    )
)
_LETTERS = compiled(r"[^\W\d_]+")

EMOJI = compiled(
    r"[\U0001f000-\U0001f0ff\U0001f1e6-\U0001f1ff\U0001f200-\U0001faff\u2600-\u27bf\u2b05-\u2b55\u231a\u231b\u23e9-\u23fa\u3030\u303d"
    r"\u200d\ufe0f\u20e3]+"
)
_SMILEY = compiled(r"(?<![\w.:;=])(?:[:;=]['’]?-?[)(DPpO|/\\*\]](?![\w/])|<3(?!\d)|\^_\^|\^\^|xD\b|XD\b|\(y\))")
_EXCLAMATION = compiled(r"[!！‼⁉][!?！‼⁉]*")
_CAPITALS = compiled(r"(?<![\w'’-])[A-Z]{2,}(?:['’][A-Z]+)?(?![\w'’-])")


def check_characters(part: Part, text: str, known: str) -> list[Finding]:
    """FMT-control: invisible characters and look-alike letters; a word that stands so in `known` (the notes) passes."""
    if text.isascii() and text.isprintable():
        return []
    findings: list[Finding] = []
    for match in HIDDEN.finditer(text):
        if match[0] in "\u200c\u200d" and _word_at(text, match.start()) in known:
            continue
        if match[0] == "\u200d" and EMOJI.match(text, match.start() - 1 if match.start() else 0):
            continue
        names = ", ".join(sorted({f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip() for char in match[0]})[:3])
        message = f"An invisible or control character stands here ({names}); only plain text is allowed."
        findings.append(Finding("FMT-control", "error", part, match.start(), match.end(), message, "Delete it."))
    if not text.isascii():
        findings += _check_lookalikes(part, text, known)
    return findings


def _check_lookalikes(part: Part, text: str, known: str) -> list[Finding]:
    findings: list[Finding] = []
    for match in _STYLED.finditer(text):
        plain = unicodedata.normalize("NFKC", match[0])
        message = f'"{match[0]}" is written in ornamental letters; plain letters are allowed.'
        findings.append(Finding("FMT-control", "error", part, match.start(), match.end(), message, f'Write "{plain}".'))
    if not _FOREIGN.search(text):
        return findings
    for match in _LETTERS.finditer(text):
        word = match[0]
        if word.isascii() or not _FOREIGN.search(word) or word in known:
            continue
        disguised = [char for char in word if char in LOOKALIKES]
        latin = [char for char in word if char.isascii() or unicodedata.name(char, "").startswith("LATIN")]
        foreign = sum(1 for char in word if _FOREIGN.match(char))
        if disguised and (latin or len(disguised) == foreign == len(word)):
            message = f'"{word}" has letters of another alphabet that look like Latin ones ({unicodedata.name(disguised[0], "?")}).'
            findings.append(
                Finding("FMT-control", "error", part, match.start(), match.end(), message, "Type the word again in Latin letters.")
            )
    return findings


def _word_at(text: str, place: int) -> str:
    start = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
    end = min((found for found in (text.find(" ", place), text.find("\n", place)) if found >= 0), default=len(text))
    return text[start:end].strip(".,;:!?")


def check_emoji(part: Part, text: str) -> list[Finding]:
    """FMT-emoji: pictures are errors, a typed smiley is a warning, several are errors."""
    findings: list[Finding] = []
    fix = "Leave it out; let the words carry the warmth."
    if not text.isascii():
        for match in EMOJI.finditer(text):
            if match[0].strip("\u200d\ufe0f"):
                message = f'"{match[0]}" is an emoji or symbol; none are used in this kind of email.'
                findings.append(Finding("FMT-emoji", "error", part, match.start(), match.end(), message, fix))
    smileys = list(_SMILEY.finditer(text))
    severity: Severity = "error" if len(smileys) >= limit("FMT-emoji", "refuse_from_smileys") else "warning"
    for match in smileys:
        message = f'"{match[0]}" is a smiley; none are used in this kind of email.'
        findings.append(Finding("FMT-emoji", severity, part, match.start(), match.end(), message, fix))
    return findings


def check_exclamations(part: Part, text: str, known: str) -> list[Finding]:
    """FMT-exclaim: one passes in the body, two or three or any elsewhere warn, four refuse; names such as "Yahoo!" do not count."""
    if "!" not in text and text.isascii():
        return []
    marks = find_exclamations(text, known)
    total = sum(len(match[0]) for match in marks)
    if not marks or (part != "subject" and total < limit("FMT-exclaim", "warn_from")):
        return []
    severity: Severity = "error" if total >= limit("FMT-exclaim", "refuse_from") else "warning"
    message = f"{total} exclamation mark{'s' if total > 1 else ''} here; at most one reads calm, and none in the subject."
    surplus = marks[1] if part == "body" and len(marks) > 1 else marks[0]
    return [Finding("FMT-exclaim", severity, part, surplus.start(), surplus.end(), message, "End the sentence with a full stop.")]


def find_exclamations(text: str, known: str) -> list[re.Match[str]]:
    """Exclamation marks, alone or in a row, but those of names such as "Yahoo!" that stand so in `known` (the notes)."""
    return [match for match in _EXCLAMATION.finditer(text) if not _belongs_to_name(text, match, known)]


def _belongs_to_name(text: str, match: re.Match[str], known: str) -> bool:
    start = max(text.rfind(char, 0, match.start()) for char in " \n\"'“(") + 1
    name = text[start : match.start()] + "!"
    return len(match[0]) == 1 and len(name) > 2 and name in known


def check_capitals(part: Part, text: str, known: str) -> list[Finding]:
    """FMT-case: three or more words in capitals in a row with a common word among them refuse, a single shouted word warns."""
    found = list(_CAPITALS.finditer(text))
    shouted = load_lines("shouted_words")
    if not any(match[0].lower() in shouted for match in found):
        return []
    findings: list[Finding] = []
    run: list[re.Match[str]] = []
    for match in [*found, None]:
        if match and run and not re.fullmatch(r"[\s,.!?-]*(?:(?:I|A)[\s,]+)?", text[run[-1].end() : match.start()][:12]):
            findings += _judge_run(part, text, run, known)
            run = []
        if match:
            run.append(match)
    return findings + _judge_run(part, text, run, known)


def _judge_run(part: Part, text: str, run: list[re.Match[str]], known: str) -> list[Finding]:
    shouted = load_lines("shouted_words")
    common = [match for match in run if match[0].lower() in shouted and not _is_name(match[0], known)]
    if not common:
        return []
    is_long = len(run) >= limit("FMT-case", "refuse_from_words")
    start, end = (run[0].start(), run[-1].end()) if is_long else (common[0].start(), common[-1].end())
    severity: Severity = "error" if is_long else "warning"
    message = f'"{text[start:end]}" is written in capitals; only names and abbreviations are.'
    return [Finding("FMT-case", severity, part, start, end, message, "Write it in ordinary letters.")]


def _is_name(word: str, known: str) -> bool:
    return word in known and any(known_word.text == word for known_word in words(known))
