"""What the tagger sees of each word of pasted notes, as short strings that the weights are looked up by."""

from __future__ import annotations

from pipeline.tagger_tokens import Page, Row, Token

__all__ = ["features"]

_EDGE = "|"
#: How far the bag of words around a word reaches.
_AROUND = 5
#: The sizes of lines, by the most words they have.
_SIZES = ((1, "1"), (4, "2-4"), (9, "5-9"), (39, "10+"))
#: How many mentions of a word are looked at.
_MENTIONS = 4


def features(page: Page) -> list[list[str]]:
    """The features of each token of a page."""
    tokens, size = page.tokens, len(page.tokens)
    keys = [_EDGE, _EDGE, *(_key(token) for token in tokens), _EDGE, _EDGE]
    of_rows = [_row_features(page, number) for number in range(len(page.rows))]
    of_runs = [_run_features(page, number, keys) for number in range(len(page.runs))]
    found: list[list[str]] = []
    for at, token in enumerate(tokens):
        if token.shape == "¶":
            found.append(["¶"])
            continue
        row = page.rows[token.row]
        before2, before, key, after, after2 = keys[at : at + 5]
        shape = token.shape + ("s" if page.small else "")
        one = [
            f"0{key}",
            f"-{before}",
            f"+{after}",
            f"={before2}",
            f"#{after2}",
            f"<{before2} {before}",
            f">{after} {after2}",
            f"<0{before} {key}",
            f"0>{key} {after}",
            f"^{shape}",
            f"^-{before}^{token.shape}",
            f"^+{token.shape}^{after}",
            f"^s{token.shape} {tokens[at - 1].shape if at else _EDGE} {tokens[at + 1].shape if at + 1 < size else _EDGE}",
        ]
        if token.is_word:
            one += [f"s3{key[-3:]}", f"s2{key[-2:]}", f"p3{key[:3]}"]
        one += [f"k{kind}" for kind in token.kinds] or ([f"k?{token.shape}"] if token.is_word else [])
        if at:
            one += [f"k-{kind}" for kind in tokens[at - 1].kinds]
        if at + 1 < size:
            one += [f"k+{kind}" for kind in tokens[at + 1].kinds]
        for step in range(2, 4):
            if at + step < size and "job" in tokens[at + step].kinds and tokens[at + step].row == token.row:
                one.append(f"job+{step}")
        if token.is_word:
            one += _around(page, at, row)
        one += of_rows[token.row]
        one += _place(token, at, row)
        if page.speakers and row.label:
            own = page.speakers.get(row.label[0])
            one.append(f"chat {own} {at < row.value}")
        if token.run >= 0:
            one += of_runs[token.run]
            if page.runs[token.run][0] == at:
                one.append("run first")
        found.append(one)
    return found


def _key(token: Token) -> str:
    return token.key if token.shape not in {"9", "@", "url"} else token.shape


def _around(page: Page, at: int, row: Row) -> list[str]:
    """The words near by in the same line, without their order."""
    left = {token.key for token in page.tokens[max(row.first, at - _AROUND) : at] if token.is_word}
    right = {token.key for token in page.tokens[at + 1 : min(row.last, at + 1 + _AROUND)] if token.is_word}
    return [f"l {key}" for key in left] + [f"r {key}" for key in right]


def _place(token: Token, at: int, row: Row) -> list[str]:
    side = "label" if at < row.value and row.label else "value" if row.label else "free"
    found = [f"at {side}"]
    if side == "value":
        found += [f"lb {row.label[0]}", f"lb2 {row.label[1]}", f"lbs {row.label[0]} {row.label[1]}", f"lb^{row.label[1]}^{token.shape}"]
        if at == row.value:
            found.append("value first")
    return found


def _row_features(page: Page, number: int) -> list[str]:
    """What the line says about all its words."""
    row, last = page.rows[number], len(page.rows) - 1
    words = [token for token in page.tokens[row.first : row.last] if token.is_word]
    named = sum(1 for token in words if token.run >= 0)
    size = next((name for most, name in _SIZES if len(words) <= most), "40+")
    near = {0: "first", 1: "2nd", last - 1: "-2", last: "last"}
    place = "only" if last == 0 else "first" if number == 0 else near.get(number, "mid")
    pure = "named" if words and named == len(words) else "some" if named else "none"
    found = [f"row {place}", f"row {place} {size}", f"row {place} {size} {pure} {row.lead}", f"row {size} {pure}"]
    if row.lead:
        found.append(f"row lead {row.lead}")
    if row.gap and number:
        found.append(f"row gap {place}")
    if number:
        above = page.tokens[page.rows[number - 1].first : row.first]
        said = [token.key for token in above if token.is_word]
        if said and len(said) < 5:
            found.append(f"above {' '.join(said[-2:])}")
        if above and above[-1].text in {",", ":", "-", "—"}:
            found.append(f"above ends {above[-1].text} {pure}")
    if words:
        found.append(f"row begins {words[0].key}")
    return found


