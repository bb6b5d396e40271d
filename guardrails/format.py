"""FMT: what has no place in any part of an email: placeholders, markup, model chatter, foreign links, hidden characters, headers.

Checks on single characters are in `guardrails.characters`, those on whole sentences in `guardrails.completeness`.
"""

from __future__ import annotations

import re
from functools import cached_property

from guardrails.characters import check_capitals, check_characters, check_emoji, check_exclamations
from guardrails.completeness import check_complete, check_language, check_repeats
from guardrails.findings import Finding, Severity
from guardrails.lexicon import Passage, load_lexicons
from guardrails.parse import own_part
from guardrails.settings import limit
from guardrails.text import count_words
from prompts.brief import Brief
from prompts.draft import PARTS, Draft, Part
from prompts.patterns import compiled

__all__ = ["check_format", "known_text"]

_ROLE = r"Name|Surname|Title|Company|Position|Phone|Number|Email|Signature|Contact"
_PLACEHOLDERS = compiled(
    r"\[[^\[\]\n]{0,80}\](?!\()|\{\{?[^{}\n]{0,80}\}?\}|<(?!/?(?:b|i|u|p|s|em|br|hr|li|ul|ol|a|div|span|strong|h[1-6]|code|pre|table|t[drh]|img|"
    r"html|body|font|center|script|style|think|blockquote)\b)[A-Za-z][^<>\n@:|]{0,60}>|\bX{3,}\b|\bTB[ACD]\b|\bTODO\b|\bFIXME\b|_{3,}|\$\{\w+\}|"
    r"\$[A-Z]+_?[A-Z_]*\b|%[A-Z_]{3,}%|\b(?:XYZ|ABC) (?:Company|Corp|Inc|Ltd|Corporation)\b|<<[^<>\n]{1,60}>>|"
    rf"\b(?:Your (?:Full |First |Last )?(?:{_ROLE})|(?:Candidate|Recipient|Interviewer|Hiring Manager|Manager|Sender|Company|First|"
    r"Last|Full|Applicant)(?:['’]s)? (?:Name|Surname)|Job Title|Position Title|Role Name|Contact Information|"
    r"Company Address|Date of Interview|Name of (?:Company|Interviewer|Recipient|Hiring Manager|Role)|[DM]{2}[/.-][DM]{2}[/.-]Y{2,4}|"
    r"YYYY|Insert [A-Z]\w+)\b|"
    r"\((?:your |the |insert |company |hiring manager['’]?s? |interviewer['’]?s? )*"
    r"(?:name|date|role|position|company|title|phone|number|address|topic)(?: (?:name|number|here|title))?\)"
)
#: Cheap signs without which the long patterns need not be tried.
_MAYBE_PLACEHOLDER = compiled(
    r"[\[{<_$%(]|X{3}|XYZ|ABC|TB[ACD]|TODO|FIXME|Name\b|Title\b|Y{4}|YY\b|Your [A-Z]|Insert|Contact I|Company A|Date of"
)
_MAYBE_MARKDOWN = compiled(r"[*_`~#|\\]|\]\(|---|===")
_MAYBE_LINK = compiled(r"\w\.\w|@|:\S|www")
_EMPTY_VALUE = compiled(r"\b(?:None|null|undefined|NaN|nan|N/A|n/a)\b")
_NOBODY = compiled(r"^\s*(?:dear|hi|hello|hey)\s+[,:]", re.IGNORECASE)

