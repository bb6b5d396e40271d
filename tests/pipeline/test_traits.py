"""What a server takes: bounds in the answer's schema where it decodes by it, left out where it complains of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.models import Request
from pipeline.providers.table import load_providers
from pipeline.providers.traits import Memory, Traits, with_bounds
from prompts.messages import Message, answer_schema

REQUEST = Request((Message("user", "Notes."),), answer_schema())


def _sent(traits: Traits) -> dict[str, object]:
    sent = traits.settings(REQUEST, model="m", stream=False)["response_format"]
    assert isinstance(sent, dict)
    schema = sent["json_schema"]["schema"]
    assert isinstance(schema, dict)
    return schema


def test_lists_and_strings_of_the_answer_are_bounded_and_only_lists_of_names_may_be_empty() -> None:
    schema = with_bounds(answer_schema())
    paragraphs = schema["properties"]["paragraphs"]  # type: ignore[index]
    sentence = schema["$defs"]["AnswerSentence"]["properties"]  # type: ignore[index]
    assert (paragraphs["minItems"], paragraphs["maxItems"]) == (1, 4)
    assert (paragraphs["items"]["minItems"], paragraphs["items"]["maxItems"]) == (1, 5)
    assert (sentence["facts"]["minItems"], sentence["facts"]["maxItems"]) == (0, 4)
    assert sentence["text"]["maxLength"] == 240
    assert "maxLength" not in sentence["kind"]
    assert "maxLength" not in str(answer_schema()), "the schema itself stays as it is"


def test_bounds_that_a_schema_has_already_stay() -> None:
    text = {"type": "string", "maxLength": 60}
    schema = with_bounds({"type": "object", "properties": {"a": text, "b": {"type": "array", "items": {"type": "object"}, "maxItems": 2}}})
    assert schema["properties"] == {"a": text, "b": {"type": "array", "items": {"type": "object"}, "minItems": 1, "maxItems": 2}}


def test_bounds_are_sent_where_the_table_says_so_and_nowhere_else() -> None:
    bounded = {row.id for row in load_providers().values() if row.supports and "bounds" in row.supports}
    assert bounded == {"ollama", "vllm", "llamacpp", "lmstudio"}
    assert "maxItems" in str(_sent(Traits.known({"json_schema", "bounds"})))
    assert "maxItems" not in str(_sent(Traits.known({"json_schema"})))
    assert "maxItems" not in str(_sent(Traits.known(None)))


@pytest.mark.parametrize(
    ("said", "has_schema"),
    [
        ("Invalid schema: 'minItems' is not permitted", True),
        ("failed to parse grammar: number of repetitions exceeds the limit", True),
        ("Unable to generate parser for this template", False),
        ("Bad Request", False),
    ],
    ids=["names a bound", "names the grammar", "names neither", "names nothing"],
)
def test_complaint_of_the_bounds_leaves_them_out_and_any_other_the_schema_too(said: str, has_schema: bool) -> None:
    traits = Traits.known({"json_schema", "bounds"})
    assert traits.drop(said, traits.settings(REQUEST, model="m", stream=False), is_certain=True)
    body = traits.settings(REQUEST, model="m", stream=False)
    assert ("response_format" in body) is has_schema
    assert "maxItems" not in str(body)


def test_what_is_remembered_says_whether_bounds_are_taken(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "models.json")
    for is_bounded in (True, False):
        traits = Traits.known({"json_schema", "bounds"} if is_bounded else {"json_schema"})
        memory.keep("a", traits)
        assert memory.recall("a") == traits
        assert traits.copy() == traits
