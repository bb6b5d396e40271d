"""Makes the user's own words fit a sentence: each fact in the grammatical forms that `phrases/README.md` lists, when they are certain."""

from __future__ import annotations

import re
from collections.abc import Callable

from prompts.fitting.availability import fit_availability
from prompts.fitting.correction import fit_correction
from prompts.fitting.deadline import fit_deadline
from prompts.fitting.empty import hangs, says_nothing
from prompts.fitting.expand_bits import without_asides
from prompts.fitting.expand_items import expand_items
from prompts.fitting.expand_moment import expand_moment
from prompts.fitting.expand_motive import expand_motivation, expand_reason, left_over, names_decision
from prompts.fitting.expand_rapport import expand_rapport
from prompts.fitting.expand_topic import expand_topic
from prompts.fitting.finish import finished, to_reader
from prompts.fitting.flags import flags, header_slots
from prompts.fitting.foreign_order import is_foreign_order
from prompts.fitting.fronted import fronted_forms
from prompts.fitting.motivation import fit_motivation
from prompts.fitting.note import OWN_MATTERS, WHY, is_written_out, note_text, with_full_stop
from prompts.fitting.own_answer import own_answer
from prompts.fitting.rapport import fit_rapport
from prompts.fitting.reason import fit_reason
from prompts.fitting.retold import retold
from prompts.fitting.sane import sane_forms
from prompts.fitting.segments import segments
from prompts.fitting.sendable import is_messy, sendable
from prompts.fitting.sensible import sensible_forms
from prompts.fitting.side import fit_concern, fit_offer, fit_promise, with_ground
from prompts.fitting.stance import fit_stance, whole_stance
from prompts.fitting.standing import standing
from prompts.fitting.strength import fit_strength, whole_strength
from prompts.fitting.text import join, lowered_start, tokens
from prompts.fitting.thanks import is_thanks, thanks_in_full
from prompts.fitting.times import fit_start, fit_timeline
from prompts.fitting.topic import fit_topic, no_talk_of_talk
from prompts.fitting.voice import reader_of
from prompts.fitting.whole import door_to_reader, whole_sentences
from prompts.fitting.words import LazyPattern, Tag, lexicon
from prompts.notes import Fact, FactKind, Notes

__all__ = ["fit", "flags", "header_slots"]

#: Kinds whose notes are tried piece by piece.
_CUT = frozenset(
    {FactKind.TOPIC, FactKind.MOTIVATION, FactKind.STRENGTH, FactKind.CONCERN, FactKind.REASON, FactKind.RAPPORT, FactKind.STANCE}
)
_HEADS_FIRST = frozenset({FactKind.TOPIC, FactKind.RAPPORT})

#: Kinds whose notes may stand in the email as whole sentences.
_TIDY = frozenset(
    {
        FactKind.TOPIC,
        FactKind.MOTIVATION,
        FactKind.STRENGTH,
        FactKind.CORRECTION,
        FactKind.CONCERN,
        FactKind.REASON,
        FactKind.PROMISE,
        FactKind.RAPPORT,
        FactKind.AVAILABILITY,
        FactKind.STANCE,
    }
)
_FITTERS: dict[FactKind, Callable[[str, Notes], dict[str, str]]] = {
    FactKind.TOPIC: fit_topic,
    FactKind.MOTIVATION: fit_motivation,
    FactKind.STRENGTH: fit_strength,
    FactKind.CORRECTION: fit_correction,
    FactKind.CONCERN: fit_concern,
    FactKind.TIMELINE: fit_timeline,
    FactKind.DEADLINE: fit_deadline,
    FactKind.START_DATE: fit_start,
    FactKind.REASON: fit_reason,
    FactKind.OFFER: fit_offer,
    FactKind.PROMISE: fit_promise,
    FactKind.RAPPORT: fit_rapport,
    FactKind.AVAILABILITY: fit_availability,
    FactKind.STANCE: fit_stance,
}

#: What says all of a telegraphic note before it is tried piece by piece.
_EXPANDERS: dict[FactKind, Callable[[str, Notes], dict[str, str]]] = {
    FactKind.TOPIC: expand_topic,
    FactKind.RAPPORT: expand_rapport,
    FactKind.MOTIVATION: expand_motivation,
    FactKind.REASON: expand_reason,
}

