"""FMT on whole sentences: English, complete, and each said once."""

from __future__ import annotations

import re
from functools import cache

from guardrails.findings import Finding, Severity
from guardrails.lexicon import load_lines
from guardrails.settings import limit
from guardrails.text import count_words, flat, fold, quoted_spans, words
from prompts.draft import Draft, Sentence
from prompts.kept import read_yaml
from prompts.patterns import compiled

__all__ = ["check_complete", "check_language", "check_repeats"]

_ENDED = compiled(r"[.!?…:;。！？][\"'”’)\]*_]*$|[.!?…][\"'”’)\]*_]*\s*(?:\(\w[^()]*\))?$")
_ELLIPSIS = compiled(r"(?:\.{2,}|…)[\"'”’)\]]*$")
#: A link or address at the end of a line takes no full stop, lest it be read as part of it.
_LINK_END = compiled(
    r"(?:\bhttps?://\S+|\bwww\.\S+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?<!\S)[a-z0-9-]+(?:\.[a-z0-9-]+){0,3}\.[a-z]{2,8}(?:/\S*)?)[)>\]]?$"
)
_SIGN_OFF = compiled(
    r"(?:looking forward|see you|many thanks|thanks|thank you|hope to|speak soon|talk soon|have a|all the best|until then|wishing|"
    r"with |best |warm |kind |till |enjoy |take care|more soon|yours)",
    re.IGNORECASE,
)
#: A close that no sentence can be; beside the email's own close it stands there twice.
_CLOSE = compiled(
    r"(?:(?:with |my |and |many thanks and )*"
    r"(?:(?:very |most )?(?:kind|best|warm|warmest|kindest|sincere|friendly)\s+(?:regards|wishes|greetings)|regards|cheers|all the best|"
    r"yours(?:\s+(?:sincerely|faithfully|truly|respectfully))?|(?:sincerely|respectfully|faithfully|cordially)(?:\s+yours)?))"
    r"(?:,?\s+(?-i:[A-Z])[^\W\d_]+){0,3}\s*[,.!]?\s*$",
    re.IGNORECASE,
)
_CLOSE_MAX_WORDS = 8
_LETTER = compiled(r"[^\W\d_]")
_TOKEN_OR_NUMBER = compiled(r"[^\W_]+")
_TOKEN = compiled(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_JSON = compiled(r'^\s*[\[{]\s*["\[{]|"\s*:\s*[\[{"]|"(?:subject|paragraphs|body|text|sentences|move|facts)"\s*:')
_GREETING = compiled(r"(?:dear|hi|hello|hey|good (?:morning|afternoon|evening))\s+[A-Z][^.!?\n]{0,40}[,:](?:\s|$)", re.IGNORECASE)
_CLOSING = compiled(
    r"(?:(?:kind|best|warm|warmest|kindest)\s+(?:regards|wishes)|yours\s+(?:sincerely|faithfully|truly)|sincerely|regards|best)\s*,",
    re.IGNORECASE,
)


#: Different small words of another language that a sentence must have; a name has one or two of them ("de la Cruz").
_MIN_STRANGE = 3


def check_language(draft: Draft) -> list[Finding]:
    """FMT-language: a paragraph with hardly any of English's small words or mostly in another script, or a sentence of another language."""
    common = load_lines("function_words")
    least, enough = limit("FMT-language", "min_words"), limit("FMT-language", "min_share")
    findings: list[Finding] = []
    at = 0
    for text in draft.paragraph_texts:
        found = _TOKEN.findall(flat(text))
        share = sum(1 for word in found if word in common) / len(found) if found else 1.0
        if (len(found) >= least and share < enough) or _is_foreign_script(text):
            message = f"This paragraph does not read as English ({share:.0%} of its words are English small words; 40 to 60% is usual)."
            findings.append(Finding("FMT-language", "error", "body", at, at + len(text), message, "Write the email in English."))
        at += len(text) + 2
    taken = [(one.start, one.end) for one in findings]
    for start, end, sentence in draft.sentence_spans():
        language = "" if any(low <= start < high for low, high in taken) else _foreign_language(sentence.text)
        if language:
            message = f"This sentence reads as {language}, not as English."
            findings.append(Finding("FMT-language", "error", "body", start, end, message, "Write it in English."))
    return findings


def _foreign_language(text: str) -> str:
    """The language whose small words fill a sentence and outnumber those of English; empty for English and for a few quoted words."""
    quoted = quoted_spans(text)
    for start, end in quoted:
        text = text[:start] + " " * (end - start) + text[end:]
    found = _TOKEN.findall(flat(text))
    if len(found) < limit("FMT-language", "min_sentence_words"):
        return ""
    common, foreign = load_lines("function_words"), _foreign_words()
    english = sum(1 for word in found if word in common)
    if english >= limit("FMT-language", "min_sentence_share") * len(found):
        return ""
    strange = {name: [word for word in found if word in words and word not in common] for name, words in foreign.items()}
    language = max(strange, key=lambda name: len(strange[name]))
    is_filled = (
        len(strange[language]) >= limit("FMT-language", "min_sentence_share") * len(found) and len(set(strange[language])) >= _MIN_STRANGE
    )
    return language if is_filled else ""


@cache
def _foreign_words() -> dict[str, frozenset[str]]:
    data = read_yaml("guardrails", "data/foreign_words.yaml")
    if not isinstance(data, dict):
        raise ValueError("guardrails/data/foreign_words.yaml: a mapping of languages is expected")
    return {str(name): frozenset(str(words).split()) for name, words in data.items()}


def _is_foreign_script(text: str) -> bool:
    if text.isascii():
        return False
    letters = _LETTER.findall(text)
    return len(letters) >= limit("FMT-language", "min_words") and sum(1 for char in letters if ord(char) > 0x24F) > 0.4 * len(letters)


def check_complete(draft: Draft) -> list[Finding]:
    """FMT-incomplete: no body, a piece of JSON, an unclosed bracket or quote, a sentence that breaks off or lacks its full stop."""
    body = draft.body
    if not _LETTER.search(body):
        fix = "Write the body: thanks, one thing taken up, why the job, close."
        return [Finding("FMT-incomplete", "error", "body", 0, 0, "The email has no body.", fix)]
    if _JSON.search(body[:2000]):
        message = "The body is data notation (JSON) and not prose."
        return [Finding("FMT-incomplete", "error", "body", 0, len(body), message, "Return the sentences themselves.")]
    findings = _check_pairs(draft)
    spans = draft.sentence_spans()
    for index, (start, end, sentence) in enumerate(spans):
        if draft.closing and len(words(sentence.text)) <= _CLOSE_MAX_WORDS and _CLOSE.match(sentence.text):
            message = f'"{sentence.text.strip()}" closes the email inside its text, and the email has its own close.'
            findings.append(Finding("FMT-incomplete", "error", "body", start, end, message, "Leave it out of the text."))
            continue
        finding = _check_end(start, end, sentence, last=index == len(spans) - 1)
        if finding:
            findings.append(finding)
    return findings


def _check_end(start: int, end: int, sentence: Sentence, *, last: bool) -> Finding | None:
    text = sentence.text.rstrip()
    if not text:
        return None
    trailing = _ELLIPSIS.search(text)
    if _ENDED.search(text) and not trailing and not (last and text.endswith((":", ";"))):
        return None
    if _LINK_END.search(text):
        return None
    found = words(text)
    dangling = bool(found) and found[-1].text.lower() in load_lines("dangling_words")
    if trailing and not dangling:
        return None
    severity: Severity = "error"
    if not dangling and len(found) <= limit("FMT-incomplete", "sign_off_max_words") and _SIGN_OFF.match(text):
        severity = "warning"
    tail = " ".join(text.split()[-4:])
    message = f'The sentence breaks off or lacks its full stop after "{tail}".'
    fix = "Finish the sentence and end it with a full stop or question mark."
    return Finding("FMT-incomplete", severity, "body", start, end, message, fix)


def _check_pairs(draft: Draft) -> list[Finding]:
    findings: list[Finding] = []
    at = 0
    for text in draft.paragraph_texts:
        plain = re.sub(r"(?<!\w)\(?(?:\d{1,2}|[a-z])\)|[:;=]['’]?-?[()]", lambda match: "_" * len(match[0]), text)
        for left, right in ("()", "[]", "“”", "{}"):
            opened, closed = plain.count(left), plain.count(right)
            if opened != closed:
                findings.append(_unbalanced(text, at, left if opened > closed else right))
        if plain.count('"') % 2 and not re.search(r'\d"', plain):
            findings.append(_unbalanced(text, at, '"'))
        at += len(text) + 2
    return findings


def _unbalanced(text: str, at: int, mark: str) -> Finding:
    place = at + max(text.rfind(mark), 0)
    message = f"A {mark} stands without its partner; quotation marks and brackets come in pairs."
    return Finding("FMT-incomplete", "warning", "body", place, place + 1, message, "Close it or take it out.")


def check_repeats(draft: Draft) -> list[Finding]:
    """FMT-repeat: the same sentence twice, nearly the same twice, or a second greeting or closing inside the body."""
    findings: list[Finding] = []
    seen: set[tuple[str, ...]] = set()
    sets: list[frozenset[str]] = []
    spans = draft.sentence_spans()
    least, near_least = limit("FMT-repeat", "min_words"), limit("FMT-repeat", "near_min_words")
    is_short = len(spans) <= limit("FMT-repeat", "near_max_sentences")
    for start, end, sentence in spans:
        key = tuple(_TOKEN_OR_NUMBER.findall(fold(sentence.text)))
        bag = frozenset(key)
        if len(key) >= least and key in seen:
            message = "This sentence stands in the body twice."
            findings.append(Finding("FMT-repeat", "error", "body", start, end, message, "Leave the second one out."))
        elif len(key) >= near_least and is_short and _is_near(bag, sets):
            message = "This sentence says nearly the same as an earlier one, in nearly the same words."
            findings.append(Finding("FMT-repeat", "warning", "body", start, end, message, "Keep the better of the two."))
        seen.add(key)
        if len(key) >= near_least:
            sets.append(bag)
        again = (draft.greeting and _GREETING.match(sentence.text)) or (draft.closing and _CLOSING.match(sentence.text))
        if again and count_words(again[0]) < near_least:
            message = f'"{again[0].strip()}" repeats the greeting or the closing inside the body.'
            fix = "Leave it out; it stands once already."
            findings.append(Finding("FMT-repeat", "error", "body", start, start + len(again[0].rstrip()), message, fix))
    return findings


def _is_near(bag: frozenset[str], others: list[frozenset[str]]) -> bool:
    share = limit("FMT-repeat", "near_share")
    return any(len(bag & other) >= share * len(bag | other) for other in others)
