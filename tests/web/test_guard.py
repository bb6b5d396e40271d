"""Who may ask the page's server for anything, how much, and how slowly; on a real socket."""

from __future__ import annotations

import json
import socket
import time

import httpx
import pytest

from tests.web.serving import NOTES, PATIENCE_S, Served

READ = json.dumps({"text": NOTES}).encode()


def ask(served: Served, method: str, path: str, body: bytes = b"", **changed: str | None) -> tuple[int, str]:
    """Status and body of a raw request; headers may be replaced or, with None, left out."""
    headers: dict[str, str | None] = {
        "Host": f"127.0.0.1:{served.port}",
        "Origin": served.url,
        "Sec-Fetch-Site": "same-origin",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "X-Afterword-Key": served.keys.key,
        "Connection": "close",
        **{name.replace("_", "-"): value for name, value in changed.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items() if value is not None)
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        connection.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
        return answer(connection)


def drip(connection: socket.socket) -> None:
    """A header line every tenth of a second, for ten seconds."""
    for _ in range(100):
        connection.sendall(b"X-A: b\r\n")
        time.sleep(0.1)


def answer(connection: socket.socket) -> tuple[int, str]:
    """Everything until the server closes; status 0 where it closes without a word."""
    data = b""
    while piece := connection.recv(65536):
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    return (int(head.split()[1]) if head else 0), body.decode("utf-8", "replace")


def test_the_pages_own_request_is_answered(served: Served) -> None:
    status, body = ask(served, "POST", "/api/read", READ)
    assert status == 200
    assert json.loads(body)["notes"]["company"] == "Fernhill Logistics"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        pytest.param({"Host": "attacker.example"}, 421, id="a name that was made to point here"),
        pytest.param({"Host": "attacker.example:{port}"}, 421, id="the same with the port"),
        pytest.param({"Host": "0.0.0.0:{port}"}, 421, id="the address of all addresses"),
        pytest.param({"Host": "[::1]:{port}"}, 421, id="an address that is not bound"),
        pytest.param({"Host": "127.0.0.1.attacker.example:{port}"}, 421, id="a name that begins like the address"),
        pytest.param({"Host": "127.0.0.1"}, 421, id="the address without its port"),
        pytest.param({"Host": "127.0.0.1:1"}, 421, id="another port"),
        pytest.param({"Origin": "null"}, 403, id="a sandboxed frame"),
        pytest.param({"Origin": "https://attacker.example"}, 403, id="another site"),
        pytest.param({"Origin": "http://127.0.0.1:1"}, 403, id="another port's page"),
        pytest.param({"Origin": "https://127.0.0.1:{port}"}, 403, id="another scheme"),
        pytest.param({"Sec_Fetch_Site": "cross-site"}, 403, id="a request from another site"),
        pytest.param({"Sec_Fetch_Site": "same-site"}, 403, id="a request from another port"),
        pytest.param({"Sec_Fetch_Site": "none"}, 403, id="a POST out of the blue"),
        pytest.param({"Content_Type": "text/plain"}, 415, id="a form of plain text"),
        pytest.param({"Content_Type": "application/x-www-form-urlencoded"}, 415, id="a form"),
        pytest.param({"Content_Type": "multipart/form-data; boundary=x"}, 415, id="a form with files"),
        pytest.param({"Content_Type": None}, 415, id="no type"),
        pytest.param({"X_Afterword_Key": None}, 401, id="no key"),
        pytest.param({"X_Afterword_Key": "x" * 43}, 401, id="a wrong key"),
        pytest.param({"X_Afterword_Key": "é"}, 401, id="a key in other letters"),
        pytest.param({"X_Afterword_Key": ""}, 401, id="an empty key"),
    ],
)
def test_a_request_that_is_not_the_pages_own_is_refused(served: Served, changed: dict[str, str | None], status: int) -> None:
    filled = {name: value.replace("{port}", str(served.port)) if value else value for name, value in changed.items()}
    got, body = ask(served, "POST", "/api/read", READ, **filled)
    assert got == status
    assert "Fernhill" not in body


@pytest.mark.parametrize("host", ["attacker.example", "0.0.0.0:{port}", "localhost.attacker.example:{port}"])
def test_the_page_itself_is_shown_under_its_own_address_only(served: Served, host: str) -> None:
    assert ask(served, "GET", "/", Host=host.replace("{port}", str(served.port)))[0] == 421
    assert ask(served, "GET", "/", Sec_Fetch_Site="none")[0] == 200
    assert ask(served, "GET", "/", Host=f"localhost:{served.port}", Origin=None, Sec_Fetch_Site="none")[0] == 200


@pytest.mark.parametrize("name", ["open", "models", "read", "view", "draft", "panel", "check", "fix", "file"])
def test_nothing_is_done_by_get(served: Served, name: str) -> None:
    assert ask(served, "GET", f"/api/{name}", READ)[0] == 405


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_no_other_method_is_answered(served: Served, method: str) -> None:
    assert ask(served, method, "/api/read", READ)[0] in (400, 405)


