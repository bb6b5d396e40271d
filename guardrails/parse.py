"""Takes any email text apart: subject, greeting, body sentences, closing and signature, so that the checks can judge it.

No character of the text gets lost but white space, the `Subject:` label and the other lines of a mail's header block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from guardrails.lexicon import Passage, load_lexicons, load_lines
from guardrails.mapping import map_sentences
from guardrails.text import count_words, fold, sentence_spans
from prompts.brief import Brief
from prompts.draft import Draft, Part, Sentence
from prompts.patterns import compiled

__all__ = ["map_sentences", "own_part", "parse_email"]

_HEADER = compiled(r"[ \t]*(from|to|cc|date|sent|subject|subject line|importance|attachments)[ \t]*[:：][ \t]*(.*)", re.IGNORECASE)
_MARKED_SUBJECT = compiled(r"\s*(?:[*_]{1,3}|#{1,6}\s*)subject(?: line)?\s*[:：]", re.IGNORECASE)
_SUBJECT = compiled(r"[ \t]*subject(?: line)?[ \t]*[:：][ \t]*(.*)", re.IGNORECASE)
_QUOTE_INTRO = compiled(r"(?:On\b.{5,120}\bwrote:|-{2,}\s*(?:Original|Forwarded) message.*|_{10,})\s*$", re.IGNORECASE)
_ORIGINAL = compiled(r"\s*-{2,}\s*(?:Original|Forwarded) message", re.IGNORECASE)
_HISTORY_FROM = compiled(r"From:.*\n(?:.*\n){0,2}?\s*(?:Sent|Date|To):", re.IGNORECASE)
_DEVICE = compiled(r"\s*(?:Sent (?:from|via|with)|Get Outlook for|Envoyé de|Von meinem|Verzonden|Enviado)\b.{0,80}", re.IGNORECASE)
_GREETING_HEAD = compiled(
    r"\s*(?:[^\s,:;.!?—–]+(?:\.(?=\s))?(?:\s+(?![—–-])|(?=[,:!]|\s[—–-]))){1,8}?(?:[,:!]|\s[—–-])(?=\s|$)|"
    r"\s*[^\s,:]+[,:!](?=\s|$)"
)
_NAME_LINE = compiled(r"\s*[-–—~*]{0,2}\s*(?:(?:Dr|Prof|Mr|Ms|Mrs|Mx)\.?\s+)?[^\W\d_][\w.'’-]*(?:\s+[^\W\d_][\w.'’-]*){0,4}\s*[,.]?\s*$")
_NAME_ALONE = compiled(
    r"\s*(?:[A-Z][a-z]{1,4}\.?\s+)?(?:[^\W\d_a-z][\w.'’-]*)(?:\s+(?:and\s+)?[^\W\d_a-z][\w.'’-]*){0,3}\s*(?:,|:|\s[–—-])"
)
_POSTSCRIPT = compiled(r"\s*p\.?\s?(?:p\.?\s?)?s\b\.?\s*[:,.–—-]?\s*\S", re.IGNORECASE)
_BULLET = compiled(r"\s*(?:[-*+•‣▪●◦–·]|\d{1,2}[.)])\s+\S")
_ENDED = compiled(r"[.!?…:][\"'”’)\]*_]*$")

_SUBJECT_WITHIN_LINES = 12
_MAX_GREETING_WORDS = 9
_MAX_CLOSING_WORDS = 9
_MAX_SIGNATURE_LINES = 10
_MAX_SIGNATURE_WORDS = 12
_MAX_SIGNATURE_CHARS = 90
_UNWRAPPED_CHARS = 100


@dataclass(slots=True)
class _Parts:
    subject: str = ""
    greeting: str = ""
    preamble: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    postscript: list[str] = field(default_factory=list)
    closing: str = ""
    signature: list[str] = field(default_factory=list)


def parse_email(text: str, brief: Brief) -> Draft:
    """The draft that stands in a pasted text, its sentences mapped to moves and facts.

    Header lines, greeting, closing, signature, device lines and quoted mail are all optional; the last two join the signature.
    A postscript becomes the last paragraph, and whatever stands before a `Subject:` line the first, so that both are judged.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = _Parts()
    lines = _take_headers(lines, parts)
    lines, tail = _take_history(lines)
    lines = _take_greeting(lines, parts, brief)
    lines = _take_end(lines, parts, brief)
    parts.body = lines
    parts.signature += tail
    paragraphs = [*_paragraphs(parts.preamble), *_paragraphs(parts.body), *_paragraphs(parts.postscript)]
    draft = Draft(
        subject=parts.subject,
        greeting=parts.greeting,
        paragraphs=tuple(tuple(Sentence(text=sentence) for sentence in paragraph) for paragraph in paragraphs),
        closing=parts.closing,
        signature="\n".join(line.strip() for line in parts.signature if line.strip()),
    )
    return map_sentences(draft, brief)


