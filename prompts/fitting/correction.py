"""Takes a correction apart into the weak point and the better answer; what tells of the failure itself is never an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from prompts.fitting.answer import MARKED, answer_forms
from prompts.fitting.answer_listed import (
    announced_answer,
    keywords_kept,
    listed_answer,
    opening_words,
    put_right,
    reordered,
    should_have_done,
    without_loose_quotes,
)
from prompts.fitting.expand_answer import asked_and_answered, fragment, told_answer
from prompts.fitting.expand_sentence import with_whole
from prompts.fitting.own import dangling
from prompts.fitting.phrase import tags_at
from prompts.fitting.piece import bare_or_the, piece_of, text_of, whole
from prompts.fitting.question import embedded
from prompts.fitting.segments import segments
from prompts.fitting.shape import shape
from prompts.fitting.text import Tok, join, lowered_start, sentences, tokens
from prompts.fitting.tidy import own_sentences
from prompts.fitting.voice import Reader, reader_of
from prompts.fitting.words import LazyPattern, Tag, named_pattern
from prompts.notes import Notes
from prompts.patterns import compiled

__all__ = ["fit_correction"]

_STUMBLE = named_pattern("answer_stumble")
_STUMBLE_ONLY = named_pattern("answer_stumble_only")
_WAS_WEAK = named_pattern("answer_was_weak")
_SPLIT = LazyPattern(r"^(?P<weak>[^:;.,]{2,60}?)\s*(?::|;|\s[-–—/]+|\s→)\s+(?P<answer>.+)$")
_QUESTION_ON = named_pattern("answer_question_on")
_ASKED = named_pattern("answer_asked")
_SLIP = named_pattern("answer_slip")
_WRONG_FIGURE = named_pattern("answer_wrong_figure")
_FIGURE = LazyPattern(r"/|^(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")
_FIRST_SLIP = named_pattern("answer_first_slip")
_MARKER_INSIDE = named_pattern("answer_marker_inside")
_FAILED = LazyPattern(r"\b(?:froze|blank|nervous|said|forgot|stupid|panicked)\b", re.IGNORECASE)
_WOULD_BE_ASKED = LazyPattern(r"\bhow (?:i would|would i|you would|to)\b|\bwhat (?:i would|would i|you would) do\b", re.IGNORECASE)

#: "should be X, Y": the answer, listed; it stands after a colon as it is.
_SHOULD_BE = LazyPattern(
    r"\bshould be ((?!able|more|better|clear|one|two|three|four|five|six|seven|eight|nine|ten)[a-z][^.]{12,160})\.?$", re.IGNORECASE
)
_OWNED = LazyPattern(
    r"(?<=[.!] )(?:(?:That|Which|It) (?:is|was|is just|was just) (?:wrong|not right|incorrect|backwards)|Wrong)[.!:] (?=[A-Z])"
)
#: What the candidate would do, does or has done at large; never the weak moment itself.
_STANDING = LazyPattern(
    r"I (?:would|will|can|could|should|have|am|do|use|usually|always|normally|know|want|like|still|now|run|teach|keep|make|take|check)\b",
    re.IGNORECASE,
)
#: A figure, a place, a date or a name ties evidence to somewhere.
_ANCHORED = LazyPattern(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand)\b"
    r"|\b(?:years?|months?|last|since|at my|at our|as an?)\b"
    r"|\b(?:at|in|for|on|with|the) [A-Z]"
)

_CONFESSION = named_pattern("answer_confession")
_ANSWERED = named_pattern("answer_answered")
_WEAK_FIRST = named_pattern("correction_weak_first")
_DASH = LazyPattern(r"\s+[-–—]+\s+|\s*—\s*|\.{2,}\s*")
_WEAK_LABEL = LazyPattern(
    r"^(?:(?:the |my |a )?weak(?:ness|est)?(?: point| spot| answer)?s?|gap|went badly|did not go well)\s*(?::|\s[-–—])\s*", re.IGNORECASE
)


_NOT_TOLD = named_pattern("own_failure")
_ABOUT_US = LazyPattern(r"^(?:why (?:us|here|this (?:company|job|role|place)|do you want .+|i want(?:ed)? .+))$", re.IGNORECASE)


_ASKED_OF_ME = LazyPattern(r"(?:how|why|what|whether) (?:I|we|my|our)\b [^,;:]{4,60}|a time (?:when )?I [^,;:]{4,50}", re.IGNORECASE)


def _named_point(named: str, reader: Reader) -> str:
    """The weak point as it may stand after "my answer on"."""
    weak = _weak_point(named, reader)
    if weak:
        return weak
    if asked := _asked_of_me(named):
        return asked
    toks = lowered_start(tokens(named), reader.names)
    if not 1 < len(toks) < 4 or not tags_at(toks, 0) & (Tag.NAME | Tag.NOUN | Tag.ADJ) or toks[-1].post:
        return ""
    last, before = tags_at(toks, len(toks) - 1), tags_at(toks, len(toks) - 2)
    if last & Tag.PLURAL or (last & Tag.THIRD and before & Tag.NAME):
        return join(toks)
    return f"the {join(toks)}" if last & Tag.COUNT and not last & (Tag.NAME | Tag.ADJ) and before & (Tag.NAME | Tag.NOUN) else ""


def _asked_of_me(named: str) -> str:
    """What was asked about the writer, as it was asked: "how I handle pushback"; empty for anything else."""
    others = re.search(r"\b(?:they|them|he|she|him|her|you|your)\b", named, re.IGNORECASE)
    return re.sub(r"\bi\b", "I", named) if _ASKED_OF_ME().fullmatch(named) and not others else ""


def _put_to_me(named: str) -> str:
    """What was asked, from the writer's side: "describe your teaching style" as "my teaching style"."""
    named = named.strip("\"'“”‘’ ")
    if _ABOUT_US.match(named):
        return "why I want to work with you"
    if gap := re.fullmatch(r"why (the [^,]+)", named):
        return gap[1] if not re.search(r"\b(?:is|was|are|were|did|does|had|has)\b", gap[1]) else named
    if mine := re.fullmatch(r"(?:my |the )?(?:biggest |greatest |main )?(strength|weakness)(?:es|s)?", named, re.IGNORECASE):
        return f"my {'strengths' if mine[1].lower() == 'strength' else 'weaknesses'}"
    told = re.sub(r"^(?:describe|explain|define|name|tell (?:me|us) about|talk about|give) (?=\S)", "", named, flags=re.IGNORECASE)
    return re.sub(r"\b(?:your|yr|ur|year) (?=(?:[a-z]+ )?[a-z]+$)", "my ", told) if told != named else named


