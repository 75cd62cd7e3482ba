"""Values that come to a script from outside: of its command line, of what tunes it.

They are not known before it runs; the defaults that the script names stand for them.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from netbuilder.i18n import tr
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import Arguments, Unknown

_MAKERS = frozenset(
    (
        "argparse.ArgumentParser",
        "keras_tuner.HyperParameters",
        "kerastuner.HyperParameters",
        "kerastuner.engine.hyperparameters.HyperParameters",
        "types.SimpleNamespace",
    )
)
_FLAGS = {"store_true": False, "store_false": True}


@dataclass(eq=False)
class Options:
    """A parser of a command line and what it gives, or the values that a tuner chooses.

    Attributes:
        values: The values so far, by name.
    """

    values: dict[str, object] = field(default_factory=dict)


def made_options(path: str, arguments: Arguments) -> Options | None:
    """Return what a class gives that holds such values, or None for every other class."""
    return Options(dict(arguments.kwargs)) if path in _MAKERS else None


def call_options(session: Session, options: Options, name: str, arguments: Arguments) -> object:
    """Return what a method gives; ``...`` where that is not known."""
    match name:
        case "add_argument":
            options.values |= _argument(arguments)
            return None
        case "set_defaults":
            options.values |= arguments.kwargs
            return None
        case "add_argument_group" | "add_mutually_exclusive_group":
            return options
        case "parse_args" | "parse_known_args":
            session.notes.add(
                tr(
                    "What the command line says is not known before the script runs; its options "
                    "are read with their defaults."
                ),
                arguments.line,
            )
            return options if name == "parse_args" else (options, [])
        case _:
            return _chosen(session, name, arguments)


def _argument(arguments: Arguments) -> dict[str, object]:
    """Return an option of a command line with its default."""
    flags = [flag for flag in arguments.args if isinstance(flag, str)]
    long = [flag for flag in flags if not flag.startswith("-") or flag.startswith("--")]
    called = arguments.kwargs.get("dest", (long or flags or [""])[0])
    name = str(called).lstrip("-").replace("-", "_")
    is_needed = arguments.kwargs.get("required") is True or not str(called).startswith("-")
    action = arguments.kwargs.get("action")
    usual = Unknown(arguments.line, name) if is_needed else _FLAGS.get(str(action))
    return {name: arguments.kwargs.get("default", usual)}


def _chosen(session: Session, name: str, arguments: Arguments) -> object:
    """Return what a tuner's ``HyperParameters`` give where nothing was tried yet."""
    second = arguments.args[1] if len(arguments.args) > 1 else ...
    match name:
        case "Int" | "Float":
            least = arguments.kwargs.get("min_value", second)
        case "Choice":
            values = arguments.kwargs.get("values", second)
            least = values[0] if isinstance(values, list | tuple) and values else ...
        case "Boolean":
            least = False
        case "Fixed":
            least = arguments.kwargs.get("value", second)
        case _:
            return ...
    session.notes.add(
        tr("What a tuner chooses is not known before it runs; the default is read."),
        arguments.line,
    )
    return arguments.kwargs.get("default", least)
