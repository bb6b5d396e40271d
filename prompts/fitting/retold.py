"""Jotted turns of a fact put as an email says them, before it is fitted: "I told her that I", "should of", "because there they"."""

from __future__ import annotations

import re

from prompts.fitting.retold_asked import answered_plainly
from prompts.fitting.words import LazyPattern, named_pattern
from prompts.notes import Fact, FactKind

__all__ = ["retold"]

_CLOCK = LazyPattern(r"^\d{1,2}[:.]\d{2}(?: ?(?:am|pm|h))?(?: ?[-–] ?\d{1,2}[:.]\d{2})?(?: ?(?:am|pm|h))?[:,]? (?=[^\W\d])", re.IGNORECASE)
_SHOULD_OF = LazyPattern(r"\b(should|could|would|must|might) of (?=[a-z])", re.IGNORECASE)
_HAD_TO = LazyPattern(r"\b(we|they|you|i|he|she)['’]d to (?=[a-z])", re.IGNORECASE)
_BECAUSE_THERE = LazyPattern(
    r"\b(because|since|as) there (?!(?:is|are|was|were|will|would|has|have|had|seems?|can|must|should|comes?|came|'s)\b)"
    r"(?P<rest>[^.,;]*[^.,;\s])",
    re.IGNORECASE,
)
_ITS = LazyPattern(r"(?:^|(?<=[.;,] ))its (?=\w+ \d|not\b)", re.IGNORECASE)
_STILL = LazyPattern(r"[,.] (?:i am |i['’]m )?still (?:very |really |so )?(?:interested|keen)\.?$", re.IGNORECASE)

_LIKED = LazyPattern(
    r"^(?:(?:also|and|plus|then|so) )*(?P<how>(?:really |just )?(?:liked|loved|enjoyed|appreciated|admired)) (?=that\b)", re.IGNORECASE
)

#: A liking without its subject, with what was liked: "Really enjoyed seeing the models"; and the thanks asked for behind a kindness.
_ENJOYED = LazyPattern(
    r"^(?:(?:also|and|plus|then|so) )*(?P<how>(?:really |very much |particularly )?(?:enjoyed|loved|appreciated|admired)) "
    r"(?=(?:the|your|their|his|her|our|seeing|hearing|meeting|talking|being|how|an?)\b)",
    re.IGNORECASE,
)
_THANK_FOR_IT = LazyPattern(r"[,;.] (?:please |pls |do |so )*thank (?:her|him|them) for (?:that|it|this)(?: please)?\.?$", re.IGNORECASE)

#: What a note says before the thing itself: "I told her that", "what won me was", "it's that".
_LEADS = {
    FactKind.STRENGTH: named_pattern("strength_told"),
    FactKind.MOTIVATION: named_pattern("motive_lead"),
    FactKind.REASON: named_pattern("reason_lead"),
    FactKind.TOPIC: named_pattern("telling_lead"),
    FactKind.RAPPORT: named_pattern("telling_lead"),
}
#: "What decided it was the apprentice ...": a thing, and no sentence by itself.
_THING = LazyPattern(r"(?:the|an?|one|how|that|being|seeing|hearing|meeting|his|her|their|your) ", re.IGNORECASE)
_FEELING = LazyPattern(
    r"^(?P<much>(?:(?:very|so|really|truly|most|just) )*)(?P<how>happy|glad|excited|pleased|proud|thrilled|curious|delighted)"
    r"(?: (?:mainly|mostly|above all|especially))? (?=(?:that|to|because|about|with|for|of)\b)",
    re.IGNORECASE,
)