#: A thing that goes on to do something is a sentence, not a thing ("the slide I dropped showed that ...").
_FINITE_INSIDE = compiled(
    r"^the [\w ]+ (?:showed|shows|proved|proves|means|meant|made|makes|said|says|is|was|were|are) (?:that|how|the|a|an|where|why) "
)


def fit_correction(text: str, notes: Notes) -> dict[str, str]:
    """The forms of a correction; one that owns the slip and answers it in two clauses may stand as it is."""
    forms = _fit_correction(text, notes)
    if set(forms) == {"told"} and re.match(r"I did not mention (?:the|my|our) ", text):
        forms = {"np": forms["told"], "raw": forms["told"]}
    if not {"own", "i"} & set(forms) and not _STRONG.search(text) and _OWNED_AND_ANSWERED.match(text):
        told = _THEY_THINGS.sub(r"\g<things>; these ", text[0].upper() + text[1:])
        reader = reader_of(notes)
        if whole_note := own_sentences(told, reader) or own_sentences(told, reader, they="others"):
            return {"own": whole_note}
    return forms


_STRONG = compiled(
    r"\b(?:terribl[ey]|awful(?:ly)?|stupid(?:ly)?|rubbish|nonsense|embarrass\w+|pathetic|hopeless|dreadful(?:ly)?|disaster|horribl[ey]|shameful)\b",
    re.IGNORECASE,
)
#: "the control villages; they are chosen": things just named, which are "these" to the reader.
_THEY_THINGS = compiled(r"(?P<things>\b[a-z]{3,}s); they (?=\w)")
_OWNED_AND_ANSWERED = compiled(r"(?:I|my|My) [^;.?!]{6,90}; [^;.?!]{12,200}\.?$")


