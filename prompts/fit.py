"""Makes the user's own words fit a sentence: each fact in the grammatical forms that `phrases/README.md` lists, when they are certain."""

from __future__ import annotations

import re
from collections.abc import Callable

from prompts.fitting.availability import fit_availability
from prompts.fitting.correction import fit_correction
from prompts.fitting.deadline import fit_deadline
from prompts.fitting.expand_bits import without_asides
from prompts.fitting.expand_items import expand_items
from prompts.fitting.expand_moment import expand_moment, no_clause_as_thing
from prompts.fitting.expand_motive import expand_motivation, expand_reason, is_jotted, left_over, names_decision
from prompts.fitting.expand_rapport import expand_rapport
from prompts.fitting.expand_topic import expand_topic
from prompts.fitting.flags import flags, header_slots
from prompts.fitting.foreign_order import is_foreign_order
from prompts.fitting.hung_articles import with_hung_articles, with_object_article
from prompts.fitting.marks import MARKED, written_out
from prompts.fitting.motivation import fit_motivation
from prompts.fitting.rapport import fit_rapport
from prompts.fitting.reason import fit_reason
from prompts.fitting.sane import sane_forms
from prompts.fitting.segments import segments
from prompts.fitting.sensible import sensible_forms
from prompts.fitting.shape import shape
from prompts.fitting.side import fit_concern, fit_offer, fit_promise
from prompts.fitting.slips import mended_note
from prompts.fitting.stance import fit_stance, whole_stance
from prompts.fitting.standing import standing
from prompts.fitting.strength import fit_strength, whole_strength
from prompts.fitting.text import Tok, cleaning, join, lowered_start, normalise, tokens
from prompts.fitting.tidy import own_sentences
from prompts.fitting.times import fit_start, fit_timeline
from prompts.fitting.topic import fit_topic, no_talk_of_talk
from prompts.fitting.voice import reader_of, towards_reader
from prompts.fitting.withhold import Why, discreetly
from prompts.fitting.words import LazyPattern, Tag, lexicon, named_pattern
from prompts.notes import Fact, FactKind, Notes

__all__ = ["fit", "flags", "header_slots"]

#: Kinds whose notes are tried piece by piece.
_CUT = frozenset(
    {FactKind.TOPIC, FactKind.MOTIVATION, FactKind.STRENGTH, FactKind.CONCERN, FactKind.REASON, FactKind.RAPPORT, FactKind.STANCE}
)
_HEADS_FIRST = frozenset({FactKind.TOPIC, FactKind.RAPPORT})
_MESSY = LazyPattern(r"[,:;/–—=*+]|\bweak|\bbut\b|\s-\s|\b(?:he|she|him|her|his|we|us)\b", re.IGNORECASE)
_THEY = LazyPattern(r"\b(?:they|them)\b", re.IGNORECASE)

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
_WRITTEN_OUT = LazyPattern(r"[A-Z].*[.!]$")


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
    if fitter is None or _EMPTY_WISH().fullmatch(fact.text.strip(" .!")) or (fact.kind not in _ANY_ORDER and is_foreign_order(fact.text)):
        return {}
    if fact.kind is FactKind.REASON and _BARE_DECISION().fullmatch(fact.text.strip(" .!")):
        return {}
    if "\n" in fact.text:
        fact = fact.model_copy(update={"text": " ".join(fact.text.split())})
    key = (fact.kind.value, fact.text, fact.private, notes.model_dump_json(exclude={"source", "spans"}))
    known = _KNOWN.get(key)
    if known is None:
        told = _finished(_forms(fact, fitter, notes), fact)
        known = sane_forms(sensible_forms(told, fact), fact.text, listed=fact.kind is FactKind.CORRECTION)
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[key] = known
    return dict(known)


#: "I liked it": a pronoun and a mood, which tell nobody anything.
_EMPTY_WISH = LazyPattern(
    r"(?:i |we )?(?:would |really |just |also |still |so )*(?:like|liked|love|loved|enjoy|enjoyed|want|wanted)(?: to)?"
    r"(?: it| that| this| them)?(?: a lot| too| very much| really)*",
    re.IGNORECASE,
)
#: "I have decided to turn it down" tells the decision and no reason for it.
_BARE_DECISION = LazyPattern(
    r"(?:(?:so|but|and|well),? )?(?:i(?:['’]m| am|['’]ve| have|['’]ll| will)? )?(?:now )?(?:decided|going|chosen|chose|want)?"
    r"(?: (?:to|not to|that i will(?: not)?))? ?"
    r"(?:turn|turning|declin\w+|accept\w*|reject\w*|refus\w+|take|taking|say(?:ing)? (?:no|yes))"
    r"(?: (?:it|this|that|them|the (?:offer|job|role|position|post)))?(?: down| up)?",
    re.IGNORECASE,
)
#: Kinds whose forms are dates and things, whatever the order of the words around them.
_ANY_ORDER = frozenset({FactKind.TIMELINE, FactKind.DEADLINE, FactKind.START_DATE, FactKind.OFFER, FactKind.OTHER_OFFER, FactKind.PROMISE})

