"""The commands and what they take."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import NoReturn

from netbuilder import __version__
from netbuilder.cli.export import FORMATS
from netbuilder.cli.output import Exit, complain
from netbuilder.codegen.model import STYLES
from netbuilder.i18n import tr
from netbuilder.training.sweeps import Pruner, Sampler

COMMANDS = ("examples", "new", "import", "check", "summary", "export", "train", "sweep", "runs")


class Parser(argparse.ArgumentParser):
    """Complains in one sentence."""

    def error(self, message: str) -> NoReturn:
        """End with that sentence and the exit code for bad input."""
        complain(f"{self.prog}: {message}; " + tr("try {program} --help.", program=self.prog))
        raise SystemExit(Exit.UNUSABLE)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the arguments; ``command`` is None where the app is to be opened.

    Raises:
        SystemExit: they cannot be understood, or only ask for help or the version.
    """
    given = list(arguments)
    if _first_word(given) in (*COMMANDS, None) and not _only_options_of_the_app(given):
        return _command_parser().parse_args(given)
    return _app_parser().parse_args(given)


def _first_word(arguments: Sequence[str]) -> str | None:
    """Return the first argument that is neither an option nor the value of ``--profile``."""
    before = ""
    for argument in arguments:
        if not argument.startswith("-") and before != "--profile":
            return argument
        before = argument
    return None


def _only_options_of_the_app(arguments: Sequence[str]) -> bool:
    return _first_word(arguments) is None and not {"-h", "--help"} & set(arguments)


def _app_parser() -> Parser:
    parser = Parser(prog="netbuilder", add_help=False)
    _add_common(parser)
    parser.add_argument("file", nargs="?")
    parser.set_defaults(command=None)
    return parser


def _command_parser() -> Parser:
    parser = Parser(
        prog="netbuilder",
        description=tr("Learn deep learning by building Keras networks by hand."),
        epilog=tr("Without a command: netbuilder [FILE] opens the app, or FILE in it."),
    )
    _add_common(parser)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    _add_examples(commands)
    _add_reading(commands)
    _add_export(commands)
    _add_train(commands)
    _add_sweep(commands)
    _with_json(commands.add_parser("runs", help=tr("list the trainings so far")))
    return parser


def _add_common(parser: Parser) -> None:
    parser.add_argument("--version", action="version", version=f"NetBuilder {__version__}")
    parser.add_argument(
        "--no-welcome", action="store_true", help=tr("open the app without its welcome page")
    )
    parser.add_argument(
        "--profile", metavar="DIR", help=tr("keep runs and settings in this folder")
    )


def _add_examples(commands: argparse._SubParsersAction[Parser]) -> None:
    _with_json(commands.add_parser("examples", help=tr("list the shipped examples")))
    new = commands.add_parser("new", help=tr("start a project from an example"))
    new.add_argument("example", metavar="EXAMPLE")
    _with_output(new)


def _add_reading(commands: argparse._SubParsersAction[Parser]) -> None:
    importing = commands.add_parser("import", help=tr("make a project of a Keras model"))
    importing.add_argument("source", metavar="SOURCE")
    _with_output(importing)
    check = commands.add_parser("check", help=tr("find all problems"))
    summary = commands.add_parser("summary", help=tr("show the layer table"))
    for parser in (check, summary):
        parser.add_argument("files", metavar="FILE", nargs="+")
        _with_json(parser)


def _add_export(commands: argparse._SubParsersAction[Parser]) -> None:
    export = commands.add_parser("export", help=tr("write code or a picture"))
    export.add_argument("files", metavar="FILE", nargs="+")
    export.add_argument("--style", choices=STYLES)
    export.add_argument("--format", choices=FORMATS, dest="form")
    export.add_argument(
        "--model-only", action="store_true", help=tr("without the data and the training")
    )
    export.add_argument(
        "--machines", action="store_true", help=tr("for several machines or GPUs, with their jobs")
    )
    _with_output(export)
    _with_json(export)


def _add_train(commands: argparse._SubParsersAction[Parser]) -> None:
    train = commands.add_parser("train", help=tr("train a project"))
    train.add_argument("file", metavar="FILE")
    train.add_argument("--epochs", type=_positive, metavar="N")
    train.add_argument("--seed", type=_seed, metavar="S")
    train.add_argument("--run-dir", metavar="DIR", help=tr("put the run's files here"))
    _with_trust(train)
    _with_json(train)


def _add_sweep(commands: argparse._SubParsersAction[Parser]) -> None:
    sweep = commands.add_parser("sweep", help=tr("train a project with varied settings"))
    sweep.add_argument("file", metavar="FILE")
    sweep.add_argument(
        "--vary",
        action="append",
        metavar="PLACE=VALUES",
        help=tr(
            "vary this instead of what the project says: layers/dense/units=16..128, "
            "or layers/dense/how-many=1..4 for that many such layers in a row"
        ),
    )
    sweep.add_argument("--trials", type=_positive, metavar="N")
    sweep.add_argument("--sampler", choices=[sampler.value for sampler in Sampler])
    sweep.add_argument("--pruner", choices=[pruner.value for pruner in Pruner])
    sweep.add_argument("--objective", metavar="FIGURE", help=tr("what counts, such as val_loss"))
    sweep.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help=tr("train so many at the same time")
    )
    sweep.add_argument(
        "--storage",
        default="",
        metavar="URL",
        help=tr("share the sweep with other machines by this database: sqlite:///sweep.db"),
    )
    sweep.add_argument("--study", default="", metavar="NAME", help=tr("its name in the database"))
    sweep.add_argument("--follow", action="store_true", help=argparse.SUPPRESS)
    _with_trust(sweep)
    _with_json(sweep)


def _with_trust(parser: Parser) -> None:
    parser.add_argument(
        "--trust-code",
        action="store_true",
        help=tr("run the project's own layers and functions, whoever wrote them"),
    )


def _with_json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help=tr("answer with JSON objects"))


def _with_output(parser: Parser) -> None:
    parser.add_argument("-o", "--output", metavar="OUT", required=True)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(tr("{text} is less than 1", text=text))
    return number


def _seed(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**32:
        raise argparse.ArgumentTypeError(tr("{text} is not between 0 and 2**32 - 1", text=text))
    return number