_HTML = compiled(
    r"</?(?:b|i|u|p|s|em|br|hr|li|ul|ol|a|div|span|strong|h[1-6]|code|pre|table|t[drh]|img|html|body|font|center|script|style|blockquote)\b[^<>\n]{0,200}>|"
    r"<!--|&(?:amp|lt|gt|quot|apos|nbsp|[nm]dash|[lr][sd]quo|hellip|#\d{1,6}|#x[0-9a-fA-F]{1,6});",
    re.IGNORECASE,
)
_MARKDOWN = compiled(
    r"\*\*[^*\n]{1,200}\*\*|\*\*|(?<!\w)__[^_\n]{1,200}__(?!\w)|```|`[^`\n]{1,100}`|!?\[[^\[\]\n]{0,100}\]\([^()\n]{0,300}\)|~~[^~\n]{1,100}~~|"
    r"(?<![\w*])\*[^\s*](?:[^*\n]{0,80}[^\s*])?\*(?![\w*])|(?<![\w_])_[^\s_](?:[^_\n]{0,80}[^\s_])?_(?![\w_])|\\n|\\u[0-9a-f]{4}|\\\"|"
    r"(?m:^[ \t]{0,3}#{1,6}[ \t]+\S)|(?m:^[ \t]*(?:-{3,}|={3,}|\*{3,})[ \t]*$)|\|[ :-]{3,}\|"
)
_BULLET = compiled(r"(?:[-*+•‣▪●◦–·]|\d{1,2}[.)]|[a-z]\))\s+\S")
_HEADING = compiled(r"#{1,6}\s+\S")
_TOKENS = compiled(
    r"<\|?/?(?:im_start|im_end|endoftext|eot_id|begin_of_text|end_of_text|start_header_id|end_header_id|assistant|user|system|pad|unk|eos|bos|s)\|?>|"
    r"<\|[^|<>\n]{1,40}\|>|</?think(?:ing)?>|</?(?:start|end)_of_turn>|\[/?INST\]|<</?SYS>>|</?s>|###\s*(?:Response|Instruction|Input)|</?answer>"
)

#: "Sure, here is a polite refusal:", at the head and with nothing behind the colon: what comes after is handed over.
_HANDED_OVER = compiled(
    r"\s*(?P<said>(?:(?:sure|certainly|of\s+course|absolutely|okay|ok|alright|great|done|gladly|happy\s+to\s+help|no\s+problem|understood)\b[^\w\n:]{1,3}\s*)?"
    r"(?:here(?:['\u2019]s|\s+is|\s+are|\s+you\s+go|\s+comes)|below\s+(?:is|you(?:['\u2019]ll|\s+will)\s+find)|this\s+is|try\s+this|how\s+about\s+this|I(?:['\u2019]ve|\s+have)\s+(?:written|drafted|prepared|put\s+together))"
    r"[^.!?\n:]{0,90}:)[ \t]*(?:\n|$)",
    re.IGNORECASE,
)
_ADDRESS = compiled(r"[*_ ]*:\s*\S+@")
_COUNT = compiled(r"[(\[*_]\s*(?:approx(?:imately|\.)?|about|~|total:?|word count:?)?\s*\d{2,3} words\s*[)\]*_]", re.IGNORECASE)

_TLD = (
    "com|org|net|edu|gov|info|biz|io|ai|app|dev|co|uk|de|fr|nl|es|pt|pl|ch|se|dk|fi|ie|eu|ca|au|nz|jp|cn|kr|br|mx|za|ng|ke|il|tr|ru|ua|cz|hu|gr|sg|hk|tw|"
    "link|ly|gl|xyz|site|online|tech|cloud|page|club|shop|store|top|live|me|tv|cc"
)
_LINK = compiled(
    rf"\b(?:https?|ftp|file|mailto|javascript|data|tel|sms):(?://)?[^\s<>\"'“”]+|\bwww\.[^\s<>\"]+|[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)*|"
    rf"(?<![\w@.-])(?:[a-z0-9](?:[a-z0-9-]{{0,61}}[a-z0-9])?\.){{1,4}}(?:{_TLD})(?:/[^\s<>\"]*)?(?![\w@-]|\.\w)",
    re.IGNORECASE,
)
_ORDINARY_DOTTED = frozenset({"asp.net", "socket.io", "vb.net", "ado.net", "ml.net", "adobe.io"})

_HEADER_LINE = compiled(
    r"(?:^|[\r\n])[ \t]*(?:b?cc|reply-to|return-path|content-(?:type|transfer-encoding|disposition)|mime-version|x-[\w-]{2,30}|from|to|"
    r"subject|sender|date|message-id|in-reply-to|received)[ \t]*:[^\r\n]{0,80}",
    re.IGNORECASE,
)
_HEADER_WITHIN = compiled(r"\b(?:bcc|cc|reply-to|return-path|content-type|mime-version)[ \t]*:|%0[ad]", re.IGNORECASE)