#: What facts were fitted to, by fact and notes: lattice, grounding and sources ask for the same.
_KNOWN: dict[tuple[str, str, bool, str], dict[str, str]] = {}
_MOST_KNOWN = 512

#: Ends that want a word, and a turn that no article can take.
_BROKEN_OFF = LazyPattern(r"\b(?:not to|the|an|and|with the|of the)\.?$|\ban own\b|\bis was\b")
#: What is founded, where "found" is that verb and not "find" in the past.
_FOUNDED = LazyPattern(
    r"\b(?:company|business|charity|club|firm|start-?up|group|school|band|co-?op|magazine|festival|choir|society)\b", re.IGNORECASE
)
#: What is no topic by itself: a rate, or what there is only.
_NO_TOPIC = LazyPattern(r"(?:the )?\S*\d\S* (?:a|per) \w+\b|(?:only|still|just) ", re.IGNORECASE)


def _owned_by_reader(forms: dict[str, str], text: str) -> dict[str, str]:
    """The forms with "your cat" where the note's "her cat" was taken for "you"."""
    for owned in re.findall(r"\b(?:her|his) (\w+)", text):
        forms = {form: re.sub(rf"\b([Yy])ou {re.escape(owned)}\b", rf"\1our {owned}", words) for form, words in forms.items()}
    return forms


def _finished(forms: dict[str, str], fact: Fact) -> dict[str, str]:
    """The forms with what their kind asks for at the end: the articles of a jotting, a discreet word where the household is named."""
    forms = {form: words for form, words in forms.items() if not _BROKEN_OFF.search(words)}
    if fact.kind is FactKind.TOPIC:
        return {form: words for form, words in forms.items() if form not in {"np", "about", "raw"} or not _NO_TOPIC.match(words)}
    if fact.kind is FactKind.RAPPORT:
        forms = no_clause_as_thing(_owned_by_reader(forms, fact.text))
        if forms.get("clause", "").startswith(("we both ", "we are both ", "we share ")):  # no story of its own
            forms = {form: words for form, words in forms.items() if form not in {"own", "told"}}
        return {form: with_hung_articles(words) if form in {"own", "told", "to"} else words for form, words in forms.items()}
    if fact.kind is FactKind.STRENGTH and forms.get("ing", "").startswith("founding ") and not _FOUNDED.search(fact.text):
        del forms["ing"]
    if fact.kind is FactKind.STANCE:
        return {form: with_object_article(with_hung_articles(words)) for form, words in forms.items()}
    return discreetly(forms, fact.text) if fact.kind is FactKind.REASON else forms


#: A first sentence that owns a weak answer, and where it names its matter.
_WEAK_FIRST = LazyPattern(
    r"(?P<first>[^.]*\b(?:vague|wrong|weak|poor|badly|forgot|blank|muddled|unclear|incomplete|not answer|stumbled|struggled|mixed up|missed"
    r"|hesitated|did not know|could not)\b[^.]*)\. (?P<better>(?:I|My|We|You) .*\.)"
)
_MATTER = LazyPattern(
    r"\b(?:about|on) (?P<weak>(?:how|what|why|the|a|an|my|your|[a-z]+)\b[^.,;]*?)"
    r"(?= and (?:forgot|mixed|said|went|gave|did|could|was|I)\b|$)"
)


def _own_answer(fact: Fact) -> dict[str, str]:
    """A written-out correction in two parts: what the weak answer was about, and the better one as it stands."""
    match = _WEAK_FIRST().fullmatch(" ".join(fact.text.split()))
    if match is None or _harsh(match["better"]) or len(match["better"].split()) > _MOST[FactKind.CORRECTION]:
        return {}
    if re.search(r"\b(?:he|she|him|her|they asked)\b", match["better"]) or re.search(r"\b(?:should|ought)\b", match["better"]):
        return {}
    matter = _MATTER.search(match["first"])
    weak = matter["weak"] if matter and not re.search(r"\b(?:forgot|she|he|they asked)\b", matter["weak"]) else ""
    return {"own": match["better"]} | ({"weak": weak} if weak else {})


