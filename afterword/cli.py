"""The command line: a group that imports a command only when it is called, and one place where errors become exit codes."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from contextlib import suppress
from typing import NoReturn

import click

__all__ = ["COMMANDS", "cli", "main"]

#: Command name to the line shown by `afterword --help`; the command itself lives in `afterword/commands/<name>.py`.
COMMANDS = {
    "draft": "Write the follow-up email for your notes.",
    "notes": "Show what was understood of your notes.",
    "check": "Check any email text against your notes.",
    "new": "Print a form to fill in.",
    "prompt": "Show the exact messages a model would get.",
    "batch": "Write the emails for a folder or a table of notes.",
    "serve": "Open the page in your browser.",
    "mcp": "Offer Afterword to an assistant (MCP).",
    "eval": "Run an evaluation suite.",
    "rule": "Explain a rule, or list them all.",
    "scenarios": "List the seven situations.",
    "models": "List the models and what they need.",
    "doctor": "Show what is installed and what is missing.",
}

#: Commands that read much of our own data, which is kept parsed in the cache folder between runs.
_READS_NOTES = frozenset({"draft", "notes", "check", "prompt", "serve"})


class _Lazy(click.Group):
    """Lists commands by name alone and imports one when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in _READS_NOTES and not {"-h", "--help"} & set(sys.argv):
            _keep_data()
            if cmd_name != "serve":
                gc.disable()  # a process of a second is gone before its garbage matters
        module = importlib.import_module(f"afterword.commands.{cmd_name}")
        command = module.command
        if not isinstance(command, click.Command):
            raise TypeError(f"afterword.commands.{cmd_name}.command is not a command")
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" There are: {', '.join(COMMANDS)}."
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="afterword", message="afterword %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback when something fails.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Interview notes in, a follow-up email out that you can send as it stands.

    Paste notes, or fill in a form: afterword new > notes.md; afterword draft notes.md

    Everything happens on this machine unless you name another model with --model. Nothing is ever sent for you.
    Results go to standard output, commentary to standard error.
    Exit codes: 0 accepted, 1 refused by the guardrails, 2 wrong use or unusable notes, 3 provider or system failure.
    """
    ctx.obj = {"debug": debug}


def main() -> NoReturn:
    """Run the command line; every failure ends in one sentence and its exit code."""
    debug = "--debug" in sys.argv
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(prog_name="afterword", complete_var="_AFTERWORD_COMPLETE", standalone_mode=False)
        sys.stdout.flush()
        _leave(code if isinstance(code, int) else 0)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _fail("Stopped. Nothing was sent, and no file was changed.", 130)
    except click.exceptions.Exit as done:
        _leave(done.exit_code)
    except SystemExit as done:
        _leave(done.code if isinstance(done.code, int) else int(done.code is not None))
    except click.ClickException as error:
        error.show()
        _leave(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _leave(0)
    except Exception as error:  # the border where a failure becomes an exit code
        from pipeline.errors import AfterwordError

        if debug:
            import traceback

            traceback.print_exc()
            _leave(error.exit_code if isinstance(error, AfterwordError) else 3)
        if isinstance(error, AfterwordError):
            _fail(str(error), error.exit_code)
        if isinstance(error, OSError):
            _fail(f"The system refused: {error.strerror or error}{f' ({error.filename})' if error.filename else ''}.", 3)
        _fail(f"Something went wrong inside Afterword ({type(error).__name__}: {error}). Run again with --debug to see where.", 3)


def _open_closed_streams() -> None:
    """A stream that the caller closed takes what is written to it and keeps nothing."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))


def _keep_data() -> None:
    """Use what the cache folder keeps of our own data, and spare what a process of a second has no use for."""
    # No plug-ins of other packages are wanted here, and to look for them pydantic reads the metadata of every package installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    from pipeline.model_file import cache_dir
    from prompts.kept import keep_in

    keep_in(cache_dir())


def _save_patterns() -> None:
    patterns = sys.modules.get("prompts.patterns")
    if patterns is not None:
        patterns.save()


def _fail(message: str, code: int) -> NoReturn:
    click.echo(f"afterword: {message}", err=True)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Exit at once: a native model in this process needs no orderly unloading."""
    _save_patterns()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (BrokenPipeError, ValueError):  # who read it has gone, or closed it; the code says the rest
            pass
        except OSError as error:  # a full disk: what was to be said is lost, and that is no success
            if not code:
                code = 3
                with suppress(OSError, ValueError):
                    click.echo(f"afterword: The system refused: {error.strerror or error}.", err=True)
    os._exit(code)