def _fit_correction(text: str, notes: Notes) -> dict[str, str]:
    """The forms of a correction; an answer that the note announces and lists comes whole and in order, or not at all."""
    forms = _fit_answer(text, notes)
    if _FINITE_INSIDE.search(forms.get("np", "")):
        forms["clause"] = forms.pop("np")
    told = announced_answer(reordered(text))
    if "weak" in forms:
        forms["weak"] = re.sub(r"\bexcel\b", "Excel", without_loose_quotes(forms["weak"]))
    weak = {"weak": forms["weak"]} if "weak" in forms else {}
    if right := put_right(text):
        return weak | {"own": right, "told": right[0].lower() + right[1:-1] if not right.startswith("I ") else right[:-1]}
    if "own" in forms and not (told and "=" in text):
        return keywords_kept(forms, text)
    if not told and set(forms) <= {"weak", "told"} and re.search(r"\bshould have (?!said\b)[a-z]+", text):
        done = should_have_done(text)
        return (weak | {"own": done}) if done else {} if should_have_done(text, whole=False) else forms
    if not told or (len(re.split(r"[,;.] ", told)) < 2 and told.count(" ") < 3):
        return {} if "=" in text and forms.get("told", "") else forms
    said = max((words for form, words in forms.items() if form != "weak"), key=len, default="")
    fragment_only = not {"i", "clause"} & set(forms)
    if len(said.split()) >= 0.9 * len(told.split()) and not fragment_only:
        return forms
    if (listed := listed_answer(told)) and (weak or not listed[0].isdigit()):
        return weak | {"told": listed}
    opening = opening_words(told)
    if len(said.split()) >= 0.9 * len(told.split()):
        return forms
    return forms if said and opening and opening[0] in opening_words(said)[:2] else {}


def _fit_answer(text: str, notes: Notes) -> dict[str, str]:
    """The forms of `_fit_told`, but an answer listed after "should be" stays whole: it is given as `raw` rather than by its last item."""
    reader = reader_of(notes)
    text = reordered(text)
    forms = _fit_told(text, notes)
    named, answer, plain = asked_and_answered(text)
    weak = _named_point(_put_to_me(named), reader) if named and f"{named} / " not in text else ""
    before = forms.get("weak", "")
    weak = before if before and (not weak or (weak.endswith(before) and " " in before)) else weak
    weak = before if before.endswith(" question") and weak in before else weak
    naming = {"weak": weak} if weak else {}
    forms = {form: words for form, words in forms.items() if not words.startswith(("I asked ", "I was asked "))}
    own = told_answer(answer, weak, reader, plain=plain) if answer else ""
    longer = next(
        (words for form, words in forms.items() if form in {"i", "clause"} and words.casefold().startswith(own[:-1].casefold())), ""
    )
    if not weak and re.search(r"\bit\b", own) and forms.get("i") and not re.search(r"\bit\b", forms["i"]):
        own = ""
    if own and longer.count(" ") > own.count(" "):
        own = longer[0].upper() + longer[1:] + "."
    if (
        own
        and not _NOT_TOLD.search(own)
        and not own.startswith(("I should have", "Mine "))
        and (weak or not dangling(tokens(own.split(". ")[0])))
    ):
        whole_forms = with_whole({form: words for form, words in forms.items() if form != "weak"}, own)
        same = forms.get("clause", "")
        if "told" in whole_forms and same.casefold() == whole_forms.get("clause", "?").casefold():
            whole_forms |= {"clause": same, "told": same}
        return whole_forms if weak and weak.casefold() in own.split(". ")[0].casefold() else naming | whole_forms
    forms |= naming
    said = max((words.count(" ") for form, words in forms.items() if form not in {"weak", "raw"}), default=0)
    told = fragment(answer, reader, weak if plain else "") if answer else ""
    if told and not _NOT_TOLD.search(told) and told.count(" ") > said * 1.15 + 1:
        return naming | {"told": told}
    listed = _SHOULD_BE.search(text)
    if listed and not {"i", "clause"} & set(forms):
        return {"raw": listed[1].rstrip(" .")}
    return forms