#: "of 74 trainees I have had, two needed a third attempt": words in front, and then the sentence.
_FRONTED = LazyPattern(
    r"(?P<front>(?:out )?(?:of|in|with|at|on|after|before|during|within|over|under|by|from|for|since)\b[^,.;:()]{4,80}), "
    r"(?P<rest>[^,;:.()]{8,160})\.?",
    re.IGNORECASE,
)


def _fronted(fact: Fact, notes: Notes) -> dict[str, str]:
    """A strength told in one sentence whose first words stand in front of its subject; empty unless it is that for certain."""
    match = _FRONTED().fullmatch(" ".join(fact.text.split()))
    if match is None or re.match(r"(?:and|or|but|which|who|then|plus|also)\b", match["rest"]) or "/" in fact.text or "->" in fact.text:
        return {}
    count = re.match(
        r"(?:\w+ of \w+|\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|all|none|most|half) (?P<verb>\w+)", match["rest"]
    )
    verb = count is not None and lexicon().tags(count["verb"].lower()) & (Tag.PAST | Tag.AUX)
    if not verb and shape([Tok(word) for word in match["rest"].split()]).kind != "clause":
        return {}
    toks = towards_reader(lowered_start(tokens(match[0].rstrip(".")), reader_of(notes).names), reader_of(notes), ours=True)
    told = join(toks) if toks else ""
    return {"own": f"{told[0].upper()}{told[1:]}.", "told": told} if told else {}


def _forms(fact: Fact, fitter: Callable[[str, Notes], dict[str, str]], notes: Notes) -> dict[str, str]:
    """The forms of `fit` before the last look at them."""
    if fact.kind is FactKind.STRENGTH and (fronted := _fronted(fact, notes)):
        return fronted
    expanded = _expanded(fact, notes)
    forms = expanded or _fit(fact, fitter, notes)
    if fact.kind is FactKind.CORRECTION and not set(forms) & {"i", "np", "clause", "own"} and (told := _own_answer(fact)):
        return told
    if fact.kind is FactKind.TOPIC:
        forms = no_talk_of_talk(forms)
    if fact.kind is FactKind.REASON and forms.get("np", "")[:1].isdigit():
        del forms["np"]
    forms = _to_reader(forms, notes) if fact.kind in _OWN_MATTERS else forms
    tidy = _tidy(fact, notes) if fact.kind in _TIDY else ""
    if fact.kind in _WHOLE and not (tidy and _WRITTEN_OUT().fullmatch(fact.text.strip())):
        forms = _clean(_WHOLE[fact.kind](_note(fact, notes), notes, forms), fact.kind)
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


_TOLD_THEM = LazyPattern(
    r"\b(told|showed|gave|sent|asked|mentioned to|explained to|described to) (?:her|him)\b(?! \w+ (?:is|was|were|had|has)\b)"
)


def _to_reader(forms: dict[str, str], notes: Notes) -> dict[str, str]:
    """The forms with "I told her about" as "I told you about" where one person reads."""
    if len(notes.recipients) > 1:
        return forms
    return {form: _TOLD_THEM.sub(lambda match: f"{match[1]} you", words) for form, words in forms.items()}


def _note(fact: Fact, notes: Notes) -> str:
    """The fact's text on one line, cleaned, with the marks of a jotting written out where its kind allows it."""
    text = mended_note(normalise(fact.text), notes)
    return written_out(text, fact.kind, reader_of(notes)) if fact.kind in MARKED else text


#: A correction told whole: what was asked or said, and what should have been.
_TELLS_BOTH = LazyPattern(
    r"\b(?:asked|I said|I answered|I told you|my answer)\b.+\b(?:I should have|I ought to have|I would (?:now )?(?:say|answer|first|have)"
    r"|the (?:right|better|correct|full) answer|in fact|actually)\b",
    re.IGNORECASE | re.DOTALL,
)


#: A motive that already says it is one: "I applied because", "What draws me".
_NAMES_THE_WISH = LazyPattern(
    r"\b(?:this|the|your) (?:job|role|post|position|place|offer)\b|\bdraws|\battract|\bappeal|\bapplied\b|\breason\b"
    r"|\bthat is why\b|\bwhy I\b|\b(?:decided|convinced|won me)\b",
    re.IGNORECASE,
)


#: Kinds whose whole sentences need no frame around them.
_OWN_ANYWAY = frozenset({FactKind.STRENGTH, FactKind.AVAILABILITY, FactKind.MOTIVATION, FactKind.REASON, FactKind.RAPPORT})