#: "Short version is ...": the answer itself follows.
_IN_SHORT = LazyPattern(
    r"^(?:and |but |so )*(?:(?:the |my )?(?:short|real|long|simple|honest|full) (?:version|answer|story)"
    r"|what i (?:wanted|meant|wished|was trying|tried)"
    r" to (?:say|tell (?:her|him|them|you)|explain|answer))(?: (?:is|was|would be))?[:,]? (?:that )?(?=i |i['’]|we |my )",
    re.IGNORECASE,
)
#: "Afterwards I remembered: ...": the answer itself follows.
_LATER = LazyPattern(
    r"^(?:and |but |so )*(?:(?:only )?(?:afterwards?|later|then|at home|in the car|on the (?:way home|bus"
    r"|train|tram)),? )?i (?:only )?(?:remembered|thought of it|realised|realized)"
    r"(?: (?:later|afterwards?|on the \w+(?: home)?|at home))?[:,]? (?:that )?(?=(?:last|i|we|in|at|when|two|three|once) )".replace(
        "\\\\", "\\"
    ),
    re.IGNORECASE,
)
#: A slip and, behind "although", what the writer does well all the same.
_ALTHOUGH = LazyPattern(
    r"^(?P<slip>[^.;]{12,}?),? (?:although|though|even though|but|when in fact|and yet|yet) (?P<well>i (?:do"
    r"|make|run|teach|have|am|use|know|work|lead|can|build|handle|treat)\b"
    r"(?! not|n['’]t| no)[^.;]{8,})\.?$",
    re.IGNORECASE,
)
#: What there was no chance to show.
_UNSEEN = LazyPattern(
    r"^(?:so |and |but )*(?:they|she|he|we|i) (?:never|did not|didn['’]t|could not|couldn['’]t) (?:even "
    r"|really |quite )?(?:saw|see|got to(?: see| show)?|get to(?: see| show)?"
    r"|reached?|came? to|showed?|had time for|have time for) (?=(?:the|my|our) )",
    re.IGNORECASE,
)
#: "When Andre asked how": the one who asked is no part of the matter.
_ASKED_BY = LazyPattern(r"\bwhen [A-Z][\w'’-]+(?: [A-Z][\w'’-]+)? asked (?:me )?(?:about |for |on )?", 0)
#: "It would be great to get back to heritage work": a wish.
_WOULD_BE = LazyPattern(
    r"^(?:and |so |but )*(?:it|that|this)(?: would|['’]d) (?:really |also )?be (?:so |such a |a |really )?"
    r"(?:great|lovely|nice|good|wonderful|fantastic|brilliant|perfect|joy|pleasure|dream|treat) (?=to )",
    re.IGNORECASE,
)
#: "X and Y are the big draws": the things themselves.
_DRAWS = LazyPattern(
    r"^(?P<things>(?:the|your|their) [^.;]{6,90}?) (?:is|are) (?:the|my|what(?: really)?) (?:(?:big|main|real|great|biggest|two|chief) )*"
    r"(?:draws?|attractions?|reasons?|draws? me|appeals? to me|pluses|plus|selling points?)(?: for me| in)?\.?$",
    re.IGNORECASE,
)
#: "A few things to settle here first": what the writer has to do.
_HAVE_TO = LazyPattern(
    r"^(?=(?:a few|some|several|a couple of|two|three|one or two|a number of|a) (?:\w+ )?(?:things?|matters?"
    r"|points?|questions?|commitments?) to \w)",
    re.IGNORECASE,
)
#: Whom to ask what: the question itself follows.
_ASK_THEM = LazyPattern(
    r"^(?:(?:also|and|please|maybe|perhaps|then) )*(?:(?:i )?(?:could|should|would like to|want to|need to"
    r"|must|can|['’]d like to) )?(?:also )?"
    r"(?:ask(?: (?:her|him|them))?(?: also)?(?: to confirm| about)?|confirm(?: with (?:her|him|them))?"
    r"|check(?: with (?:her|him|them))?|find out|clarify) (?=(?:if|whether) )(?:if|whether) ",
    re.IGNORECASE,
)
#: "I explained that I had led ...": told as it is, and no longer as it was said.
_HAD_DONE = LazyPattern(r"^I had (?=(?:led|run|built|done|made|taught|set|\w{2,}ed)\b)", re.IGNORECASE)
#: "I'd like them to know I type fast": what they are to know.
_TO_KNOW = LazyPattern(
    r"^(?:and |also )*i(?:['’]d| would) (?:also |really )*(?:like|want|love) (?:them|her|him) to know (?:that )?(?=(?:i|my)\b)",
    re.IGNORECASE,
)
#: "I told them about the club I ran. It had 4 members": the club itself had them.
_TOLD_ABOUT = LazyPattern(
    r"^i (?:told (?:them|her|him)|talked|spoke|mentioned|described)(?: (?:to (?:them|her"
    r"|him)))?(?: about)? (?P<thing>(?:the|my|a|an|our) [^.;]{3,80}? i [^.;]{3,60})\. It (?P<rest>(?:had|has"
    r"|grew|went|was|is|cut|saved|made|brought)\b[^.;]{6,120})\.?$",
    re.IGNORECASE,
)

#: Kinds that tell of a meeting or of work, where the hour of the programme says nothing.
_OF_THE_DAY = frozenset({FactKind.TOPIC, FactKind.STRENGTH, FactKind.RAPPORT})


def _plainly(kind: FactKind, text: str) -> str:
    """A question with its answer as one statement, and what was done together as the list of it."""
    if kind is FactKind.STRENGTH:
        return answered_plainly(text)
    return _without_we(_PART_OF_DAY.sub("", text)) if kind is FactKind.TOPIC else text


