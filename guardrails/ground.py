"""What one set of notes supports: computed once per brief, and asked by identity, grounding, privacy and sources."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import pairwise

from guardrails.calendar import Calendar, build_calendar
from guardrails.degrees import degree_stems
from guardrails.figures_noted import other_readings
from guardrails.moments import find_moments
from guardrails.numbers import Quantity, find_quantities, units_agree
from guardrails.spare import spare_facts
from guardrails.vocabulary import Token, bare, load_data, load_vocabulary, stem, synonym_words, synonyms, tokens
from prompts.brief import Brief
from prompts.fit import fit
from prompts.notes import Fact, FactKind
from prompts.patterns import compiled

__all__ = ["FactGround", "Ground", "canonical_links", "ground_of", "link_pattern", "name_words", "same_spelling"]

#: Kinds of facts that can speak of the writer; a deed is looked for in these only.
_OWN_KINDS = frozenset(FactKind) - {FactKind.TIMELINE, FactKind.OFFER, FactKind.CONCERN}
#: Who speaks of a team of his or her own leads it.
#: A question about something of the writer's own ("should I send my papers?") tells that there is such a thing.
_MINE = compiled(r"\bmy\b", re.IGNORECASE)
_OWN_TEAM = compiled(
    r"\b(?:my|our)(?: own)? (?:\w+ )?(?:team|crew|class|shift|section|unit|department|squad|desk|branch|brigade)\b", re.IGNORECASE
)
_LEADING = frozenset(map(stem, ("lead", "led", "leading", "run", "ran", "running", "manage", "managed", "managing")))
#: "28m" in notes may be metres as well as millions.
_METRES = compiled(r"(?<![\w.,£$€₹₦])(\d{1,4}(?:\.\d)?) ?m\b(?! (?:users|customers|people|pounds|dollars|euros|revenue|budget|turnover))")
#: As in "2023-25": the second year is written short.
_YEARS = compiled(r"\b((?:19|20)\d\d)\s?[-\u2013/]\s?(\d\d)\b(?![-/.\d])")
_LINK = compiled(
    r"(?P<email>[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6})"
    r"|(?P<url>https?://[^\s<>()\"']{1,500}|www\.[^\s<>()\"']{1,300}"
    r"|(?<![\w@.])(?:[a-z0-9\-]{1,63}\.){1,4}(?:com|org|net|io|co|uk|de|fr|eu|dev|app|me|info|ai|us|ca|in|nl|ch|at|es|it|ie|au|nz|se|no|dk|pl|edu|gov|ly|gg|xyz|page|site|design|link)\b(?:/[^\s<>()\"']{0,300})?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class FactGround:
    """A fact with what a comparison needs: stems of its content, figures, bare words."""

    fact: Fact
    words: tuple[Token, ...]
    content: frozenset[str]
    wide: frozenset[str]
    quantities: tuple[Quantity, ...]


@dataclass(slots=True, eq=False)
class Ground:
    """The support of a brief. Stems are wide (with synonyms); `exact` maps a bare word to its spellings in header or facts."""

    brief: Brief
    public: tuple[FactGround, ...]
    private: tuple[FactGround, ...]
    stems: frozenset[str]
    own_stems: frozenset[str]
    header_stems: frozenset[str]
    narrow_stems: frozenset[str]
    exact: dict[str, set[str]]
    header_words: dict[str, str]
    role_stems: frozenset[str]
    company_words: tuple[str, ...]
    initials: tuple[str, ...]
    quantities: tuple[Quantity, ...]
    calendar: Calendar
    links: frozenset[str]
    link_text: str
    public_text: str
    pairs: dict[str, frozenset[str]]
    memo: dict[tuple[str, bool], str] = field(default_factory=dict)

    def supports_quantity(self, one: Quantity) -> bool:
        """True when a public fact or the header has the same amount in a unit that agrees."""
        return any(abs(known.value - one.value) < 1e-9 and units_agree(known, one) for known in self.quantities)

    def kind_of(self, token: Token, *, is_own: bool = False) -> str:
        """How a word stands to the notes: `supported`, `neutral`, `everyday`, `strong` or `unknown`."""
        key = (token.low, is_own)
        known = self.memo.get(key)
        if known is None:
            known = self.memo[key] = self._kind(token, is_own=is_own)
        return known

    def _kind(self, token: Token, *, is_own: bool) -> str:
        vocabulary = load_vocabulary()
        if token.low in vocabulary.function or len(token.low) < 2:
            return "neutral"
        support = self.own_stems if is_own else self.stems
        if token.stem in support or (token.low in self.exact and (not is_own or self._is_noted_name(token))):
            return "supported"
        if token.low in vocabulary.strong:
            return "strong"
        if (is_own and token.stem in self.header_stems) or token.stem in vocabulary.letter:
            return "neutral"
        if token.stem in vocabulary.everyday:
            return "everyday"
        if _shares_root(token.stem, support):
            return "supported"
        return "unknown"

    def _is_noted_name(self, token: Token) -> bool:
        """A name that a public fact has, of whatever kind: whoever retells it may stand beside it."""
        return token.stem not in self.header_stems and all(known[0].isupper() for known in self.exact[token.low])


def _shares_root(found: str, support: frozenset[str]) -> bool:
    """A compound or a longer derivation of a known stem ("timetabling" for "timetable")."""
    return len(found) >= 6 and any(len(known) >= 5 and (found.startswith(known) or known.startswith(found)) for known in support)


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """Equal for briefs of equal content, so that a changed set of notes is never judged by an old one's support."""

    brief: Brief
    value: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


