"""Forms that are sound but lost their sense: a list of nothing, a thing without its point, a number without its share."""

from __future__ import annotations

import re

from prompts.fitting.empty import only_wishes
from prompts.fitting.words import LazyPattern, Tag, lexicon
from prompts.notes import Fact, FactKind

__all__ = ["sensible_forms"]

_NO_THING = LazyPattern(
    r"what .* (?:was|is) (?:that|the|how|a)\b|how \w+ \w+$|your \w+(?:'s)? \w+ (?:lives|sits|sleeps|works|plays) (?:in|on|at|with)\b"
)
_CAPS = LazyPattern(r"\bthe ([A-Z]{2,}) and my ([A-Z]{2,} \w+)")
_BROKEN_SUM = LazyPattern(r"\d\+\d|; it \w+s \w+ed\b")
_ASKED = LazyPattern(r"\basked (?:me |us )?(?:about|how|what|why)\b")
_ARTICLE = LazyPattern(r"\b([\w'’-]+) (?:an?|the) (?=([\w'’-]+))([\w'’-]+)")
_WRITTEN_OUT = LazyPattern(r"[A-Z].*[.!?]", re.DOTALL)
_NOTHING = LazyPattern(r"(?:none|nothing|n/?a|nil|no|-+|\?+|tbc|tbd)[.!]?", re.IGNORECASE)
_TALKED = LazyPattern(r"we (?:also |mainly |mostly )?(?:talked|spoke|discussed)\b", re.IGNORECASE)
_STAYED = LazyPattern(r",? (?:has |have |had )?(?:really )?(?:stayed|stuck) with me\b.*$")
_LOOSE_END = LazyPattern(r" (?:anyway|as well|too|again|still)$")
_NEEDED = LazyPattern(r"(?:the |my )?need\b|.*\bneed \w+ing$")
_SINCE = LazyPattern(r"(?P<what>(?:[A-Z][\w&/-]* ?){1,3}) since (?P<year>(?:\w+ )?\d{4})")
_WORTH = LazyPattern(r"\byears?\b|\bsince\b|licen[cs]e|certifi|degree|diploma|qualif|fluent|\bexperience\b")
_WHOLE_TIME = LazyPattern(
    r"(?:(?:the|a) )?(?:(?:whole|entire|full|long|first|last) )*(?:interview|call|day|morning|afternoon|time|meeting|tour|visit)"
)
_SENTENCE_END = LazyPattern(r"(?<=[.!?])(?<!Dr\.)(?<!Mr\.)(?<!Ms\.)(?<!Mrs\.)(?<!St\.)(?<!Prof\.)(?<!Sgt\.) (?=[A-Z])")
_THERE = LazyPattern(r" there(?=[.,;]|$)")
_PLACED = LazyPattern(r"\b(?:in|at|near|from) (?:the )?\w+|(?<!^)\b[A-Z][a-z]+")
_PLAN = LazyPattern(r"\bI was (always|never|really) the (plan|idea|dream|goal|point|aim)\b")
#: A title in front of a name that became "you": "Bp you ask".
_TITLED_YOU = LazyPattern(
    r"(?:[Tt]he )?(?!(?:Do|Did|Are|If|As|So|But|And|Can|That|What|How|When|Why|Once|Since)\b)[A-Z][a-z]{1,6}\.? you\b"
)
#: What tells the readers their own name, and a pronoun turned twice.
_NAMES_READER = LazyPattern(r"\byou you\b|\byour (?:(?:full|last|first|family|real) )?(?:sur)?name (?:is|was)\b", re.IGNORECASE)
#: "He" behind somebody else than the reader: it may mean either.
_SOMEBODY_ELSE = LazyPattern(
    r"\b(?:the|an?|one|some|another|every|each|our|my|their|that|this) (?:[\w-]+ )?"
    r"(?:[a-z]{2,}(?:er|or|ist|ee|ant|ian|man|woman)|apprentice|novice|boy|girl|child|friend|colleague|student|nurse|cook|chef|clerk|guard|guest|team|pupil|head|lead|temp|porter)s?\b[^.;!?]*?\b(?:he|she|him|his|hers?)\b",
    re.IGNORECASE,
)
#: A whole second clause behind what was made a gerund: "dealing with 140 cases and only two were overturned".
_SECOND_CLAUSE = LazyPattern(
    r"[a-z0-9],? (?:and|but|so) (?:only |just |not |all |both )?(?:[\w%'’-]+ ){0,3}"
    r"(?:was|were|is|are|had|has|went|fell|rose|dropped|became|stayed)\b"
)
_LISTS_BARE = LazyPattern(r"\b(?:once|till|until) (?:second|first|third|last)\b")
_LINKED = LazyPattern(r"https?://|www\.|\b[\w-]+\.(?:com|org|net|io|dev|me|co|app|ie|de|in|uk)\b")