class _Known:
    """What the notes make public, put together only when a check asks for it."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief

    @cached_property
    def text(self) -> str:
        return known_text(self._brief)

    @cached_property
    def low(self) -> str:
        return self.text.casefold()


def known_text(brief: Brief) -> str:
    """The header values and the public facts of the notes, one a line: what may stand in the email as it is."""
    notes = brief.notes
    values = [notes.candidate.name, notes.candidate.email, notes.company, notes.role, notes.interview.place, notes.interview.kind]
    for person in notes.recipients:
        values += [person.name, person.email, person.role, person.title]
    values += [fact.text for fact in brief.facts.values()]
    return "\n".join(value for value in values if value)


def check_format(draft: Draft, brief: Brief) -> list[Finding]:
    """FMT findings of every part; mail history quoted under a signature is not judged."""
    known = _Known(brief)
    findings: list[Finding] = []
    for part in PARTS:
        text = own_part(draft, part)
        if text:
            findings += _check_part(part, text, known)
    findings += _check_body_lines(draft)
    findings += check_complete(draft)
    findings += check_language(draft)
    findings += check_repeats(draft)
    return findings


def _check_part(part: Part, text: str, known: _Known) -> list[Finding]:
    findings = [
        *_check_placeholders(part, text, known),
        *_check_markup(part, text),
        *_check_chatter(part, text),
        *_check_links(part, text, known),
        *_check_headers(part, text),
        *check_emoji(part, text),
        *check_capitals(part, text, known.text if text.upper() == text or _has_capitals(text) else ""),
    ]
    if "!" in text or not text.isascii():
        findings += check_exclamations(part, text, known.text)
    if not (text.isascii() and text.isprintable()):
        findings += check_characters(part, text, known.text)
    return findings


def _has_capitals(text: str) -> bool:
    return re.search(r"[A-Z]{2}", text) is not None


def _check_placeholders(part: Part, text: str, known: _Known) -> list[Finding]:
    found = [match.span() for match in _PLACEHOLDERS.finditer(text)] if _MAYBE_PLACEHOLDER.search(text) else []
    if part in ("greeting", "subject", "signature"):
        found += [match.span() for match in _EMPTY_VALUE.finditer(text)]
    if part == "greeting":
        found += [match.span() for match in _NOBODY.finditer(text)]
    findings: list[Finding] = []
    for start, end in sorted(found):
        quote = text[start:end]
        if _TOKENS.match(quote) or (len(quote) > 2 and quote in known.text):
            continue
        message = f'"{quote}" is a gap left to be filled in; none may remain.'
        fix = "Write what belongs there from the notes, or rebuild the sentence without it."
        findings.append(Finding("FMT-placeholder", "error", part, start, end, message, fix))
    return findings


def _check_markup(part: Part, text: str) -> list[Finding]:
    found = list(_MARKDOWN.finditer(text)) if _MAYBE_MARKDOWN.search(text) else []
    if "<" in text or "&" in text:
        found += _HTML.finditer(text)
    message = '"{}" is markup; an email is sent as plain text.'
    fix = "Keep the words, drop the marks."
    return [Finding("FMT-markup", "error", part, match.start(), match.end(), message.format(match[0].strip()), fix) for match in found]


def _check_body_lines(draft: Draft) -> list[Finding]:
    """FMT-markup for what begins a sentence: bullets (a warning) and headings."""
    findings: list[Finding] = []
    for start, _, sentence in draft.sentence_spans():
        match = _HEADING.match(sentence.text) or _BULLET.match(sentence.text)
        if match:
            severity: Severity = "error" if sentence.text.startswith("#") else "warning"
            message = f'"{sentence.text[:20]}" begins like a list or heading; the body is prose.'
            findings.append(Finding("FMT-markup", severity, "body", start, start + match.end(), message, "Make a sentence of it."))
    return findings


def _check_chatter(part: Part, text: str) -> list[Finding]:
    passage = Passage.of(text)
    lists = load_lexicons("chatter")
    spans = [(match.start(), match.end()) for match in _TOKENS.finditer(text)]
    spans += [(hit.start, hit.end) for hit in lists["chatter"].find(passage)]
    if part != "signature":
        spans += [match.span() for match in _COUNT.finditer(text)]
        labels = [(hit, True) for hit in lists["labels"].find(passage)] + [(hit, False) for hit in lists["human_labels"].find(passage)]
        for hit, is_sure in labels:
            if not text[hit.end :].lstrip("*_ ").startswith(":") or not _begins_line(text, hit.start) or _ADDRESS.match(text, hit.end):
                continue
            if is_sure or (part == "body" and _speaks_of_task(text, hit.start, hit.end)):
                spans.append((hit.start, hit.end + text[hit.end :].index(":") + 1))
    if part in ("body", "greeting"):
        handed = _HANDED_OVER.match(text)
        if handed:
            spans.append((handed.start("said"), handed.end()))
        for hit in lists["openers"].find(passage):
            if not text[: hit.start].strip() and text[hit.end : hit.end + 1] in ("!", ":", ".", ""):
                spans.append((hit.start, min(hit.end + 1, len(text))))
    message = '"{}" is a language model speaking about its task, not the writer to the reader.'
    fix = "Leave it out; return the email alone."
    return [
        Finding("FMT-chatter", "error", part, start, end, message.format(" ".join(text[start:end].split())), fix)
        for start, end in sorted(set(spans))
    ]


def _speaks_of_task(text: str, start: int, end: int) -> bool:
    """Whether a label that a person may write too heads the body, or a paragraph about an email and not about a job."""
    rest = text[end:].partition("\n\n")[0]
    return not text[:start].strip() or next(iter(load_lexicons("chatter")["task_words"].find(Passage.of(rest))), None) is not None


def _begins_line(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at].rstrip(" *_#(")
    return not before or before[-1] in "\n.!?"


def _check_links(part: Part, text: str, known: _Known) -> list[Finding]:
    if not _MAYBE_LINK.search(text):
        return []
    findings: list[Finding] = []
    for match in _LINK.finditer(text):
        link = match[0].rstrip(".,;:!?)]}’'\"")
        bare = link.casefold().removeprefix("https://").removeprefix("http://").removeprefix("mailto:").removeprefix("www.").rstrip("/")
        if bare in _ORDINARY_DOTTED or not _looks_like_link(link) or _is_noted(bare, known.low):
            continue
        severity: Severity = "warning" if part == "signature" and _is_contact_line(text, match.start()) else "error"
        message = f'"{link}" does not stand in the notes; only links and addresses from the notes are allowed.'
        fix = "Leave it out, or add it to the notes if it is yours to send."
        findings.append(Finding("FMT-link", severity, part, match.start(), match.start() + len(link), message, fix))
    return findings


def _is_contact_line(text: str, at: int) -> bool:
    """Whether the line is one of a signature block, where people put addresses of their own, and no sentence."""
    start = text.rfind("\n", 0, at) + 1
    line = text[start:].partition("\n")[0]
    return count_words(line) <= limit("FMT-link", "max_contact_words") and not line.rstrip().endswith((".", "!", "?"))


def _looks_like_link(link: str) -> bool:
    """Not a missing space after a full stop ("yesterday.It") and not a bare scheme word ("data:")."""
    if re.match(r"(?:tel|data|file|sms):", link, re.IGNORECASE):
        return "//" in link or bool(re.match(r"(?:tel|sms):\+?\d|data:\w+/", link, re.IGNORECASE))
    if "/" in link or "@" in link or link.lower().startswith("www."):
        return True
    ending = link.rpartition(".")[2]
    return ending.islower() or link.isupper()


def _is_noted(bare: str, known: str) -> bool:
    at = known.find(bare)
    while at >= 0:
        before, after = known[at - 1 : at], known[at + len(bare) : at + len(bare) + 1]
        if not (before.isalnum() or before in ("-", "@")) and not (after.isalnum() or after in ("-", "/", "@", "?", "#")):
            return True
        at = known.find(bare, at + 1)
    return False


def _check_headers(part: Part, text: str) -> list[Finding]:
    found = [(match.start(), match.end()) for match in _HEADER_LINE.finditer(text) if part != "subject" or match.start()]
    if part in ("subject", "greeting", "closing"):
        found += [(match.start(), match.end()) for match in _HEADER_WITHIN.finditer(text)]
        found += [(match.start(), match.end()) for match in re.finditer(r"[\r\n\x0b\x0c\x85\u2028\u2029]+", text)]
    message = '"{}" is a line break or mail header where plain words belong.'
    fix = "Keep this part on one line, without header names."
    return [
        Finding("FMT-header", "error", part, start, end, message.format(text[start:end].strip()[:60] or "\\n"), fix) for start, end in found
    ]