def own_part(draft: Draft, part: Part) -> str:
    """The text of a part without mail history quoted at its end, which is not the writer's own."""
    text = draft.part(part)
    if part != "signature" or ("\n" not in text and not text.startswith(">")):
        return text
    cut = len(text)
    at = 0
    for line in text.split("\n"):
        if line.startswith(">") or _QUOTE_INTRO.match(line) or _HISTORY_FROM.match(text, at):
            cut = at
            break
        at += len(line) + 1
    return text[:cut]


def _take_headers(lines: list[str], parts: _Parts) -> list[str]:
    """Read the subject and drop a leading block of mail headers; what stands before a later subject line is the preamble."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    if not filled:
        return lines
    first = filled[0]
    if _MARKED_SUBJECT.match(lines[first]):
        parts.subject = lines[first].strip()  # with its marks, which the checks are to see
        return lines[first + 1 :]
    block = first
    is_draft = _SUBJECT.match(lines[first]) is not None
    while block < len(lines) and (match := _HEADER.match(lines[block])):
        if is_draft and match[1].lower() in {"cc", "from"}:
            break  # the subject opens the draft, so this is no mail's header: it stays to be seen
        block += 1
        if match[1].lower().startswith("subject") and not parts.subject:
            parts.subject = match[2].strip()
            while block < len(lines) and lines[block][:1] in (" ", "\t") and lines[block].strip() and not _greeting_end(lines[block]):
                parts.subject += " " + lines[block].strip()
                block += 1
    has_subject = any(_SUBJECT.match(line) for line in lines[first:block])
    if has_subject or block - first > 1:
        return lines[block:]
    for index in filled[:_SUBJECT_WITHIN_LINES]:
        match = _SUBJECT.match(lines[index])
        if match:
            parts.subject = match[1].strip()
            parts.preamble = lines[:index]
            return lines[index + 1 :]
        if _greeting_end(lines[index]):
            break
    return lines


def _take_history(lines: list[str]) -> tuple[list[str], list[str]]:
    """Part the writer's lines from device lines and quoted mail, wherever these stand."""
    own: list[str] = []
    device: list[str] = []
    history: list[str] = []
    for index, line in enumerate(lines):
        if _HISTORY_FROM.match("\n".join(lines[index : index + 4])) or _ORIGINAL.match(line):
            history += lines[index:]
            break
        if line.lstrip().startswith(">") or _QUOTE_INTRO.match(line):
            history.append(line)
        elif _DEVICE.fullmatch(line):
            device.append(line)
        else:
            own.append(line)
    return own, device + history


def _take_greeting(lines: list[str], parts: _Parts, brief: Brief) -> list[str]:
    index = next((index for index, line in enumerate(lines) if line.strip()), None)
    if index is None:
        return lines
    line = lines[index].rstrip()
    names = {fold(piece) for person in brief.notes.recipients for piece in (person.name or "").split()}
    first = fold(line.split()[0].strip(",:!"))
    if _NAME_ALONE.fullmatch(line) and index < len(lines) - 1:
        parts.greeting = line.strip()
        return lines[index + 1 :]
    head = _GREETING_HEAD.match(line)
    if index < len(lines) - 1 and _is_addressed(line, names):
        parts.greeting = line.strip()
        return lines[index + 1 :]
    if not (_greeting_end(line) or (first in names and head)):
        return lines
    if head:
        rest = line[head.end() :].strip()
        words = head[0].split()
        small = load_lines("greeting_words")
        named = all(word[:1].isupper() or word.lower().strip(",:!") in small for word in words[1:] if word[0].isalpha())
        if not rest or named:
            parts.greeting = head[0].strip()
            return ([rest] if rest else []) + lines[index + 1 :]
    elif count_words(line) <= 7 and not _ENDED.search(line):
        parts.greeting = line.strip()
        return lines[index + 1 :]
    return lines