#: Who held or led the day, taken for the writer's own doing: "Led by Mrs Whitlock".
_BY_THEM = LazyPattern(
    r"\W*(?:it was |was )?(?:led|run|ran|held|hosted|organi[sz]ed|chaired|taken|shown|met|interviewed|conducted|observed|assessed) by "
    r"(?!\d|the end|\w+ing\b)",
    re.IGNORECASE,
)


def sensible_forms(forms: dict[str, str], fact: Fact) -> dict[str, str]:
    """The forms without those that are words only: a list of nothing, a thing that lost its point, a "there" without its place."""
    if _NOTHING.fullmatch(fact.text.strip()) or (fact.kind is FactKind.STRENGTH and _BY_THEM.match(fact.text)):
        return {}
    forms = {form: words for form, words in forms.items() if not (form in {"np", "about", "raw"} and _NO_THING.match(words))}
    forms = {form: _CAPS.sub(r"my \1 and \2", words) for form, words in forms.items()}
    forms = {form: words for form, words in forms.items() if not _BROKEN_SUM.search(words) and not _lost_percent(words, fact.text)}
    forms = {form: _sentences(words) if form in {"own", "told"} else words for form, words in forms.items()}
    forms = {form: _placed(words.replace(" in for the ", " in the "), fact.text) for form, words in forms.items()}
    forms = {form: words for form, words in forms.items() if words and not _LISTS_BARE.search(words) and not _TITLED_YOU.match(words)}
    forms = {form: words for form, words in forms.items() if not _NAMES_READER.search(words)}
    if _SOMEBODY_ELSE.search(fact.text):
        said = _others(fact.text)
        forms = {form: words for form, words in forms.items() if _others(words) >= said or not re.search(r"\byou", words, re.IGNORECASE)}
    forms = {form: words for form, words in forms.items() if form != "ing" or not _SECOND_CLAUSE.search(words)}
    by_kind = {
        FactKind.STANCE: _stance,
        FactKind.TOPIC: _topic,
        FactKind.CORRECTION: _correction,
        FactKind.MOTIVATION: _motivation,
        FactKind.PROMISE: _promise,
        FactKind.STRENGTH: _strength,
        FactKind.REASON: _reason,
        FactKind.RAPPORT: _rapport,
        FactKind.CONCERN: _concern,
        FactKind.AVAILABILITY: _availability,
    }
    if not re.search(r"\bdo\b", fact.text):
        forms = {form: words for form, words in forms.items() if not re.search(r"\bI would do (?:the|a|an|my)\b", words)}
    if _WRITTEN_OUT().fullmatch(fact.text.strip()):
        forms = {form: _no_new_articles(words, fact.text) for form, words in forms.items()}
    change = by_kind.get(fact.kind)
    return change(forms, fact.text) if change else forms


def _others(words: str) -> int:
    """How often somebody is spoken of."""
    return len(re.findall(r"\b(?:he|she|him|his|hers?)\b", words, re.IGNORECASE))


def _no_new_articles(words: str, text: str) -> str:
    """The words without an article that a written-out note does without ("give notice")."""
    said = " ".join(re.findall(r"[\w'’-]+", text.casefold()))

    def kept(match: re.Match[str]) -> str:
        return f"{match[1]} {match[2]}" if f"{match[1]} {match[2]}".casefold() in said else match[0]

    return _ARTICLE.sub(kept, words)


def _lost_percent(words: str, text: str) -> bool:
    """Whether a share of the note has become a bare number."""
    shares = set(re.findall(r"\d+(?=\s?%)", text)) - set(re.findall(r"\b\d+\b(?!\s?%)", text))
    return (
        any(number in shares for number in re.findall(r"\b\d+\b(?!\s?(?:%|per cent|percent|to \d+\s?%|and \d+\s?%))", words))
        and "%" not in words
    )