def _fit_told(text: str, notes: Notes) -> dict[str, str]:
    """`weak` for the point that went wrong, and `i`, `np`, `clause`, `raw` for the better answer or the evidence.

    What tells of the failure itself is never given as an answer. An answer that names the weak point itself comes without `weak`: a
    sentence that gave both would say it twice.
    """
    reader = reader_of(notes)
    text = _OWNED.sub("The right answer: ", text)
    text = _MARKER_INSIDE.sub(_new_sentence, re.sub(r"\bi\b", "I", text))
    parts = [piece.strip() for part in sentences(text) for piece in _DASH().split(part) if piece.strip()]
    weak, answer = _slipped(text) or _split(text)
    weak = weak or _weak_in(parts)
    forms = {"weak": _weak_point(weak, reader) or _asked_of_me(weak)} if weak else {}
    would = bool(_WOULD_BE_ASKED.search(text))
    marked = [part for part in sentences(text) if MARKED.match(part)]
    for part in marked:
        name, told_as = _labelled(part)
        if told_as:
            is_thing = re.match(r"(?:the|my|our)\b.* ", name) and shape([Tok(word) for word in name.split()]).kind == "np"
            return forms | {"raw": told_as} | ({"np": name} if is_thing else {})
    for candidate, first in _candidates(parts, weak, answer if answer != text else "", marked):
        evidence = answer_forms(candidate, reader, weak=forms.get("weak", ""), would=would or bool(marked))
        if first and len(parts) > 1 and _FIRST_SLIP.match(candidate):
            continue
        failing = _FAILED if any(candidate in part for part in marked) else _CONFESSION
        told = {form: words for form, words in evidence.items() if words.count(" ") > 1 and not failing.search(words)}
        if told.get("np") and (told["np"] == forms.get("weak") or len(told["np"].split()) < 3 or _FIGURE.search(told["np"])):
            del told["np"]
        if first and len(parts) > 1 and not MARKED.match(candidate):
            told.pop("np", None)
        if len(parts) > 1 and not MARKED.match(candidate) and _may_be_the_slip(told.get("i", "")):
            continue
        if set(told) - {"raw"}:
            best = told.get("i") or told.get("clause") or told["np"]
            named = forms.get("weak", "").lower()
            return ({} if named and named in best.lower() else forms) | told | {"raw": best}
    return forms


def _may_be_the_slip(told: str) -> bool:
    """Whether "I did that" may tell of the weak moment rather than of evidence: among several sentences, nothing anchors it anywhere."""
    return bool(told) and not _STANDING.match(told) and not _ANCHORED.search(told.removeprefix("I "))


def _new_sentence(match: re.Match[str]) -> str:
    """A full stop before an announced answer in mid-sentence; nothing where the announcement has begun ("what I should have said")."""
    before = match.string[: match.start()].split()
    return match[0] if before and before[-1].strip(".,").lower() in {"i", "what", "the", "that", "a", "my", "and", "but", "so"} else ". "


def _slipped(text: str) -> tuple[str, str] | None:
    """The weak point and what follows, where the first sentence tells what was asked, left out or said wrongly."""
    parts = sentences(text)
    match = _ASKED.match(parts[0]) or _SLIP.match(parts[0]) if parts else None
    if match is None:
        return None
    told = match.groupdict()
    weak = told["weak"] or told.get("other") or told.get("third") or ""
    rest = parts[0][match.end() :].strip(" ,:;-–—")
    figure = _WRONG_FIGURE.match(rest)
    if figure:
        unit = figure["unit"] or ""
        rest = figure["answer"].rstrip(".") + (f" {unit}" if unit and re.search(r"\d\.?$", figure["answer"]) else "")
    elif not MARKED.match(rest) and (
        _CONFESSION.search(rest) or re.match(r"(?:and |but |then )*(?:i )?(?:said|told|got|gave)\b", rest, re.IGNORECASE)
    ):
        rest = ""
    return weak, " ".join(part if part.endswith((".", "!", "?")) else part + "." for part in [rest, *parts[1:]] if part)


def _labelled(part: str) -> tuple[str, str]:
    """An announced answer that names a thing and then says what it is: the name, and both with the second half in brackets."""
    match = re.match(r"(?P<name>[^:,;]{3,40}): (?P<what>[^:;.]{10,140})$", MARKED.sub("", part).rstrip(".!"))
    if (
        not match
        or any(char in part for char in '()"“')
        or match["what"].split()[0].lower() in {"i", "we", "it", "the", "a", "he", "she", "they"}
    ):
        return "", ""
    kinds = [shape([Tok(word.rstrip(",")) for word in match[key].split()]).kind for key in ("name", "what")]
    sure = kinds == ["np", "np"] and ", " not in match["what"]
    return (match["name"], f"{match['name']} ({match['what']})") if sure else ("", "")


