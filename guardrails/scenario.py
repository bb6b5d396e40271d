"""The SCN family: does the email do what its situation asks for, and nothing that the situation forbids?

Rule ids come from the contract: `SCN-<act>` for an act that is missing, `SCN-not-<act>` for one that is forbidden,
`SCN-max-<act>` for one performed too often; `SCN-accepts-first` and `SCN-ambiguous` judge the answer to an offer.
"""

from __future__ import annotations

from guardrails.acts import Evidence, count_acts, find_acts
from guardrails.acts_cues import read_sentence
from guardrails.acts_data import load_words
from guardrails.acts_facts import names, stems, topics_recalled
from guardrails.acts_ties import find_tie
from guardrails.acts_tokens import Row, read_row
from guardrails.findings import Finding, Severity
from guardrails.scenario_signs import is_matter, looks_ahead, weighs_offer
from guardrails.settings import limit
from prompts.brief import Brief
from prompts.contract import load_acts
from prompts.draft import Draft
from prompts.notes import FactKind, ScenarioId
from prompts.patterns import compiled

__all__ = ["check_scenario"]

Acts = dict[str, list[Evidence]]

#: Facts an act should state; they make the advice concrete.
_STATES = {
    "names_promised_date": FactKind.TIMELINE,
    "names_deadline": FactKind.DEADLINE,
    "names_answer_date": FactKind.DEADLINE,
    "names_start_date": FactKind.START_DATE,
    "recall": FactKind.TOPIC,
    "motivation": FactKind.MOTIVATION,
    "correction": FactKind.CORRECTION,
    "went_well": FactKind.TOPIC,
}
#: Content words a question shares with a fact before it is about that fact.
_ABOUT = 2
#: Acts that answer an offer of theirs, or put the answer off.
_ANSWERS = frozenset({"accepts", "declines", "asks_time"})
#: Content words of a part of a sentence that make it a matter of its own.
_OWN_MATTER = 3
#: Words in front of "decide" or "decision" among which its owner stands.
_REACH = 14
_WITH_OFFER = frozenset({ScenarioId.TIME_TO_THINK, ScenarioId.ACCEPT_OFFER, ScenarioId.DECLINE_OFFER})
_AND_I = compiled(r"[,;:]\s+(?:and|but|nor)\s+|\s+and\s+(?=(?:I|my|that)\b)")
_ALSO_IN_SUBJECT = frozenset({"names_role", "names_company"})


def check_scenario(draft: Draft, brief: Brief) -> list[Finding]:
    """Findings of the SCN family, missing acts first; an empty draft lacks every act its situation requires."""
    acts = find_acts(draft, brief)
    if topics_recalled([sentence.text for sentence in draft.sentences], brief) >= limit("SCN-not-lists-everything", "topics"):
        acts.setdefault("lists_everything", []).append(Evidence(0, 0, len(draft.body), draft.body))
    if "condition" not in acts and (tie := _tied_yes(acts, draft)):
        acts["condition"] = [tie]
    findings = _missing(acts, draft, brief) + _forbidden(acts, draft, brief) + _too_often(acts, draft, brief) + _answer(acts, brief)
    unique = {(finding.rule, finding.start): finding for finding in reversed(findings)}
    return [finding for finding in findings if unique.get((finding.rule, finding.start)) is finding]


def _tied_yes(acts: Acts, draft: Draft) -> Evidence | None:
    """The condition that follows a yes in its own sentence, if there is one."""
    spans = draft.sentence_spans()
    for item in acts.get("accepts", ()):
        start, _, sentence = spans[item.sentence]
        tie = find_tie(sentence.text, item.end - start)
        if tie:
            return Evidence(item.sentence, start + tie[0], start + tie[1], sentence.text[tie[0] : tie[1]])
    return None


def _rule(act: str, prefix: str = "") -> str:
    return f"SCN-{prefix}{act.replace('_', '-')}"


def _absent(rule: str, severity: Severity, message: str, fix: str) -> Finding:
    return Finding(rule, severity, "body", 0, 0, message, fix)


def _seen(rule: str, severity: Severity, evidence: Evidence, why: str, fix: str) -> Finding:
    return Finding(rule, severity, "body", evidence.start, evidence.end, f'"{_short(evidence.text)}" {why}', fix)


def _short(text: str, limit: int = 90) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"