#: What adds whole sentences about the writer's own work to the forms of a telegraphic note.
_WHOLE: dict[FactKind, Callable[[str, Notes, dict[str, str]], dict[str, str]]] = {
    FactKind.STRENGTH: whole_strength,
    FactKind.STANCE: whole_stance,
}


def fit(fact: Fact, notes: Notes) -> dict[str, str]:
    """Every form this fact can take for certain, by form name.

    A form that would need a guess at grammar, at who is meant or at a date is left out; no form at all is a valid answer. Nothing is
    added but articles, small prepositions and the person speaking; numbers, names and the user's capitals stay. The forms of a
    correction never hold strong words of self-criticism, and no form of any fact holds swearing or insults.

    Args:
        fact: one fact of the notes, private or not.
        notes: its notes: recipients and company decide who "they" are, `now` and the interview resolve dates.

    Returns:
        Form name to text without end mark (but for a question's), empty for private notes.
    """
    fitter = _FITTERS.get(fact.kind)
    if fitter is None or says_nothing(fact, notes.role) or (fact.kind not in _ANY_ORDER and is_foreign_order(fact.text)):
        return {}
    if "\n" in fact.text:
        fact = fact.model_copy(update={"text": " ".join(fact.text.split())})
    fact = retold(with_full_stop(door_to_reader(fact, notes), notes))
    forms = _known_forms(fact, fitter, notes)
    if not forms and fact.kind is FactKind.CORRECTION and _DONE.match(fact.text) and lexicon().tags(fact.text.split()[0]) & Tag.BASE:
        # a right answer put as an order to oneself: "check if it is new, and if so ask"
        return _known_forms(fact.model_copy(update={"text": f"I would {fact.text}"}), fitter, notes)
    return forms


#: What one does, in the words of a list: a verb in small letters and what it is done to.
_DONE = LazyPattern(r"[a-z]+ (?:if|whether|that|what|who|the|an?|for|with|them|it|your?|my|both|first|every|each|all|two|three|one)\b")


def _known_forms(fact: Fact, fitter: Callable[[str, Notes], dict[str, str]], notes: Notes) -> dict[str, str]:
    """The forms of a fact, worked out once."""
    key = (fact.kind.value, fact.text, fact.private, notes.model_dump_json(exclude={"source", "spans"}))
    known = _KNOWN.get(key)
    if known is None:
        known = _said_in_full(fact, notes)
        if known is None:
            told = finished(_forms(fact, fitter, notes), fact)
            if fact.kind is FactKind.STRENGTH:
                told = {form: words for form, words in told.items() if not hangs(form, words)}
            known = sane_forms(sensible_forms(told, fact), fact.text, listed=fact.kind is FactKind.CORRECTION)
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = known
    return dict(known)


def _said_in_full(fact: Fact, notes: Notes) -> dict[str, str] | None:
    """The one form of a note that is told in a sentence of a known make: thanks to pass on, a question with its ground; else None."""
    if fact.kind is FactKind.RAPPORT and is_thanks(fact.text):
        thanks = thanks_in_full(fact.text, notes)
        return {"thanks": thanks} if thanks else {}
    if fact.kind is FactKind.CONCERN and (grounded := with_ground(note_text(fact, notes))):
        return {"own": grounded}
    return None


#: Kinds whose forms are dates and things, whatever the order of the words around them.
_ANY_ORDER = frozenset({FactKind.TIMELINE, FactKind.DEADLINE, FactKind.START_DATE, FactKind.OFFER, FactKind.OTHER_OFFER, FactKind.PROMISE})

#: What facts were fitted to, by fact and notes: lattice, grounding and sources ask for the same.
_KNOWN: dict[tuple[str, str, bool, str], dict[str, str]] = {}
_MOST_KNOWN = 512