def _weak_in(parts: list[str]) -> str:
    """The weak point where the first part names nothing else."""
    match = _WEAK_FIRST.match(parts[0]) if parts else None
    if match:
        return match["weak"] or match["other"] or ""
    plain = len(parts) > 1 and len(parts[0].split()) <= 4 and shape([Tok(word) for word in parts[0].split()]).kind == "np"
    return parts[0] if plain else ""


def _candidates(parts: list[str], weak: str, answer: str, marked: list[str]) -> Iterator[tuple[str, bool]]:
    """The pieces that may hold the answer, best first, and whether they come from the first part."""
    for part in marked:
        for piece in segments(part):
            yield piece, False
    for piece in segments(answer):
        yield piece, False
    for index, part in enumerate(parts):
        if not (len(parts) > 1 and index == 0 and (weak or _CONFESSION.search(part))):
            for piece in segments(part):
                yield piece, index == 0


def _split(text: str) -> tuple[str, str]:
    """The weak point and the answer; either may be empty."""
    label = _WEAK_LABEL.match(text)
    text = text[label.end() :] if label else text
    for pattern in (_STUMBLE, _WAS_WEAK, _ANSWERED):
        match = pattern.match(text)
        if match:
            return match["weak"], match["answer"].strip()
    only = _STUMBLE_ONLY.match(text)
    if only:
        return only["weak"], ""
    parts = sentences(text)
    if len(parts) > 1 and (label or parts[0].endswith("?") or _CONFESSION.search(parts[0])):
        weak = parts[0] if label or parts[0].endswith("?") else ""
        return weak, " ".join(part if part.endswith((".", "!", "?")) else part + "." for part in parts[1:])
    if not MARKED.match(text):
        match = _SPLIT.match(text)
        if match and len(match["weak"].split()) <= 8 and not re.search(r"https?$", match["weak"]):
            told = shape([Tok(word) for word in match["weak"].split()])
            if told.kind in {"np", "wh", "ing", "unknown"} or _QUESTION_ON.match(match["weak"]):
                return match["weak"], match["answer"]
    return (text, "") if label else ("", text)


def _weak_point(text: str, reader: Reader) -> str:
    text = re.sub(
        r"\s*\(.*?\)|\s+(?:and|then) (?:i )?(?:said|just|could|had|went|talked|made|gave)\b.*$|\s+for (?:like )?(?:\d+|[a-z]+) min\w*.*$",
        "",
        text.strip(),
    )
    text = re.sub(r"^q (?=(?:on|about)\b)", "question ", re.sub(r"\bq$", "question", text), flags=re.IGNORECASE)
    text = text if re.match(r"gaps? in my", text.strip()) else _QUESTION_ON.sub("", text.strip())
    text = text.strip().strip(' ,:-–—?."“”')
    text = re.sub(
        r"^(?:my (?:example|answer|reply|story) (?:for|of|about|on|to) |(?:an? )?(?:good |real )?example (?:of|for) |"
        r"(?:no|little|missing|lack of|not enough|limited) )",
        "",
        text,
        flags=re.IGNORECASE,
    )
    text = re.sub(r"\s+(?:at first|at all|in the (?:middle|interview)|today|badly)$", "", text, flags=re.IGNORECASE)
    if re.fullmatch(
        r"(?:it|this|that|(?:the )?(?:whole )?(?:question|answer|interview|test|point|day|thing|call|meeting)|one (?:question|thing))",
        text,
        re.IGNORECASE,
    ) or re.search(r"\bfail|(?<!that )(?<!which )(?<!who )\b(?:stopped|came|went|ran|ended|got)\b", text):
        return ""
    text = re.sub(r"^(?=(?:greatest|biggest|proudest|best) \w+$)", "my ", text)
    if re.fullmatch(r"[a-z]+s and [a-z]+s", text):
        return text
    piece = piece_of(text, "", reader, ours=True, turn=False)
    if piece is None or not piece.alone or len(piece.toks) > 12:
        return ""
    if piece.shape.kind == "np":
        told, phrase = bare_or_the(piece), piece.shape.phrase
        bare = phrase and told.startswith("the ") and piece.first != "the" and piece.tags(phrase.head) & Tag.MASS
        return join(piece.toks) if bare else told
    if piece.shape.kind in {"ing", "wh"}:
        return text_of(whole(piece))
    return embedded(piece) if piece.shape.kind == "question" else ""
