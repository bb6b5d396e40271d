from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from afterword.web.choices import Choice, list_choices, settings_for, spec_of
from pipeline.config import ModelSettings, OwnProvider

CHOICES = [Choice("local", "local", "Built in", ""), Choice("openai", "openai:", "OpenAI", "", "api.openai.com")]


@pytest.fixture
def models_server() -> Iterator[str]:
    """A server of this machine that says which models it has."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps({"data": [{"id": "qwen-small"}, {"id": "bad\x1bname"}, {"id": 7}, "x"]}).encode()
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("choice", "name", "spec"),
    [
        pytest.param("local", "", "local", id="a choice without a name"),
        pytest.param("local", "/etc/passwd", "local", id="a path that was not asked for"),
        pytest.param("openai", "gpt-5-mini", "openai:gpt-5-mini", id="a name"),
        pytest.param("openai", "", None, id="no name"),
        pytest.param("openai", "x@http://attacker.example/v1", None, id="an address in the name"),
        pytest.param("openai", "a b", None, id="a space"),
        pytest.param("openai", "a\x00b", None, id="a control character"),
        pytest.param("langchain", "os.path", None, id="not among the choices"),
    ],
)
def test_a_choice_becomes_the_name_of_a_model_and_never_an_address(choice: str, name: str, spec: str | None) -> None:
    assert spec_of(choice, name, CHOICES) == spec


def test_a_server_of_this_machine_is_offered_with_its_models_and_without_a_warning(models_server: str) -> None:
    settings = ModelSettings(own={"mine": OwnProvider(base_url=models_server)})
    mine = next(choice for choice in list_choices(settings) if choice.id == "mine")
    assert (mine.spec, mine.leaves_for, mine.names) == ("mine:", "", ("qwen-small",))


def test_a_server_elsewhere_is_offered_with_its_name() -> None:
    settings = ModelSettings(own={"mine": OwnProvider(base_url="https://models.example.com/v1")})
    mine = next(choice for choice in list_choices(settings) if choice.id == "mine")
    assert mine.leaves_for == "models.example.com"


@pytest.mark.parametrize(
    ("name", "leaves_for"), [("openai:gpt-5-mini", "api.openai.com"), ("openai:x@http://127.0.0.1:9/v1", ""), ("local:/m.gguf", "")]
)
def test_the_users_own_model_comes_first_and_says_where_it_is(name: str, leaves_for: str) -> None:
    own = list_choices(ModelSettings(name=name))[0]
    assert (own.id, own.spec, own.leaves_for) == ("own", name, leaves_for)


def test_the_address_of_the_users_own_model_goes_to_no_other() -> None:
    settings = ModelSettings(name="openai:x", base_url="http://127.0.0.1:9/v1")
    assert settings_for("own", settings).base_url == "http://127.0.0.1:9/v1"
    assert settings_for("openai", settings).base_url is None