def _greeting_end(line: str) -> int:
    """Where a salutation that opens the line ends; 0 when none does."""
    lead = len(line) - len(line.lstrip())
    hit = next(iter(load_lexicons("frame")["greetings"].find(Passage.of(line[:_UNWRAPPED_CHARS]), quotes=True)), None)
    return hit.end if hit and hit.start == lead else 0


def _is_addressed(line: str, names: set[str]) -> bool:
    """Whether a short line of its own ends in a comma or the like and has a salutation or a recipient's name: a greeting."""
    words = [fold(word.strip(",:!;.-–—")) for word in line.split()]
    if words and all(word in names for word in words):
        return True
    if not line.endswith((",", ":", "!", ";", "–", "—", "-")) or count_words(line) > _MAX_GREETING_WORDS:
        return False
    return _greeting_end(line) > 0 or (bool(names & set(words)) and not _SUBJECT.match(line))


def _take_end(lines: list[str], parts: _Parts, brief: Brief) -> list[str]:
    """Cut postscript, signature and closing off the end."""
    delimiter = next((index for index, line in enumerate(lines) if line.rstrip() == "--"), None)
    if delimiter is not None and delimiter > 0:
        below = [line for line in lines[delimiter:] if line.strip()]
        lines = _take_end(lines[:delimiter], parts, brief)
        parts.signature += below
        return lines
    place = _closing_at(lines, brief)
    if place is None:
        return _take_bare_signature(lines, parts, brief)
    index, closing, name = place
    below = ([name] if name else []) + lines[index + 1 :]
    cut = next((at for at, line in enumerate(below) if _POSTSCRIPT.match(line)), len(below))
    parts.signature, parts.postscript = below[:cut], below[cut:]
    parts.closing = closing
    rest = lines[:index]
    above = next((at for at in range(len(rest) - 1, -1, -1) if rest[at].strip()), None)
    if above is not None and above and rest[above].rstrip().endswith(",") and _closing_end(rest[above]) is not None:
        parts.closing = f"{rest[above].strip()} {closing}"
        rest = rest[:above]
    return rest


def _closing_end(line: str) -> int | None:
    """Where a closing phrase that opens the line ends, with its punctuation."""
    lead = len(line) - len(line.lstrip(" \t-–—*"))
    for hit in load_lexicons("frame")["closings"].find(Passage.of(line[lead:]), quotes=True):
        if hit.start == 0:
            return lead + hit.end + len(re.match(r"[\s,.!–—-]*", line[lead + hit.end :])[0])  # type: ignore[index]
        return None
    return None


