"""Custom code: layers, losses, metrics, callbacks and functions of the student's own, as values."""

from __future__ import annotations

import ast
import builtins
import hashlib
import keyword
import re
import warnings
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from netbuilder.catalog.syntax import syntax_tree
from netbuilder.i18n import tr

_RESERVED = frozenset(
    (
        *("Functional", "Net", "Path", "Sequential"),
        *("csv", "figures", "history", "inputs", "keep_history", "keras", "layers", "main"),
        *("model", "np", "numpy", "ops", "outputs", "results", "self", "tensorflow", "tf"),
        *("training", "x", "x_test", "x_train", "y_test", "y_train"),
    )
)
_TAKEN_STARTS = ("build_", "load_", "make_", "read_")
"""With which names of functions in generated code begin."""

_CLASS, _FUNCTION = r"[A-Z][A-Za-z0-9_]*", r"[a-z][a-z0-9_]*"


class CustomKind(StrEnum):
    """What a piece of custom code is to Keras."""

    LAYER = "layer"
    LOSS = "loss"
    METRIC = "metric"
    ACTIVATION = "activation"
    CALLBACK = "callback"
    FUNCTION = "function"  # which callbacks call


@dataclass(frozen=True, slots=True)
class CustomCode:
    """A piece of Python code that defines one thing for Keras.

    Attributes:
        kind: What it defines.
        name: The class or function that it defines; it is found under this name.
        source: The code, with the imports that it needs.
    """

    kind: CustomKind
    name: str
    source: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the source, by which somebody trusts this very text."""
        return hashlib.sha256(self.source.encode("utf-8", "surrogatepass")).hexdigest()


def name_fault(kind: CustomKind, name: str, taken: Collection[str]) -> str:
    """Return why custom code cannot have a name, in one sentence; empty if it can.

    Args:
        kind: What the code defines.
        name: The name.
        taken: The names of Keras's own and of the project's other code.
    """
    if not re.fullmatch(_pattern(kind), name):
        return _form_words(kind)
    is_taken = name in _RESERVED or name.startswith(_TAKEN_STARTS) or name.isupper()
    if is_taken or keyword.iskeyword(name) or hasattr(builtins, name):
        return tr("'{name}' has a meaning of its own in Python or in the exported code.", name=name)
    if name in taken:
        return tr("'{name}' is taken already.", name=name)
    return ""


def needed(names: Iterable[str], codes: Mapping[str, CustomCode]) -> tuple[CustomCode, ...]:
    """Return the pieces that are called by these names, after those that they mention.

    Args:
        names: Any names; those that are no custom code are passed over.
        codes: All custom code by name.
    """
    found: dict[str, CustomCode] = {}
    seen: set[str] = set()

    def visit(name: str) -> None:
        if name in seen or name not in codes:
            return
        seen.add(name)
        for mentioned in sorted(_mentioned(codes[name].source)):
            visit(mentioned)
        found[name] = codes[name]

    for name in names:
        visit(name)
    return tuple(found.values())


def joint_digest(codes: Iterable[CustomCode]) -> str:
    """Return the SHA-256 of several pieces together."""
    return hashlib.sha256(" ".join(code.digest for code in codes).encode()).hexdigest()


@lru_cache(maxsize=256)
def parsed(source: str) -> ast.Module | None:
    """Return the syntax tree of custom code, or None if it is no Python."""
    try:
        with warnings.catch_warnings(action="ignore"):  # such as that "\\d" is no escape
            return syntax_tree(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


@lru_cache(maxsize=256)
def _mentioned(source: str) -> frozenset[str]:
    tree = parsed(source)
    if tree is None:
        return frozenset()
    return frozenset(node.id for node in ast.walk(tree) if isinstance(node, ast.Name))


def _pattern(kind: CustomKind) -> str:
    match kind:
        case CustomKind.LAYER | CustomKind.CALLBACK:
            return _CLASS
        case CustomKind.ACTIVATION | CustomKind.FUNCTION:
            return _FUNCTION
        case _:
            return f"{_CLASS}|{_FUNCTION}"


def _form_words(kind: CustomKind) -> str:
    match kind:
        case CustomKind.LAYER:
            return tr("A layer's name begins with a capital letter, such as ScaledDense.")
        case CustomKind.ACTIVATION:
            return tr("An activation's name is in small letters, such as soft_step.")
        case CustomKind.CALLBACK:
            return tr("A callback's name begins with a capital letter, such as StopAtNoon.")
        case CustomKind.FUNCTION:
            return tr("A function's name is in small letters, such as halve_every_ten.")
        case _:
            return tr("A name is one word of letters, digits and '_', such as weighted_error.")
