"""`afterword serve`: the page, for whoever would rather not work in a terminal."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

import click

from afterword.settings import config_option

__all__ = ["command"]


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8717, show_default=True, help="The port; 0 takes any that is free.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@config_option
@click.pass_context
def command(context: click.Context, port: int, no_open: bool, config: object) -> None:
    """Open a page on this machine: paste notes, leave with an email.

    Only this machine can reach it, and only with the key in the address that is printed. Nothing you write is kept outside the browser.
    """
    import logging
    import threading
    from pathlib import Path

    from afterword.settings import draft_settings, model_settings
    from afterword.web.server import ADDRESS, bind, hosts_of, make_server

    file = config if isinstance(config, Path) else None
    settings, models = draft_settings(file), model_settings(file)
    listening = bind(port)
    from afterword.web.app import Keys, build_app
    from afterword.web.desk import Desk

    port = listening.getsockname()[1]
    if not (context.obj or {}).get("debug"):
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it reports browsers that hang up, and could quote what they sent
    desk, keys = Desk(settings, models), Keys.make()
    server = make_server(build_app(desk, keys=keys, hosts=hosts_of(port), debug=bool((context.obj or {}).get("debug"))))
    address = f"http://{ADDRESS}:{port}/"
    click.echo(f"Afterword is at {address}#key={keys.key}")
    click.echo("Only this machine can open it. Ctrl-C stops it.", err=True)
    sys.stdout.flush()
    threading.Thread(target=desk.warm, name="afterword-warm", daemon=True).start()
    if not no_open and _has_screen():
        _open_browser(f"{address}#ticket={keys.ticket}")
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listening])
    click.echo("Stopped. What you wrote is kept in your browser only.", err=True)


def _has_screen() -> bool:
    """Whether a browser with a window can be had; one in the terminal would take it over."""
    return sys.platform in ("win32", "darwin") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _open_browser(address: str) -> None:
    """Open the address without waiting. Other users may see it among the processes, so its ticket is good once."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), name="afterword-browser", daemon=True).start()
