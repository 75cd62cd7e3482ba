"""Python's own functions, and those of ``math``, on values that are known."""

from __future__ import annotations

import builtins
import json
import math
import posixpath
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
    "chr": chr,
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
_TYPES: Mapping[str, type] = {
    "builtins.bool": bool,
    "builtins.dict": dict,
    "builtins.float": float,
    "builtins.int": int,
    "builtins.list": list,
    "builtins.str": str,
    "builtins.tuple": tuple,
    "numpy.ndarray": Array,
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
        return _worked_out(getattr(math, name), arguments)
    if path in _OF_ANYTHING:
        return _worked_out(_OF_ANYTHING[path], arguments)
    return _of_python(name, arguments) if root == PREFIX[:-1] else ...


def _of_python(name: str, arguments: Arguments) -> object:
    """Return what a function of Python gives for plain values."""
    if name in _SILENT:
        return None
    if name == "len" and arguments.args and isinstance(arguments.args[0], Array):
        shape = arguments.args[0].shape
        return shape[0] if shape else Unknown(arguments.line, "len(…)")
    if name not in _KNOWN:
        return ...
    if not all(map(plain, arguments.everything())):
        raise NotPlainError
    return _worked_out(_KNOWN[name], arguments)


def _worked_out(work: Callable[..., object], arguments: Arguments) -> object:
    return guarded(lambda: work(*arguments.args, **arguments.kwargs))


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


def _is_instance(value: object, types: object) -> bool:
    """Tell whether a value is of a type, or of one of several.

    Raises:
        NotPlainError: the value or a type is not known.
    """
    names = [getattr(one, "path", "") for one in (types if isinstance(types, tuple) else (types,))]
    if isinstance(value, Unknown) or not all(name in _TYPES for name in names):
        raise NotPlainError
    return any(isinstance(value, _TYPES[name]) for name in names)


def _copied(value: object) -> object:
    """Return a value in lists and dicts of its own; all else in them is the same."""
    match value:
        case list():
            return [_copied(part) for part in value]
        case dict():
            return {key: _copied(part) for key, part in value.items()}
        case _:
            return value


def _spaced(start: float, stop: float, num: int = 50) -> list[float]:
    """Return numbers at equal distances, the first and the last included."""
    if num > MOST_ROUNDS:
        raise NotPlainError
    return [start + (stop - start) * place / max(1, num - 1) for place in range(num)]


_OF_ANYTHING: Mapping[str, Callable[..., object]] = {
    "builtins.isinstance": _is_instance,
    "copy.copy": _copied,
    "copy.deepcopy": _copied,
    "json.loads": json.loads,
    "numpy.linspace": _spaced,
    "os.path.abspath": lambda path: path,
    "os.path.join": posixpath.join,
}
"""Functions that take more than plain values, or are of other modules."""