def _closing_at(lines: list[str], brief: Brief) -> tuple[int, str, str] | None:
    """Line number, closing and a name on the same line; None when the text has no closing."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    for below, index in enumerate(reversed(filled[-_MAX_SIGNATURE_LINES - 1 :])):
        line = lines[index].strip()
        if len(line) <= _UNWRAPPED_CHARS:
            end = _closing_end(line)
            rest = line[end:].strip() if end is not None else ""
            if end is not None and (not rest or (below <= _MAX_SIGNATURE_LINES and _is_signer(rest, brief))):
                return index, line[:end].strip(), rest
            signed = below == 1 and index + 1 < len(lines) and _is_signer(lines[filled[-1]].strip(), brief)
            if signed and count_words(line) <= _MAX_CLOSING_WORDS and not _ENDED.search(line) and index != filled[0]:
                return index, line, ""
            if below and line.endswith(",") and count_words(line) <= 8 and index != filled[0] and _all_signature(lines[index + 1 :]):
                return index, line, ""
        if below > 1 and not _looks_signed(line) and not _POSTSCRIPT.match(line):
            postscript = any(_POSTSCRIPT.match(lines[at]) for at in filled if at <= index)
            if not postscript:
                return None
    return None


def _is_signer(text: str, brief: Brief) -> bool:
    signer = {fold(piece) for piece in (brief.notes.candidate.name or "").split()}
    addressed = {fold(piece) for person in brief.recipients for piece in (person.name or "").split()}
    pieces = [fold(piece.strip(",.|")) for piece in text.split()]
    if signer & set(pieces[:3]):
        return True
    capitals = all(piece[:1].isupper() for piece in text.split()[:2])
    return bool(_NAME_LINE.match(text)) and capitals and not text.endswith((".", "!")) and not addressed & set(pieces)


def _looks_signed(line: str) -> bool:
    """Whether a line may stand in a signature block: short, and no sentence."""
    stripped = line.strip()
    count = count_words(stripped)
    return (
        count <= _MAX_SIGNATURE_WORDS and len(stripped) <= _MAX_SIGNATURE_CHARS and not (count > 3 and stripped.endswith((".", "?", "!")))
    )


def _all_signature(lines: list[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    return 0 < len(filled) <= _MAX_SIGNATURE_LINES and all(_looks_signed(line) for line in filled) and bool(_NAME_LINE.match(filled[0]))


def _take_bare_signature(lines: list[str], parts: _Parts, brief: Brief) -> list[str]:
    """A name without a closing line above it, known from the notes or standing alone at the end."""
    filled = [index for index, line in enumerate(lines) if line.strip()]
    signer = fold(brief.notes.candidate.name or "")
    for index in reversed(filled[1:][-_MAX_SIGNATURE_LINES:]):
        line = lines[index]
        if not _looks_signed(line):
            break
        name = fold(line.strip(" \t-–—~*,."))
        is_signer = bool(name) and bool(signer) and (name == signer or name == signer.split()[0])
        alone = not lines[index - 1].strip()
        capital = all(piece[:1].isupper() for piece in re.findall(r"\w+", line))
        stranger = alone and capital and bool(_NAME_LINE.match(line)) and not _ENDED.search(line.strip())
        if is_signer or stranger:
            parts.signature = lines[index:]
            return lines[:index]
    return lines


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Paragraphs of sentences; where no empty line parts paragraphs, line breaks do, unless the text is hard-wrapped."""
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line.strip():
            blocks[-1].append(line.rstrip())
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if block]
    widest = max((len(line) for block in blocks for line in block), default=0)
    if len(blocks) == 1 and len(blocks[0]) > 1:
        block = blocks[0]
        if widest > _UNWRAPPED_CHARS or all(_ENDED.search(line) for line in block[:-1]):
            blocks = [[line] for line in block]
    return [sentences for block in blocks if (sentences := _sentences(block, widest))]


def _sentences(block: list[str], widest: int) -> list[str]:
    """Sentences of a block; a bullet and a line that ends long before the margin end one too."""
    pieces: list[str] = []
    last = ""
    for line in block:
        fresh = not pieces or _BULLET.match(line) or (len(last) < 0.6 * widest and line.lstrip()[:1].isupper())
        if fresh:
            pieces.append(line)
        else:
            pieces[-1] += "\n" + line
        last = line
    found = []
    for piece in pieces:
        marker = re.match(r"\s*(?:\d{1,2}[.)]|[-*+•‣▪●◦–·])\s+", piece)
        spans = sentence_spans(piece)
        if marker and spans and len(spans) > 1 and spans[0][1] <= marker.end():
            spans[:2] = [(spans[0][0], spans[1][1])]
        spans = _without_joints(spans)
        found += [" ".join(piece[start:end].split()) for start, end in spans]
    return [sentence for sentence in found if sentence]


def _without_joints(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Sentences that no space parts ("a good call.I liked it") in one, so that the slip stays to be seen."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and kept[-1][1] == start:
            kept[-1] = (kept[-1][0], end)
        else:
            kept.append((start, end))
    return kept