def ground_of(brief: Brief) -> Ground:
    """The support of a brief, from the cache when the same notes were seen."""
    people = "|".join(f"{person.title}/{person.name}" for person in brief.recipients)
    value = "\x00".join(
        (
            brief.contract.id.value,
            brief.dialect,
            str(brief.now),
            brief.signature,
            people,
            brief.notes.model_dump_json(exclude={"spans"}),
        )
    )
    return _build(_Key(brief, value))


@lru_cache(maxsize=64)
def _build(key: _Key) -> Ground:
    brief = key.brief
    notes = brief.notes
    public = tuple(_fact_ground(fact, _written_out(fact, brief)) for fact in brief.facts.values() if not _is_planted(fact.text))
    public += tuple(_fact_ground(fact) for fact in spare_facts(notes) if not _is_planted(fact.text))
    private = tuple(_fact_ground(fact) for fact in brief.private_facts)
    header = _header_texts(brief)
    header_tokens = [token for text in header for token in tokens(text)]
    header_stems = frozenset(token.stem for token in header_tokens)
    narrow = frozenset(token.stem for one in public for token in one.words) | header_stems
    texts = tuple(one.fact.text for one in public)
    exact: dict[str, set[str]] = {}
    for token in (*header_tokens, *(token for one in public for token in one.words)):
        exact.setdefault(token.low, set()).add(token.text)
        for name in _place_names().get(bare(token.low), ()):
            exact.setdefault(bare(name), set()).add(name)
    contract_stems = frozenset(
        token.stem for text in (brief.contract.title, brief.contract.id.value.replace("_", " ")) for token in tokens(text)
    )
    own = frozenset().union(*(one.wide for one in public if one.fact.kind in _OWN_KINDS))
    own |= frozenset().union(*(one.wide for one in public if one.fact.kind is FactKind.CONCERN and _MINE.search(one.fact.text)))
    if any(_OWN_TEAM.search(one.fact.text) for one in public if one.fact.kind in _OWN_KINDS):
        own |= _LEADING
    all_text = " \n ".join((*texts, *header))
    role_stems = frozenset(token.stem for token in tokens(notes.role or ""))
    return Ground(
        brief=brief,
        public=public,
        private=private,
        stems=frozenset().union(header_stems, contract_stems, _acronym_stems(all_text), *(one.wide for one in public)),
        own_stems=own | _acronym_stems(" ".join(texts)),
        header_stems=header_stems,
        narrow_stems=narrow,
        exact=exact,
        header_words={token.low: token.text for token in header_tokens},
        role_stems=role_stems,
        company_words=tuple(token.low for token in tokens(notes.company or "")),
        initials=tuple(_initials(text) for text in (*texts, *header)),
        quantities=_quantities(brief, public, header),
        calendar=build_calendar((*texts, *header, *_rendered_dates(brief)), notes.interview.at, brief.now, brief.dialect),
        links=frozenset(link for text in (*texts, *header, *_emails(brief)) for link in canonical_links(text)),
        link_text=all_text.casefold(),
        pairs=_pairs((*texts, *header)),
        public_text=" ".join(token.low for text in texts for token in tokens(text)),
    )


@cache
def _planted() -> re.Pattern[str]:
    return compiled(re.sub(r"\|\s+", "|", str(load_data("privacy")["planted"])), re.IGNORECASE)


def _is_planted(text: str) -> bool:
    """An instruction to whoever writes the email that stands among the notes: it supports nothing."""
    return bool(_planted().search(text))


def _rendered_dates(brief: Brief) -> tuple[str, ...]:
    """The dates as the writing side resolves them: what it may write, a draft may hold."""
    return tuple(text for fact in brief.facts.values() for text in fit(fact, brief.notes).values())


def _emails(brief: Brief) -> list[str]:
    return [one for one in (brief.notes.candidate.email, *(person.email for person in brief.notes.recipients)) if one]


def _header_texts(brief: Brief) -> list[str]:
    notes = brief.notes
    texts = [notes.company, notes.role, notes.interview.kind, notes.interview.place, notes.candidate.name]
    for person in notes.recipients:
        texts += [person.name, person.title, person.role]
    return [(text.replace("_", " ")) for text in texts if text]


def _written_out(fact: Fact, brief: Brief) -> str:
    """The fact as the writing side writes it out: "certs" as "certificates", "pics" as "photos"."""
    return " ".join(fit(fact, brief.notes).values())


