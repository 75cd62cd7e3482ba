"""Runs one command, or opens the app, and never shows a traceback."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import TypeAlias

from netbuilder.cli.arguments import parse
from netbuilder.cli.check import check_files
from netbuilder.cli.examples import list_examples, new_project
from netbuilder.cli.export import Draw, export_files
from netbuilder.cli.importing import import_project
from netbuilder.cli.output import Exit, InputError, complain
from netbuilder.cli.runs import list_runs
from netbuilder.cli.summary import summarise_files
from netbuilder.cli.sweep import sweep
from netbuilder.cli.train import train
from netbuilder.i18n import tr

OpenApp: TypeAlias = Callable[[Path | None, bool], int]


def main(arguments: Sequence[str], open_app: OpenApp, draw: Draw) -> int:
    """Run the command that ``arguments`` name, or open the app; return the exit code.

    Args:
        arguments: What stands after the program's name.
        open_app: Opens the window, with a file in it if one is given, and with a greeting
            if the second argument says so; returns the exit code at its end.
        draw: Draws a project's network into a file, as one of the kinds of pictures.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a console need not know every sign
    try:
        given = parse(arguments)
        if given.profile:
            os.environ["NETBUILDER_USER_DIR"] = given.profile
        return _run(given, open_app, draw)
    except SystemExit as request:  # argparse: help, version, or a complaint already made
        return request.code if isinstance(request.code, int) else Exit.DONE
    except InputError as error:
        complain(str(error))
    except BrokenPipeError:
        # The reader has seen enough; without this Python complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        complain(tr("Interrupted."))
    except Exception as error:
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        complain(tr("This is a fault of NetBuilder's own: {reason}", reason=reason))
    return Exit.UNUSABLE


def _run(given: argparse.Namespace, open_app: OpenApp, draw: Draw) -> int:
    match given.command:
        case None:
            return open_app(Path(given.file) if given.file else None, not given.no_welcome)
        case "examples":
            return list_examples(as_json=given.json)
        case "new":
            return new_project(given.example, given.output)
        case "import":
            return import_project(given.source, given.output)
        case "runs":
            return list_runs(as_json=given.json)
        case _:
            return _run_on_files(given, draw)


def _run_on_files(given: argparse.Namespace, draw: Draw) -> int:
    match given.command:
        case "sweep":
            return sweep(given)
        case "check":
            return check_files(given.files, as_json=given.json)
        case "summary":
            return summarise_files(given.files, as_json=given.json)
        case "export":
            return export_files(
                given.files,
                given.output,
                style=given.style,
                form=given.form,
                model_only=given.model_only,
                machines=given.machines,
                draw=draw,
                as_json=given.json,
            )
        case _:
            return train(
                given.file,
                epochs=given.epochs,
                seed=given.seed,
                run_dir=given.run_dir,
                trust_code=given.trust_code,
                as_json=given.json,
            )