#: What a whole sentence of each kind has to say, and what it may not, before it can stand in an email by itself.
_OWN_MUST = {
    FactKind.AVAILABILITY: LazyPattern(r"^(?:I|My|You|We|There|It|On|In|From|Until|After|At|Before|If|As|Because|The|Please)\b"),
    FactKind.PROMISE: LazyPattern(r"^(?:I|We) (?:will|can|am going to|shall)\b"),
    FactKind.STANCE: LazyPattern(r"\bI (?:would|'d|will|could|want|think|believe)\b|\bMy (?:first|next|advice|plan|idea|guess|hunch)\b"),
    FactKind.STRENGTH: LazyPattern(r"\b(?:I|my|My|me|we|our)\b"),
    FactKind.MOTIVATION: LazyPattern(r"\b(?:I|my|My|me|you|your|You|Your)\b"),
}
_OWN_NEVER = {
    FactKind.AVAILABILITY: LazyPattern(r"\b(?:are bad|fine|ok)\b"),
    FactKind.TOPIC: LazyPattern(
        r"^(?!We (?:also |mainly |mostly )?(?:talked|spoke|discussed)|I (?:really |very much )?(?:enjoyed|liked|loved|admired|appreciated"
        r"|was (?:impressed|struck|moved|glad|happy|pleased|touched)))(?:We|I|That|It|What)\b|^\w+:|\basked\b|^[^I].*\b(?:my|I)\b"
    ),
    FactKind.MOTIVATION: named_pattern("own_motive_private"),
    FactKind.RAPPORT: named_pattern("rapport_private"),
    FactKind.CORRECTION: named_pattern("own_failure"),
    FactKind.REASON: named_pattern("reason_household"),
    FactKind.STRENGTH: named_pattern("own_failure"),
}


#: Kinds that tell of the writer's own doings: a "they" in them is not the employer.
_OWN_MATTERS = frozenset({FactKind.STANCE, FactKind.STRENGTH, FactKind.CORRECTION, FactKind.PROMISE, FactKind.REASON})


#: Kinds that say why.
_WHY: dict[FactKind, Why] = {FactKind.MOTIVATION: "motivation", FactKind.REASON: "reason"}


#: A thing told by "what", with its list: no sentence.
_WHAT = LazyPattern(r"(?:what|how) [^,.]*:", re.IGNORECASE)
_SILENT = LazyPattern(
    r"\b(?:does|do|did) not (?:say|mention|state|tell|show|make (?:it )?clear)\b|\bis (?:not clear|silent)\b", re.IGNORECASE
)
_HEDGED = LazyPattern(r"\bI (?:think|guess|suppose)\.", re.IGNORECASE)


#: Words that whole sentences of one fact may take; a correction is the heart of its email.
_MOST_OWN = 48
_MOST = {FactKind.CORRECTION: 72}


def _tidy(fact: Fact, notes: Notes) -> str:
    """The fact in whole sentences, where its kind allows them to stand by themselves."""
    text = _note(fact, notes)
    if why := _WHY.get(fact.kind):
        written_out = why == "motivation" and _WRITTEN_OUT().fullmatch(fact.text.strip())
        if not written_out and is_jotted(text, why, notes):
            return ""
        text = without_asides(text)
        if _WHAT.match(text):
            return ""
    if fact.kind is FactKind.CONCERN and not _SILENT.search(text):
        return ""
    if fact.kind is FactKind.TOPIC and " = " in fact.text:
        return ""
    words = own_sentences(
        text, reader_of(notes), they="others" if fact.kind in _OWN_MATTERS else "you", most=_MOST.get(fact.kind, _MOST_OWN)
    )
    words = words or _as_written(text, fact, notes)
    if words and fact.kind is FactKind.CONCERN:
        words += " Could you tell me?"
    must, never = _OWN_MUST.get(fact.kind), _OWN_NEVER.get(fact.kind)
    if not words or _harsh(words) or _HEDGED.search(words) or (must and not must.search(words)) or (never and never.search(words)):
        return ""
    return words


_SOMEBODY = LazyPattern(r"\b(?:he|she|him|her|his|hers|they|them|their|theirs)\b", re.IGNORECASE)
_NAMED_BEFORE = LazyPattern(
    r"\b(?:boys?|girls?|m[ae]n|wom[ae]n|child(?:ren)?|friends?|mother|father|son|daughter|brother|sister|customers?|patients?|clients?|guests?"
    r"|students?|pupils?|colleagues?|people|farmers?|users?|residents?|drivers?|players?|teams?)\b.*?\b(?:he|she|him|her|his|they|them|their)\b",
    re.IGNORECASE,
)
_PLAIN = LazyPattern(r"[A-Z](?:(?! - | – | — |[/;:()=+]|\.\.).)+\.")
_MINE = frozenset({FactKind.STRENGTH, FactKind.PROMISE, FactKind.MOTIVATION, FactKind.REASON})