def retold(fact: Fact) -> Fact:
    """The fact with turns that only a note has put as one says them; the same fact where it has none."""
    text = _SHOULD_OF.sub(r"\1 have ", fact.text)
    text = _HAD_TO.sub(r"\1 had to ", text)
    text = _BECAUSE_THERE.sub(_there_last, text)
    text = _plainly(fact.kind, text)
    if fact.kind in _OF_THE_DAY:
        text = _CLOCK.sub("", text)
    if (lead := _LEADS.get(fact.kind)) and (told := lead.match(text)):
        rest = text[told.end() :]
        is_thing = fact.kind is FactKind.MOTIVATION and _THING.match(rest)
        text = rest if is_thing or not fact.text[:1].isupper() else rest[:1].upper() + rest[1:]
    if fact.kind is FactKind.RAPPORT:
        text = _LIKED.sub(lambda match: f"I {match['how'].lower()} ", text)
    if fact.kind in {FactKind.RAPPORT, FactKind.TOPIC}:
        text = _ENJOYED.sub(lambda match: f"I {match['how'].lower()} ", text)
        text = text if text == fact.text or not text.startswith("I ") or text[-1:] in ".!?" else f"{text}."
        text = _THANK_FOR_IT.sub("", text)
    if fact.kind is FactKind.CORRECTION:
        text = _correction(_ITS.sub("it is ", text))
    if fact.kind is FactKind.REASON:
        text = _HAVE_TO.sub(lambda _: "I have ", text)
    if fact.kind is FactKind.CONCERN:
        text = _ASK_THEM.sub("whether ", text)
    if fact.kind is FactKind.STRENGTH:
        text = _IN_SHORT.sub("", _TO_KNOW.sub("", text))
        text = _HAD_DONE.sub("I have ", text) if text != fact.text else text
    if fact.kind is FactKind.STRENGTH and (told := _TOLD_ABOUT.match(text)):
        text = f"{told['thing'][:1].upper()}{told['thing'][1:]} {told['rest']}"
    if fact.kind is FactKind.MOTIVATION:
        text = _WOULD_BE.sub("I would like ", _STILL.sub("", _I_SAID.sub("", text)))
        text = _DRAWS.sub(lambda match: match["things"], text)
        text = _FEELING.sub(lambda match: f"I am {match['much'].lower()}{match['how'].lower()} ", text)
    return fact if text == fact.text else fact.model_copy(update={"text": text})


def _correction(text: str) -> str:
    """A correction with the answer apart from the slip, and without whoever asked."""
    if later := _LATER.match(text):
        text = f"I should have said that {text[later.end() :]}"
    if (unseen := _UNSEEN.match(text)) and not re.search(r"\b(?:because|but|and then)\b", text):
        return f"I did not mention {text[unseen.end() :]}"
    if told := _ALTHOUGH.match(text):
        return f"{told['slip']}. {told['well'][:1].upper()}{told['well'][1:]}"
    text = _ASKED_BY.sub("when asked about ", re.sub(r"^[Tt]he (?:real |true )?reason is that (?=I\b)", "", text))
    return _IN_SHORT.sub("", text)


_PART_OF_DAY = LazyPattern(
    r"^(?:day|part|round|stage|session) (?:one|two|three|\d): |^(?:morning|afternoon|evening|first day|second day): ", re.IGNORECASE
)
_I_SAID = LazyPattern(r"^(?:and |so )?I (?:said|told (?:her|him|them)|answered|explained)(?: that)?,? (?=I\b)", re.IGNORECASE)
#: "We did the ladder climb, the drag and a written test": the list is the topic.
_WE_DID = LazyPattern(
    r"^(?:first |then |also )?we (?:did|had|went through|started with) (?=(?:an?|the|two|three|four|five|some|\d) )", re.IGNORECASE
)
_ASIDE = LazyPattern(r" \([^()]*\)")
_AND_THEN = LazyPattern(r",? (?:and )?then (?=(?:an?|the) )")


def _without_we(text: str) -> str:
    """A list of what one did together as the list itself, without what stands in brackets; other text as it is."""
    lead = _WE_DID.match(text)
    if lead is None or "," not in text or re.search(r"[.;:]\s|\b(?:which|who|because|but|so|I)\b", text[lead.end() :]):
        return text
    return _AND_THEN.sub(" and ", _ASIDE.sub("", text[lead.end() :]))


def _there_last(match: re.Match[str]) -> str:
    return f"{match[1]} {match['rest']} there"