def _sentences(words: str) -> str:
    """Whole sentences without the ones of two or three words; what "was always the plan" is told of the plan, not of the writer."""
    words = _PLAN.sub(lambda match: f"that was {match[1]} the {match[2]}", words)
    if not words.endswith((".", "?", "!")):
        return words
    parts = _SENTENCE_END().split(words)
    kept = [part for at, part in enumerate(parts) if part.count(" ") > (1 if at == 0 else 2) or part.endswith("?") or part.startswith("I ")]
    return " ".join(kept)


def _placed(words: str, text: str) -> str:
    """The words without a "there" at their end that has no place before it; empty where little is left."""
    match = _THERE.search(words)
    if match is None or "was there" in text.lower() or _PLACED.search(words[: match.start()]):
        return words
    left = words[: match.start()] + words[match.end() :]
    return "" if left.count(" ") < 3 or re.search(r"\b(?:is|are|was|were|be)[.,;]?$", left) else left


def _stance(forms: dict[str, str], text: str) -> dict[str, str]:
    """The forms without an idea that was cut from the middle of a list."""
    parts = re.split(r"[,;] ", text.split(":", 1)[-1])
    first = [word for word in re.findall(r"[a-z]{4,}", parts[0].casefold()) if word not in {"would", "want", "first", "month", "start"}]
    if len(parts) < 3 or not first:
        return forms
    return {form: words for form, words in forms.items() if any(word[:4] in words.casefold() for word in first)}


def _topic(forms: dict[str, str], text: str) -> dict[str, str]:
    last = text.rsplit(",", 1)[-1].casefold()
    words = [word for word in re.findall(r"[a-z]{3,}", forms.get("np", "").casefold()) if word not in _SMALL]
    elsewhere = words and all(word[:3] not in text.split(",", 1)[0].casefold() for word in words) and words[-1][:3] in last
    if "," in text and elsewhere:
        forms = {form: words for form, words in forms.items() if form in {"own", "told", "clause"}}
    if _ASKED.search(text) and re.match(r"the |a |an ", forms.get("np", "")) and "question" not in text + forms["np"]:
        forms = {"np": f"the question about {forms['np']}", "about": f"the question about {forms['np']}"}
    forms = {form: _STAYED.sub("", words) if form in {"np", "about", "raw"} else words for form, words in forms.items()}
    return {
        form: words for form, words in forms.items() if not (form in {"told", "raw"} and (_TALKED.match(words) or words.startswith("I ")))
    }


_SMALL = frozenset(["the", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "with", "and", "for"])
_ARTICLED = LazyPattern(r"(?:(?<=^)|(?<=, )|(?<=; ))(?P<first>[a-z]+) (?:the|an?) (?P<after>[a-z]+)")
_MIXED = LazyPattern(r"I would know it\b|I \w+ed (?!to\b).*\bI would\b|I would\b.*[;,] (?:and )?I \w+ed (?!to\b)", re.IGNORECASE)
_OUT = LazyPattern(r"\w+ (?:out|up|down|off|in|on) \d")


def _correction(forms: dict[str, str], text: str) -> dict[str, str]:
    """Steps without an article that parts a pair of nouns: "feature flag off", not "feature the flag off"."""

    def parted(match: re.Match[str]) -> str:
        pair = f"{match['first']} {match['after']}"
        return (
            pair
            if pair in text.lower() and lexicon().tags(match["first"]) & Tag.COUNT and not lexicon().tags(match["first"]) & Tag.ADJ
            else match[0]
        )

    forms = {form: words for form, words in forms.items() if not (form in {"own", "told"} and _MIXED.match(words))}
    if "weak" in forms:
        forms["weak"] = re.sub(r" (?:when|that|which) (?:she|he|they|you) (?:asked|said)\b.*$", "", forms["weak"])
    if "told" in forms and forms["told"].count(",") > 1 and not re.search(r", (?:the|an?) ", forms["told"]):
        forms["told"] = re.sub(r"^an? (?=\w+ to \w+,)", "", forms["told"])
    return {form: _ARTICLED.sub(parted, words) if form == "told" else words for form, words in forms.items()}


