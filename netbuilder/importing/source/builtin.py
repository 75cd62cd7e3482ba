"""Python's own functions, and those of ``math``, on values that are known."""

from __future__ import annotations

import builtins
import math
from collections.abc import Callable, Mapping

from netbuilder.importing.source.limits import MOST_ROUNDS, ScriptEndsError
from netbuilder.importing.source.plain import NotPlainError, guarded, plain
from netbuilder.importing.source.values import Arguments, Array, Unknown

PREFIX = "builtins."

_ENDING = frozenset(("builtins.exit", "builtins.quit", "os._exit", "sys.exit"))
_SILENT = frozenset(("print", "setattr", "delattr", "help"))
_KNOWN: Mapping[str, Callable[..., object]] = {
    "abs": abs,
    "all": all,
    "any": any,
    "bool": bool,
    "dict": dict,
    "divmod": divmod,
    "enumerate": lambda parts, start=0: [tuple(pair) for pair in enumerate(parts, start)],
    "float": float,
    "frozenset": lambda parts=(): list(dict.fromkeys(parts)),
    "int": int,
    "len": len,
    "list": list,
    "max": max,
    "min": min,
    "range": lambda *ends: _counted(range(*ends)),
    "reversed": lambda parts: list(reversed(parts)),
    "round": round,
    "set": lambda parts=(): list(dict.fromkeys(parts)),
    "slice": slice,
    "sorted": lambda parts, reverse=False: sorted(parts, reverse=reverse),
    "str": str,
    "sum": sum,
    "tuple": tuple,
    "zip": lambda *lists: [tuple(parts) for parts in zip(*lists, strict=False)],
}
_MATH = frozenset(("ceil", "exp", "floor", "gcd", "log", "log10", "log2", "sqrt", "prod"))
_CONSTANTS: Mapping[str, object] = {
    "math.pi": math.pi,
    "math.e": math.e,
    "numpy.pi": math.pi,
    "numpy.newaxis": None,
    "tensorflow.newaxis": None,
    "builtins.__name__": "__main__",
    "keras.__version__": "3.15.1",
    "builtins.NotImplemented": None,
}


def constant(path: str) -> object:
    """Return what a name of a library stands for, if it is a plain value; else ``...``."""
    return _CONSTANTS.get(path, ...)


def is_builtin(name: str) -> bool:
    """Tell whether Python itself has a name."""
    return hasattr(builtins, name) or name == "__name__"


def call_builtin(path: str, arguments: Arguments) -> object:
    """Return what a function of Python or of ``math`` gives; ``...`` for one that is not known.

    Raises:
        ScriptEndsError: it ends the script.
        NotPlainError: it gives nothing that could be worked out.
    """
    if path in _ENDING:
        raise ScriptEndsError(arguments.line)
    root, _, name = path.rpartition(".")
    if root in ("math", "numpy") and name in _MATH:
        if not all(map(_is_number_or_list, arguments.args)):
            raise NotPlainError
        work: Callable[..., object] = getattr(math, name)
        return guarded(lambda: work(*arguments.args))
    if root != PREFIX[:-1]:
        return ...
    if name in _SILENT:
        return None
    if name == "len" and arguments.args and isinstance(arguments.args[0], Array):
        shape = arguments.args[0].shape
        return shape[0] if shape else Unknown(arguments.line, "len(…)")
    if name not in _KNOWN:
        return ...
    if not all(map(plain, arguments.everything())):
        raise NotPlainError
    return guarded(lambda: _KNOWN[name](*arguments.args, **arguments.kwargs))


def rounds(value: object) -> list[object] | None:
    """Return what a loop over a value goes through, or None if that is not known.

    Longer loops are cut: what a network is made of is never that long.
    """
    match value:
        case list() | tuple() | str():
            return list(value)[:MOST_ROUNDS]
        case dict():
            return list(value)[:MOST_ROUNDS]
        case _:
            return None


def _counted(numbers: range) -> list[int]:
    if len(numbers) > MOST_ROUNDS:
        raise NotPlainError
    return list(numbers)


def _is_number_or_list(value: object) -> bool:
    return isinstance(value, (int, float, list, tuple))