def test_an_address_that_says_something_is_refused(served: Served) -> None:
    assert ask(served, "GET", "/?notes=pay")[0] == 400
    assert ask(served, "POST", "/api/read?x=1", READ)[0] == 400


def test_two_hosts_are_refused(served: Served) -> None:
    status, _ = ask(served, "POST", "/api/read", READ, Host=f"127.0.0.1:{served.port}\r\nHost: attacker.example")
    assert status in (400, 421)


@pytest.mark.parametrize("size", [2 * 1024 * 1024 + 1, 10**12])
def test_too_much_is_refused_before_it_is_sent(served: Served, size: int) -> None:
    status, body = ask(served, "POST", "/api/read", b"{", Content_Length=str(size))
    assert status == 413
    assert "too much" in body


def test_too_much_in_pieces_is_refused(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        head = f"POST /api/read HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\nContent-Type: application/json\r\n"
        connection.sendall(f"{head}X-Afterword-Key: {served.keys.key}\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
        piece = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
        try:
            for _ in range(64):
                connection.sendall(piece)
            data = connection.recv(4096)
        except (BrokenPipeError, ConnectionResetError):
            data = b"HTTP/1.1 413"
    assert b"413" in data.splitlines()[0]


def test_a_head_without_end_is_refused(served: Served) -> None:
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as connection:
        try:
            connection.sendall(b"GET / HTTP/1.1\r\nX-Long: ")
            for _ in range(200):
                connection.sendall(b"x" * 8000)
            data = connection.recv(4096)
        except (BrokenPipeError, ConnectionResetError):
            data = b"HTTP/1.1 400"
    assert data.split()[1] in (b"400", b"431")


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"POST /api/read HTTP/1.1\r\nHost: 127", id="half a head"),
    ],
)
def test_a_client_that_does_not_finish_its_head_is_hung_up_on(impatient: Served, sent: bytes) -> None:
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=10) as connection:
        connection.sendall(sent)
        assert answer(connection)[0] in (0, 400)
    assert time.monotonic() - started < PATIENCE_S + 2


def test_a_client_that_drips_its_head_is_hung_up_on(impatient: Served) -> None:
    started = time.monotonic()
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            drip(connection)
    assert time.monotonic() - started < PATIENCE_S + 3


def test_a_client_that_does_not_finish_its_body_is_told_so(impatient: Served) -> None:
    started = time.monotonic()
    status, body = ask(impatient, "POST", "/api/read", b'{"text":', Content_Length="5000")
    assert status == 408
    assert "too long" in body
    assert time.monotonic() - started < PATIENCE_S + 2


def test_every_answer_carries_its_protections(client: httpx.Client) -> None:
    page = client.get("/", headers={"Sec-Fetch-Site": "none"})
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    for answer in (page, client.get("/page.js"), client.post("/api/models", json={}), client.get("/api/read"), client.get("/nothing")):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert "server" not in answer.headers
        assert "set-cookie" not in answer.headers


def test_each_page_has_a_nonce_of_its_own_and_no_inline_code(client: httpx.Client) -> None:
    one, other = client.get("/").text, client.get("/").text
    nonces = [text.split('nonce="')[1].split('"')[0] for text in (one, other)]
    assert nonces[0] != nonces[1]
    assert one.replace(nonces[0], "") == other.replace(nonces[1], "")
    assert " onclick" not in one
    assert "style=" not in one
    assert "<style" not in one
    assert "https://" not in one


def test_the_page_holds_neither_key_nor_ticket(client: httpx.Client, served: Served) -> None:
    text = client.get("/").text
    assert served.keys.key not in text
    assert served.keys.ticket is None or served.keys.ticket not in text


def test_the_ticket_is_good_once() -> None:
    from afterword.web.app import Keys

    keys = Keys.make()
    ticket = str(keys.ticket)
    assert keys.trade(ticket) == keys.key
    assert keys.trade(ticket) is None


def test_a_wrong_guess_spends_the_ticket() -> None:
    from afterword.web.app import Keys

    keys = Keys.make()
    ticket = str(keys.ticket)
    assert keys.trade("guess") is None
    assert keys.trade(ticket) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"text": 1}', b'{"text": "x", "more": 1}', b'{"text": null}', b"\xff\xfe"])
def test_a_body_that_is_not_what_was_asked_for_is_refused_in_a_sentence(served: Served, body: bytes) -> None:
    status, text = ask(served, "POST", "/api/read", body)
    assert status == 422
    assert json.loads(text)["error"].endswith(".")


def test_nothing_of_the_notes_reaches_the_terminal(
    client: httpx.Client, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, served: Served
) -> None:
    def broken(_body: object) -> dict[str, object]:
        raise RuntimeError(f"cannot read {NOTES}")

    monkeypatch.setattr("pipeline.intake.read_notes", lambda *_args, **_kwargs: broken(None))
    answer = client.post("/api/read", json={"text": NOTES})
    client.post("/api/read", json={"text": NOTES, "scenario": "Fernhill"})
    printed = "".join(capfd.readouterr())
    assert answer.status_code == 500
    assert "RuntimeError in" in printed
    assert "Fernhill" not in printed
    assert "Fernhill" not in answer.text