def _fact_ground(fact: Fact, written_out: str = "") -> FactGround:
    vocabulary = load_vocabulary()
    words = tokens(fact.text)
    content = frozenset(token.stem for token in words if token.low not in vocabulary.function)
    spelled = frozenset(token.stem for token in tokens(written_out) if token.low not in vocabulary.function)
    table = synonyms()
    wide = frozenset().union(
        content, spelled, degree_stems(fact.text), *(table[token.stem] for token in words if token.stem in table and not _is_agent(token))
    )
    return FactGround(fact, words, content, wide, _amounts(fact.text))


def _is_agent(token: Token) -> bool:
    """As in "runners" run, but they do not stand for managing, as "run" does."""
    low = token.low.removesuffix("s")
    return low.endswith(("er", "or")) and low != token.stem and low not in synonym_words()


@cache
def _place_names() -> dict[str, tuple[str, ...]]:
    """Short forms of place names in notes to the names they stand for ("Jhb")."""
    table = (entry.split("=") for entry in str(load_data("names")["place_short"]).split())
    return {short: tuple(name.replace("_", " ") for name in names.split("|")) for short, names in table}


def _amounts(text: str) -> tuple[Quantity, ...]:
    metres = tuple(Quantity(float(match[1]), "", stem("metre"), match.start(), match.end(), match[0]) for match in _METRES.finditer(text))
    return find_quantities(text, tuple((one.start, one.end) for one in find_moments(text, is_note=True))) + metres


def _quantities(brief: Brief, public: tuple[FactGround, ...], header: list[str]) -> tuple[Quantity, ...]:
    found = [one for ground in public for one in ground.quantities]
    found += [one for text in header for one in find_quantities(text)]
    today = brief.now.date() if brief.now else None
    found += [other for ground in public for other in other_readings(ground.fact.text, ground.quantities, today)]
    rendered = (text for fact in brief.facts.values() for text in fit(fact, brief.notes).values())
    found += [one for text in dict.fromkeys(rendered) for one in _amounts(text)]
    found += [
        Quantity(float(match[1][:2] + match[2]), "", "", match.start(), match.end(), match[0])
        for ground in public
        for match in _YEARS.finditer(ground.fact.text)
    ]
    people = float(len(brief.recipients))
    if people > 1:
        found.append(Quantity(people, "", "", 0, 0, ""))
    return tuple(found)


@cache
def _acronyms() -> dict[str, tuple[str, ...]]:
    pairs = (entry.split("=") for entry in str(load_data("names")["acronyms"]).split(";"))
    return {short.strip(): tuple(bare(word) for word in words.split()) for short, words in pairs}


def _acronym_stems(text: str) -> frozenset[str]:
    """As in "QA" in the notes supports "quality assurance", and the other way round."""
    words = [token.low for token in tokens(text)]
    present = set(words)
    joined = " ".join(words)
    found: set[str] = set()
    for short, long in _acronyms().items():
        if short in present:
            found.update(stem(word) for word in long)
        elif " ".join(long) in joined:
            found.add(stem(short))
    return frozenset(found)


def _pairs(texts: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """For the first word of a name, the capitalised words that follow it in the notes ("Sahyadri" in "Sahyadri Seeds")."""
    found: dict[str, set[str]] = {}
    for text in texts:
        row = tokens(text)
        for first, second in pairwise(row):
            if first.text[0].isupper() and second.text[0].isupper() and text[first.end : second.start] == " ":
                found.setdefault(first.low, set()).add(second.low)
    return {first: frozenset(seconds) for first, seconds in found.items()}


def _initials(text: str) -> str:
    return "".join(token.low[0] for token in tokens(text))


def link_pattern() -> re.Pattern[str]:
    """Email addresses (`email`) and web addresses (`url`)."""
    return _LINK


def canonical_links(text: str) -> list[str]:
    """Links and addresses in a comparable form: no scheme, no "www.", no closing punctuation, lower case."""
    found = []
    for match in _LINK.finditer(text):
        raw = match[0].rstrip(".,;:!?*_")
        raw = re.sub(r"^https?://", "", raw, flags=re.IGNORECASE)
        found.append(raw.casefold().removeprefix("www.").rstrip("/"))
    return found


def name_words(name: str | None) -> tuple[Token, ...]:
    """Tokens of a person's name without forms of address and letters after it."""
    titles = load_data("names")["titles"]
    listed = titles if isinstance(titles, dict) else {}
    return tuple(token for token in tokens(name or "") if token.low not in listed)


@lru_cache(maxsize=4096)
def same_spelling(first: str, second: str) -> bool:
    """True when two words are the same but for case, composition of accents, and the shape of an apostrophe."""

    def plain(word: str) -> str:
        word = unicodedata.normalize("NFC", word.replace("\u2019", "'").replace("\u02bc", "'"))
        return re.sub(r"'s?$", "", word.casefold())

    return plain(first) == plain(second)
