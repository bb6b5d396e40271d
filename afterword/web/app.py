"""The page's application: one page, its style and script, and the JSON requests of the script. See `guard.py` for who may ask."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
import sys
import threading
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, TypeVar

import jinja2
from pydantic import BaseModel, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from afterword.web.bodies import CheckBody, DraftBody, FileBody, FixBody, OpenBody, ReadBody, ViewBody
from afterword.web.guard import BODY_S, Guard
from afterword.web.page import page_values
from afterword.web.script import join_script
from pipeline.errors import AfterwordError

if TYPE_CHECKING:
    from afterword.web.desk import Desk, Tell

__all__ = ["Keys", "build_app"]

_SCRIPTS = ("page.js", "wire.js", "keep.js", "dom.js", "notes.js", "letter.js", "editor.js", "take.js")
_FILES = ("page.css", "icon.svg")
_ASSETS = {"page.css": "text/css", "icon.svg": "image/svg+xml", "page.js": "text/javascript"}
_BROKEN = "Something went wrong inside Afterword; the terminal shows where. Nothing you wrote is lost."

B = TypeVar("B", bound=BaseModel)
Handler = Callable[[Request], Awaitable[Response]]


@dataclass
class Keys:
    """The key of this run, and the ticket that the browser trades for it: once, so that it is worthless to who reads it later."""

    key: str
    ticket: str | None

    @classmethod
    def make(cls) -> Keys:
        """Fresh ones."""
        return cls(secrets.token_urlsafe(32), secrets.token_urlsafe(32))

    def trade(self, ticket: str) -> str | None:
        """The key for the right ticket, once."""
        expected, self.ticket = self.ticket, None
        if expected is not None and hmac.compare_digest(ticket.encode(), expected.encode()):
            return self.key
        return None


def build_app(desk: Desk, *, keys: Keys, hosts: tuple[str, ...], debug: bool = False, body_s: float = BODY_S) -> Guard:
    """The application behind its guard.

    Args:
        desk: does what the page asks for.
        keys: what a request must know.
        hosts: the Host headers that are answered, port included.
        debug: whether the terminal shows messages of failures, which may quote notes; else only where they happened.
        body_s: seconds a request's body may take to arrive.
    """
    pages = _Pages(desk, keys, debug=debug)
    routes = [Route("/", pages.page), *(Route(f"/{name}", pages.asset) for name in _ASSETS)]
    routes += [Route(f"/api/{name}", answer, methods=["POST"]) for name, answer in pages.answers().items()]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return Guard(app, hosts=hosts, key=keys.key, body_s=body_s)


class _Pages:
    """Answers every request; holds the page's template and assets."""

    def __init__(self, desk: Desk, keys: Keys, *, debug: bool) -> None:
        self._desk = desk
        self._keys = keys
        self._debug = debug
        folder = resources.files("afterword.web")
        scripts = {name: folder.joinpath("static", name).read_text("utf-8") for name in _SCRIPTS}
        self._assets = {name: folder.joinpath("static", name).read_bytes() for name in _FILES}
        self._assets["page.js"] = join_script(scripts, "page.js").encode()
        environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
        self._page = environment.from_string(folder.joinpath("templates", "page.html").read_text("utf-8"))
        self._values = page_values()

    def answers(self) -> dict[str, Handler]:
        """Every request of the script, by name."""
        desk = self._desk
        return {
            "open": self._open,
            "models": self._answering(_Nothing, lambda _: {"models": desk.choices()}),
            "read": self._answering(ReadBody, desk.read),
            "view": self._answering(ViewBody, desk.view),
            "check": self._answering(CheckBody, desk.check),
            "fix": self._answering(FixBody, desk.fix),
            "file": self._file,
            "draft": self._streaming(DraftBody, desk.write),
            "panel": self._streaming(DraftBody, desk.write_panel),
        }

    async def page(self, _request: Request) -> Response:
        """The page itself; it holds no notes and no key."""
        nonce = secrets.token_urlsafe(16)
        policy = (
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
        )
        text = self._page.render(nonce=nonce, **self._values)
        return Response(text, media_type="text/html", headers={"content-security-policy": policy})

    async def asset(self, request: Request) -> Response:
        """The style, a script or the icon."""
        name = request.url.path.removeprefix("/")
        return Response(self._assets[name], media_type=_ASSETS[name])

    async def _open(self, request: Request) -> Response:
        try:
            body = OpenBody.model_validate_json(await request.body())
        except ValidationError as error:
            return _refused(_unusable(error), 422)
        key = self._keys.trade(body.ticket)
        if key is None:
            return _refused("This address has been used already; open the one that the terminal shows.", 401)
        return JSONResponse({"key": key})

    def _answering(self, model: type[B], work: Callable[[B], dict[str, object]]) -> Handler:
        """A handler that answers with one JSON object."""

        async def answer(request: Request) -> Response:
            try:
                body = model.model_validate_json(await request.body())
                return JSONResponse(await run_in_threadpool(work, body))
            except Exception as error:  # the border where a failure becomes a sentence
                return _refused(*self._said(error))

        return answer

    async def _file(self, request: Request) -> Response:
        try:
            body = FileBody.model_validate_json(await request.body())
            data, media_type, name = await run_in_threadpool(self._desk.file, body)
        except Exception as error:  # the border where a failure becomes a sentence
            return _refused(*self._said(error))
        headers = {"content-disposition": f'attachment; filename="{name}"'} if name else {}
        return Response(data, media_type=media_type, headers=headers)

    def _streaming(self, model: type[B], work: Callable[[B, Tell], None]) -> Handler:
        """A handler that answers with one JSON object a line, each sent as soon as it is known."""

        async def answer(request: Request) -> Response:
            try:
                body = model.model_validate_json(await request.body())
            except ValidationError as error:
                return _refused(_unusable(error), 422)
            lines = _Lines(asyncio.get_running_loop())
            threading.Thread(target=self._run, args=(work, body, lines), name="afterword-draft", daemon=True).start()
            return StreamingResponse(lines.read(), media_type="application/x-ndjson")

        return answer

    def _run(self, work: Callable[[B, Tell], None], body: B, lines: _Lines) -> None:
        try:
            work(body, lines.tell)
        except Exception as error:  # the border where a failure becomes a sentence
            lines.tell({"event": "error", "error": self._said(error)[0]})
        finally:
            lines.tell(None)

    def _said(self, error: Exception) -> tuple[str, int]:
        """One sentence for the user; what the terminal gets holds nothing of the notes."""
        if isinstance(error, AfterwordError):
            return str(error), 422
        if isinstance(error, ValidationError):
            return _unusable(error), 422
        if self._debug:
            traceback.print_exception(error)
        else:
            last = traceback.extract_tb(error.__traceback__)[-1]
            print(f"afterword: {type(error).__name__} in {last.name} ({last.filename}:{last.lineno})", file=sys.stderr)
        return _BROKEN, 500


class _Lines:
    """Passes what a thread tells on to the loop that answers."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._queue: asyncio.Queue[dict[str, object] | None] = asyncio.Queue()

    def tell(self, event: dict[str, object] | None) -> None:
        """One event from any thread; None ends the answer. Nobody hears it once the server has stopped."""
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._queue.put_nowait, event)

    async def read(self) -> AsyncIterator[bytes]:
        """The events as lines of JSON."""
        while (event := await self._queue.get()) is not None:
            yield json.dumps(event, ensure_ascii=False).encode() + b"\n"


class _Nothing(BaseModel):
    """A request that brings nothing."""


def _unusable(error: ValidationError) -> str:
    """Which field cannot be used; the value is not repeated."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"]) or "the request"
    return f"{place} cannot be used: {first['msg'][:1].lower()}{first['msg'][1:]}."


def _refused(message: str, status: int) -> Response:
    return JSONResponse({"error": message}, status_code=status)