def _missing(acts: Acts, draft: Draft, brief: Brief) -> list[Finding]:
    findings: list[Finding] = []
    for rule in brief.must:
        act = rule.act
        if act == "gratitude" or acts.get(act) or _is_known_name(act, draft, brief) or not _is_noted(act, brief):
            continue
        if act == "accepts" and acts.get("leans_yes"):
            continue
        is_mild = (act in _ALSO_IN_SUBJECT and _named(act, draft.subject, brief)) or (act == "wish_to_talk" and looks_ahead(draft, brief))
        severity: Severity = "warning" if is_mild else "error"
        fix = load_acts()[act].do
        if stated := _fact_for(act, brief):
            fix = f"{fix} The notes say: {_short(stated)}."
        elif act in _ALSO_IN_SUBJECT:
            fix = f"{fix} It is: {brief.notes.role if act == 'names_role' else brief.notes.company}."
        findings.append(_absent(_rule(act), severity, f"This email ({brief.contract.title.lower()}) lacks: {_plain(act)}.", fix))
    return findings


def _is_noted(act: str, brief: Brief) -> bool:
    """Whether a deadline that is asked for stands in the notes as one; a date inside another offer may be named, but need not be."""
    drawn = {f"{fact.id}-date" for fact in brief.notes.of_kind(FactKind.OTHER_OFFER, private=True)}
    return act != "names_deadline" or any(fact.id not in drawn for fact in brief.notes.of_kind(FactKind.DEADLINE))


def _plain(act: str) -> str:
    return load_acts()[act].do.rstrip(".")[:1].lower() + load_acts()[act].do.rstrip(".")[1:]


def _is_known_name(act: str, draft: Draft, brief: Brief) -> bool:
    """A name may be spread over the body, and one that the notes do not have cannot be missing."""
    return act in _ALSO_IN_SUBJECT and _named(act, draft.body, brief)


def _named(act: str, text: str, brief: Brief) -> bool:
    if act == "names_role":
        return names(brief.notes.role, text, legal=False)
    return names(brief.notes.company, text, legal=True)


def _fact_for(act: str, brief: Brief) -> str:
    kind = _STATES.get(act)
    return next((fact.text for fact in brief.facts.values() if fact.kind is kind), "")


def _forbidden(acts: Acts, draft: Draft, brief: Brief) -> list[Finding]:
    findings: list[Finding] = []
    for act in brief.contract.must_not:
        firm = [item for item in acts.get(act, ()) if item.firm and (act in _ANSWERS or not is_matter(item, draft, brief))]
        if act in ("accepts", "declines") and brief.contract.id not in _WITH_OFFER:
            firm = [item for item in firm if load_words("offered") & read_row(draft.sentences[item.sentence].text).words]
        if act == "asks_time" and not _ANSWERS.intersection(rule.act for rule in brief.must):
            firm = [item for item in firm if weighs_offer(draft.sentences[item.sentence].text)]
        if act == "asks_time" and _ANSWERS.intersection(rule.act for rule in brief.must):
            firm = [item for item in firm if load_words("puts_off") & read_row(draft.sentences[item.sentence].text).words]
        if act == "accepts" and brief.contract.id == ScenarioId.DECLINE_OFFER:
            no = {item.sentence for item in acts.get("declines", ())}
            firm = [item for item in firm if item.sentence not in no]
        if act == "status_request":
            firm = [item for item in firm if _is_asked(draft.sentences[item.sentence].text, brief, item.text)]
        if firm:
            advice = load_acts()[act].avoid or f"Leave it out here: {_plain(act)}."
            why = f"does not belong in this email ({brief.contract.title.lower()})."
            findings.append(_seen(_rule(act, "not-"), "error", firm[0], why, advice))
    return findings


def _is_asked(sentence: str, brief: Brief, seen: str) -> bool:
    """Whether a sentence asks at all, and for something else than a fact of the notes; `seen` are the words that look like asking."""
    row = read_row(sentence)
    matter = (fact for fact in brief.facts.values() if fact.kind in (FactKind.CONCERN, FactKind.TOPIC, FactKind.REASON))
    if any(len(stems(sentence) & stems(fact.text)) >= _ABOUT for fact in matter):
        return False
    if seen == "?" and brief.contract.id in _WITH_OFFER and _decides_itself(row):
        return False
    return row.question or bool(load_words("inquires") & row.words)


def _decides_itself(row: Row) -> bool:
    """Whether the decision a sentence speaks of is the writer's own: "may I have until Friday to decide?", "my decision"."""
    for at, token in enumerate(row.tokens):
        if token.text in load_words("deciding_words"):
            before = [one.text for one in row.tokens[max(0, at - _REACH) : at]]
            owner = next((word for word in reversed(before) if word in load_words("owners")), "")
            if owner in load_words("first_person"):
                return True
    return False


