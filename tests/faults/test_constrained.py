"""The lattice sent as a grammar: in the field the server takes, and read back into its own sentences."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.errors import BadConfiguration
from pipeline.providers.openai_compat import OpenAIWriter
from pipeline.run import draft_email
from prompts.brief import build_brief
from prompts.grammar import to_gbnf
from prompts.lattice import build_lattice
from prompts.walk import walk
from tests.faults.server import FaultServer, serve_faults
from tests.pipeline.test_run import NOTES

_BRIEF = build_brief(NOTES)
_LATTICE = build_lattice(_BRIEF)
_DRAFT = walk(_LATTICE, _BRIEF, lambda _text, _options: 0, seed=3)


@pytest.fixture(scope="module")
def server() -> Iterator[FaultServer]:
    with serve_faults() as running:
        yield running


def _writer(server: FaultServer, supports: set[str]) -> OpenAIWriter:
    server.asked.clear()
    return OpenAIWriter("m", base_url=server.url, key_variable=None, supports=supports)


@pytest.mark.parametrize(
    ("supports", "name", "value"),
    [
        ({"grammar"}, "grammar", to_gbnf(_LATTICE)),
        ({"grammar:structured_outputs"}, "structured_outputs", {"grammar": to_gbnf(_LATTICE)}),
        ({"grammar:guided_grammar"}, "guided_grammar", to_gbnf(_LATTICE)),
    ],
    ids=["llama.cpp", "vLLM", "older vLLM"],
)
def test_grammar_goes_into_the_servers_own_field_and_sentences_keep_their_sources(
    server: FaultServer, supports: set[str], name: str, value: object
) -> None:
    writer = _writer(server, supports)
    server.plan = (_DRAFT.body,)
    outcome = draft_email(NOTES, writer, constrained=True)
    writer.close()
    assert outcome.verdict == "send"
    assert server.asked[0].body[name] == value
    assert "response_format" not in server.asked[0].body
    assert outcome.draft is not None
    assert outcome.draft.body == _DRAFT.body
    assert [sentence.facts for sentence in outcome.draft.sentences] == [sentence.facts for sentence in _DRAFT.sentences]


def test_server_that_ignores_the_grammar_is_replaced_by_the_phrasebook(server: FaultServer) -> None:
    writer = _writer(server, {"grammar"})
    server.plan = ("Dear Nadia, what a call!",)
    outcome = draft_email(NOTES, writer, constrained=True)
    writer.close()
    assert outcome.verdict == "send"
    assert outcome.run.fallback == "The server did not keep to the grammar it was given."


def test_server_known_to_take_no_grammar_is_not_asked(server: FaultServer) -> None:
    writer = _writer(server, {"json_schema"})
    with pytest.raises(BadConfiguration, match="takes no grammar"):
        draft_email(NOTES, writer, constrained=True)
    assert server.asked == []