def _run_features(page: Page, number: int, keys: list[str]) -> list[str]:
    """What stands before, behind and inside a stretch of words that may be one name."""
    first, last = page.runs[number]
    row = page.rows[page.tokens[first].row]
    before2, before, after, after2 = keys[first], keys[first + 1], keys[last + 2], keys[last + 3]
    begins, ends = first == max(row.first, row.value), last == row.last
    run = page.tokens[first:last]
    kinds = {kind for token in run for kind in token.kinds}
    mark = "".join(letter for letter, kind in zip("gftjh", ("given", "firm", "title", "job", "house"), strict=True) if kind in kinds)
    size = min(last - first, 4)
    sort = f"{size}{mark}"
    found = [
        f"R {sort}",
        f"R- {before}",
        f"R= {before2} {before}",
        f"R+ {after}",
        f"R# {after} {after2}",
        f"R-{mark} {before}",
        f"R+{mark} {after}",
        f"R<> {before} {after}",
    ]
    if begins or ends:
        found.append(f"R edge {begins:d}{ends:d} {sort}")
        found.append(f"R edge {begins:d}{ends:d} {row.lead} {'last' if page.tokens[first].row == len(page.rows) - 1 else ''}")
    if last == len(page.tokens) or all(not token.is_word for token in page.tokens[last:]):
        found += ["R closes", f"R closes {sort}", f"R closes {before}"]
    if first == 0:
        found += ["R opens", f"R opens {sort}"]
    again = sum(page.counts[token.key] - 1 for token in run if token.is_word and len(token.key) > 2 and "plain" not in token.kinds)
    found.append(f"R again {min(again, 3)}")
    found += _in_addresses(page, run)
    found += _elsewhere(page, first, last, keys)
    found += _near(page, first, last, row)
    return found


def _elsewhere(page: Page, first: int, last: int, keys: list[str]) -> list[str]:
    """What stands around the same words where they occur again."""
    found: set[str] = set()
    for at in range(first, last):
        for other in page.places.get(page.tokens[at].key, ())[:_MENTIONS]:
            if first <= other < last:
                continue
            row = page.rows[page.tokens[other].row]
            found |= {f"e- {keys[other + 1]}", f"e+ {keys[other + 3]}"}
            if row.label:
                own = page.speakers.get(row.label[0]) if page.speakers else None
                found.add(f"e lb {row.label[1]}" if own is None else f"e chat {own} {other < row.value}")
            if row.words < 4:
                found.add(f"e alone {page.tokens[other].row == len(page.rows) - 1}")
    return sorted(found)


def _in_addresses(page: Page, run: list[Token]) -> list[str]:
    found = []
    squeezed = "".join(token.key for token in run if token.is_word).replace("-", "").replace("'", "")
    for address in page.addresses:
        local, _, host = address.partition("@")
        if any(len(token.key) > 2 and token.key in local for token in run if token.is_word):
            found.append("R in local")
        plain = host.replace("-", "")
        if len(squeezed) > 3 and (squeezed in plain or any(len(token.key) > 4 and token.key in plain for token in run)):
            found.append("R in host")
    return found


def _near(page: Page, first: int, last: int, row: Row) -> list[str]:
    """Kinds of words within reach of the run: who does what there."""
    found = {f"Rl {token.key}" for token in page.tokens[max(row.first, first - 6) : first] if token.is_word}
    found |= {f"Rr {token.key}" for token in page.tokens[last : min(row.last, last + 6)] if token.is_word}
    for token in page.tokens[last : min(row.last, last + 5)]:
        if "job" in token.kinds or "hr" in token.kinds:
            found.add(f"Rr {'job' if 'job' in token.kinds else 'hr'}")
    for token in page.tokens[max(row.first, first - 5) : first]:
        if "job" in token.kinds or "title" in token.kinds:
            found.add(f"Rl {'job' if 'job' in token.kinds else 'title'}")
    return sorted(found)