def _as_written(text: str, fact: Fact, notes: Notes) -> str:
    """A plain written-out sentence about the writer's own doings as it stands, where nobody in it can be taken for the reader."""
    text = text if text.endswith(".") else f"{text}."
    if fact.kind not in _MINE or not _PLAIN().fullmatch(text) or not _WRITTEN_OUT().fullmatch(fact.text.strip()):
        return ""
    someone = _SOMEBODY.search(text)
    read = {word.casefold() for word in re.findall(r"\w+", text)} & {name.casefold() for name in reader_of(notes).names}
    if (
        read
        or (someone and not _NAMED_BEFORE.search(text))
        or len(text.split()) > _MOST_OWN
        or not text.startswith(("I ", "My ", "In ", "At ", "For "))
    ):
        return ""
    return text


def _expanded(fact: Fact, notes: Notes) -> dict[str, str]:
    """The forms that say all of a jotting; none for a note that is written out or not understood to its end."""
    expand = _EXPANDERS.get(fact.kind)
    if expand is None or (_WRITTEN_OUT().fullmatch(fact.text.strip()) and _tidy(fact, notes)):
        return {}
    text = _note(fact, notes)
    forms = _clean(expand(text, notes), fact.kind)
    if fact.kind is FactKind.TOPIC and (listed := _clean(expand_items(text, notes), fact.kind)):
        forms = listed if not forms or len(" ".join(listed.values())) >= len(" ".join(forms.values())) * 0.9 else forms
    if fact.kind is FactKind.RAPPORT and not set(forms) & {"to", "own"}:
        return _clean(expand_moment(text, notes), fact.kind) or forms
    return forms


def _fit(fact: Fact, fitter: Callable[[str, Notes], dict[str, str]], notes: Notes) -> dict[str, str]:
    text = _note(fact, notes)
    why = _WHY.get(fact.kind)
    if why:
        text = without_asides(text)
    if fact.kind not in _CUT:
        return _clean(fitter(text, notes), fact.kind)
    raw = ""
    for index, piece in enumerate(segments(text, heads_first=fact.kind in _HEADS_FIRST)):
        forms = _clean(fitter(piece, notes), fact.kind)
        if why:
            forms = standing(forms, piece, text, why)
        whole = not index or text.startswith((f"{piece} - ", f"{piece} – ", f"{piece} — "))
        raw = raw or (forms.get("raw", "") if whole and not _messy(forms.get("raw", "")) else "")
        if not text.startswith(piece.split(" ")[0]) and forms.get("np", "").startswith(("a ", "an ")):
            del forms["np"]
        named_only = index and all(word[:1].isupper() or word in {"and", "of"} for word in piece.split())
        if set(forms) - {"raw"} and not named_only:
            return forms
    if why and (told := left_over(text, why, notes)):
        return _clean(told, fact.kind)
    return {"raw": raw} if raw else {}


def _messy(raw: str) -> bool:
    """Whether a fragment has loose ends: lists, asides, or people it does not name."""
    they = _THEY.search(raw)
    named = they and any(lexicon().tags(word) & Tag.PLURAL for word in raw[: they.start()].split())
    return bool(_MESSY.search(raw) or (they and not named))


def _clean(forms: dict[str, str], kind: FactKind) -> dict[str, str]:
    """The forms that are not empty, hold no arrow or open bracket and no strong words; "worst" only where it is the writer's own matter."""
    worst = kind in {FactKind.STANCE, FactKind.MOTIVATION, FactKind.STRENGTH}
    return {form: text for form, text in forms.items() if text and _fit_to_send(form, text) and (worst or "worst" not in text.lower())}


def _fit_to_send(form: str, text: str) -> bool:
    broken = "→" in text or " / " in text or "=" in text or text.count("(") != text.count(")")
    return not broken and not (form == "i" and text.count(" ") < 2) and not _harsh(text)


_BREAKDOWN = LazyPattern(
    r"\b(?:signal|power|pump|engine|equipment|system|network|heart|kidney|server|brake|crop|bearing|weld|valve|motor|track|cable|hardware)"
    r" failures?\b",
    re.IGNORECASE,
)


def _harsh(text: str) -> bool:
    text = _BREAKDOWN.sub(lambda _: "", text)
    words = {word.strip(".,;:!?()\"'“”").lower() for word in text.replace("-", " ").split()}
    return bool(words & (cleaning().words["harsh"] | cleaning().words["mumble"])) or "?!" in text or "!!" in text or "??" in text