def _too_often(acts: Acts, draft: Draft, brief: Brief) -> list[Finding]:
    findings: list[Finding] = []
    for act, most in brief.contract.at_most.items():
        allowed = 0 if act == "weak_point" and not _raises_weakness(brief) else most
        firm = [item for item in acts.get(act, ()) if item.firm]
        count = count_acts(firm, draft)
        if act == "weak_point" and count == 1:
            count += _has_unraised_weakness(draft, brief)
        if count <= allowed:
            continue
        # One plain "sorry" too many is a blemish; more of them, or a weakness nobody raised, change what the reader thinks.
        severity: Severity = "warning" if act == "apology" and count == 1 else "error"
        advice = load_acts()[act].avoid or load_acts()[act].do
        findings.append(_seen(_rule(act, "max-"), severity, firm[-1], f"makes {count}; at most {allowed} here.", advice))
    return findings


def _has_unraised_weakness(draft: Draft, brief: Brief) -> bool:
    """Whether beside the weak point of the notes the email owns another one, with matter of its own that they do not raise."""
    noted = [stems(fact.text) for fact in brief.facts.values() if fact.kind in (FactKind.CORRECTION, FactKind.CONCERN)]
    parts = [part for sentence in draft.sentences for part in _AND_I.split(sentence.text)]
    owned = [stems(part) for part in parts if any(hit.act == "weak_point" and hit.firm for hit in read_sentence(part))]
    raised = [said for said in owned if any(said & fact for fact in noted)]
    own = stems(" ".join(load_words("occasions"))).difference(*raised, *noted)
    return bool(raised) and any(len(said) >= _OWN_MATTER and said & own and not any(said & fact for fact in noted) for said in owned)


def _raises_weakness(brief: Brief) -> bool:
    return any(fact.kind in (FactKind.CORRECTION, FactKind.CONCERN) for fact in brief.facts.values())


def _answer(acts: Acts, brief: Brief) -> list[Finding]:
    """How clear the answer to an offer is: yes at once, no leaning, no two answers."""
    required = {rule.act for rule in brief.must}
    if "accepts" in required:
        return _clear_yes(acts)
    if "declines" in required:
        advice = load_acts()["declines"].do
        yes = _tilts(acts, "leans_yes", "error", "sounds like a yes beside the no.", advice)
        if yes or "declines" not in acts or any(item.firm for item in acts["declines"]):
            return yes
        return _tilts(acts, "tilts_no", "error", "only leans towards a no.", advice)
    if "asks_time" in required:
        advice = f"{load_acts()['accepts'].avoid} {load_acts()['declines'].avoid}"
        yes = _tilts(acts, "leans_yes", "error", "gives part of an answer before there is one.", advice)
        yes = yes or _tilts(acts, "tilts_yes", "error", "gives part of an answer before there is one.", advice)
        no = _tilts(acts, "tilts_no", "error", "gives part of an answer before there is one.", advice)
        return yes + (no or _tilts(acts, "leans_no", "warning", "gives part of an answer before there is one.", advice))
    return []


def _clear_yes(acts: Acts) -> list[Finding]:
    yes = acts.get("accepts", [])
    firm = [item for item in yes if item.firm]
    doubts = acts.get("leans_no", [])
    within = limit("SCN-accepts-first", "within_sentences")
    findings: list[Finding] = []
    if firm and min(item.sentence for item in firm) < within:
        yes = firm
    if yes and min(item.sentence for item in yes) >= within:
        why = "comes late; the yes belongs in the first sentence."
        findings.append(_seen("SCN-accepts-first", "warning", yes[0], why, load_acts()["accepts"].do))
    tilt = doubts or ([] if firm else acts.get("leans_yes", []) or yes)
    if tilt:
        severity: Severity = "warning" if firm or (yes and not doubts) else "error"
        fix = "Write the yes as a fact, without a would or a leaning."
        findings.append(_seen("SCN-ambiguous", severity, tilt[0], "can be read two ways; the answer must be plain.", fix))
    return findings


def _tilts(acts: Acts, act: str, severity: Severity, why: str, fix: str) -> list[Finding]:
    return [_seen("SCN-ambiguous", severity, item, why, fix) for item in acts.get(act, []) if item.firm][:1]