def _motivation(forms: dict[str, str], text: str) -> dict[str, str]:
    return {form: words for form, words in forms.items() if not (form in {"np", "raw"} and _OUT.match(words)) and not only_wishes(words)}


_SENDS_NOTHING = LazyPattern(r"^I will (?:send|bring|give|forward) you (?:on|by|this|next|tomorrow|today|before|within)\b")


#: Nothing that goes with an email: "said I'd answer by today", "to say: yes".
_NO_PAPER = LazyPattern(
    r"(?:(?:the|a|an|my|your|our) )?(?:\w+ )?(?:yes|no|answer|reply|response|decision|holidays?|word|news|time|date|call|visit|thanks)\W*$",
    re.IGNORECASE,
)


def _promise(forms: dict[str, str], text: str) -> dict[str, str]:
    forms = {form: words for form, words in forms.items() if not _SENDS_NOTHING.search(words)}
    thing = _LOOSE_END.sub("", forms.get("np", ""))
    if not thing:
        return forms
    if _NEEDED.match(thing) or _NO_PAPER.match(thing):
        return {form: words for form, words in forms.items() if form != "np"}
    if re.search(r"\blinks?\b", thing) and not _LINKED.search(text):
        return {"own": f"I will send you {thing} separately."}
    return forms | {"np": thing}


#: "I told you on the hospital job": what was told is left out.
_TOLD_NOTHING = LazyPattern(r"^I told you (?:about|(?:yes|no|on|at|in|about)\b(?!.*\bI\b).*)\.?$|^telling you\b")


def _strength(forms: dict[str, str], text: str) -> dict[str, str]:
    forms = {form: words for form, words in forms.items() if not _TOLD_NOTHING.search(words)}
    thing = forms.get("np", "")
    if match := _SINCE().fullmatch(thing):
        rest = {form: words for form, words in forms.items() if form not in {"np", "raw"}}
        return rest if rest else {"own": f"I have had my {match['what'].strip()} since {match['year']}."}
    if set(forms) == {"raw"} and len(forms["raw"]) < 0.7 * len(text):
        return {}
    if thing and len(thing) < 0.55 * len(text) and not _WORTH.search(thing):
        return {form: words for form, words in forms.items() if form not in {"np", "raw"}}
    return forms


def _reason(forms: dict[str, str], text: str) -> dict[str, str]:
    partial = {form: words for form, words in forms.items() if len(words) < 0.6 * len(text)}
    lost = {form for form, words in partial.items() if re.match(r"I then\b|yours\b|it\b|they\b|the other \w+$", words, re.IGNORECASE)}
    return {form: words for form, words in forms.items() if form not in lost}


def _rapport(forms: dict[str, str], text: str) -> dict[str, str]:
    forms = {form: words for form, words in forms.items() if not re.match(r"(?:afterwards|yes|no)\b", words, re.IGNORECASE)}
    whole = forms.get("own", "").rstrip(".").casefold()
    return {
        form: words
        for form, words in forms.items()
        if not (form in {"np", "about"} and whole and re.sub(r"\W|two|2", "", words.casefold()) == re.sub(r"\W|two|2", "", whole))
        and not (form in {"np", "about", "raw"} and ((" " not in words and "," in text) or _WHOLE_TIME().fullmatch(words.lower())))
    }


def _concern(forms: dict[str, str], text: str) -> dict[str, str]:
    loose = {form for form, words in forms.items() if form == "about" and words.count(" ") < 5 and re.search(r"\bor\b", words)}
    if re.search(r"\w - \w", text) and forms.get("question", "").startswith("Is there "):
        loose.add("question")
    return {form: words for form, words in forms.items() if form not in loose}


def _availability(forms: dict[str, str], text: str) -> dict[str, str]:
    forms = {form: words.replace("I am I am ", "I am ") for form, words in forms.items()}
    forms = {form: re.sub(r", not (?:on )?(?=\w+day)", ", but not on ", words) for form, words in forms.items()}
    forms = {form: re.sub(r"(?<=day) (\d{1,2})-(\d{1,2})(?=[.,]|$)", r" between \1 and \2", words) for form, words in forms.items()}
    return {form: words.replace(" next on ", " next ").replace(" this on ", " this ") for form, words in forms.items()}
