"""`afterword mcp`: reading notes, drafting, checking and explaining rules as tools for an assistant."""

from __future__ import annotations

from pathlib import Path

import click

from afterword.options import model_option
from afterword.settings import config_option

__all__ = ["command"]


@click.command("mcp")
@model_option
@click.option("--folder", type=click.Path(path_type=Path), metavar="DIR", help="Let the assistant name notes by file in this folder.")
@click.option("--show-private", is_flag=True, help="Let the assistant see the text of facts your notes mark as private.")
@config_option
def command(model: str, folder: Path | None, show_private: bool, config: Path | None) -> None:
    """Offer Afterword to an assistant over the Model Context Protocol, on standard input and output.

    Put this command into your assistant's list of servers: command "afterword", arguments "mcp". The assistant then has four tools:
    read_notes, draft, check and explain_rule. What your notes mark as private is withheld from it, and it cannot choose another model.
    """
    from afterword.mcp_server import serve
    from afterword.mcp_tools import Desk
    from afterword.settings import find_settings
    from pipeline.errors import BadConfiguration
    from pipeline.providers import open_model

    if folder is not None and not folder.is_dir():
        raise BadConfiguration(f"--folder {folder} is not a folder; name the one that holds your notes.")
    open_model(model)  # a name that is none is refused now, not at the first email
    serve(Desk(model=model, folder=folder, shows_private=show_private, settings=config or find_settings(Path.cwd())))