def _forms(fact: Fact, fitter: Callable[[str, Notes], dict[str, str]], notes: Notes) -> dict[str, str]:
    """The forms of `fit` before the last look at them."""
    if fact.kind is FactKind.STRENGTH and (fronted := fronted_forms(fact, notes)):
        return fronted
    expanded = _expanded(fact, notes)
    forms = expanded or _fit(fact, fitter, notes)
    if fact.kind is FactKind.CORRECTION and not set(forms) & {"i", "np", "clause", "own"} and (told := own_answer(fact)):
        return told
    if fact.kind is FactKind.TOPIC:
        forms = no_talk_of_talk(forms)
    if fact.kind is FactKind.REASON and forms.get("np", "")[:1].isdigit():
        del forms["np"]
    forms = to_reader(forms, notes) if fact.kind in OWN_MATTERS else forms
    tidy = whole_sentences(fact, notes) if fact.kind in _TIDY else ""
    if fact.kind in _WHOLE and not (tidy and is_written_out(fact)):
        forms = sendable(_WHOLE[fact.kind](note_text(fact, notes), notes, forms), fact.kind)
        tidy = "" if "own" in forms else tidy
    said = {words.casefold() for form, words in forms.items() if form in {"np", "about", "i", "clause"}}
    again = tidy.rstrip(".").casefold() in said and fact.kind not in _OWN_ANYWAY
    if fact.kind is FactKind.CORRECTION and tidy and _TELLS_BOTH.search(tidy):
        return {"own": tidy}
    told_whole = expanded or (fact.kind is FactKind.AVAILABILITY and "own" in forms)
    if not tidy or again or told_whole or (fact.kind is FactKind.CORRECTION and set(forms) - {"raw"}):
        return forms
    if (fact.kind is FactKind.MOTIVATION and _NAMES_THE_WISH.search(tidy)) or (fact.kind is FactKind.REASON and names_decision(tidy)):
        return forms | {"said": tidy}
    told = {} if ". " in tidy else {"told": join(lowered_start(tokens(tidy), reader_of(notes).names))}
    return forms | {"own": tidy} | told


#: A correction told whole: what was asked or said, and what should have been.
_TELLS_BOTH = LazyPattern(
    r"\b(?:asked|I said|I answered|I told you|my answer)\b.+\b(?:I should have|I ought to have|I would (?:now )?(?:say|answer|first|have)"
    r"|the (?:right|better|correct|full) answer|in fact|actually)\b",
    re.IGNORECASE | re.DOTALL,
)

#: A motive that already says it is one: "I applied because", "What draws me".
_NAMES_THE_WISH = LazyPattern(
    r"\b(?:this|the|your) (?:job|role|post|position|place|offer)\b|\bdraws|\battract|\bappeal|\bapplied\b|\breason\b"
    r"|\bI want (?:this|it) because\b|\bthat is why\b|\bwhy I\b|\b(?:decided|convinced|won me)\b",
    re.IGNORECASE,
)

#: Kinds whose whole sentences need no frame around them.
_OWN_ANYWAY = frozenset({FactKind.STRENGTH, FactKind.AVAILABILITY, FactKind.MOTIVATION, FactKind.REASON, FactKind.RAPPORT})


def _expanded(fact: Fact, notes: Notes) -> dict[str, str]:
    """The forms that say all of a jotting; none for a note that is written out or not understood to its end."""
    expand = _EXPANDERS.get(fact.kind)
    if expand is None or (is_written_out(fact) and whole_sentences(fact, notes)):
        return {}
    text = note_text(fact, notes)
    forms = sendable(expand(text, notes), fact.kind)
    if fact.kind is FactKind.TOPIC and (listed := sendable(expand_items(text, notes), fact.kind)):
        forms = listed if not forms or len(" ".join(listed.values())) >= len(" ".join(forms.values())) * 0.9 else forms
    if fact.kind is FactKind.RAPPORT and not set(forms) & {"to", "own"}:
        return sendable(expand_moment(text, notes), fact.kind) or forms
    return forms


def _fit(fact: Fact, fitter: Callable[[str, Notes], dict[str, str]], notes: Notes) -> dict[str, str]:
    text = note_text(fact, notes)
    why = WHY.get(fact.kind)
    if why:
        text = without_asides(text)
    if fact.kind not in _CUT:
        return sendable(fitter(text, notes), fact.kind)
    raw = ""
    for index, piece in enumerate(segments(text, heads_first=fact.kind in _HEADS_FIRST)):
        forms = sendable(fitter(piece, notes), fact.kind)
        if why:
            forms = standing(forms, piece, text, why)
        whole = not index or text.startswith((f"{piece} - ", f"{piece} – ", f"{piece} — "))
        raw = raw or (forms.get("raw", "") if whole and not is_messy(forms.get("raw", "")) else "")
        if not text.startswith(piece.split(" ")[0]) and forms.get("np", "").startswith(("a ", "an ")):
            del forms["np"]
        named_only = index and all(word[:1].isupper() or word in {"and", "of"} for word in piece.split())
        if set(forms) - {"raw"} and not named_only:
            return forms
    if why and (told := left_over(text, why, notes)):
        return sendable(told, fact.kind)
    return {"raw": raw} if raw else {}
