"""What goes wrong in a student's own code, in plain words and with its line."""

from __future__ import annotations

import ast
import re
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from netbuilder.catalog.custom import parsed
from netbuilder.i18n import tr
from netbuilder.training.examination import CodePiece
from netbuilder.worker.failure_words import in_plain_words
from netbuilder.worker.failures import error_text

_LONGEST = 300
_Groups: TypeAlias = Mapping[str, str]
_NONE: _Groups = {}
_WRAPPED = re.compile(r"Could not automatically infer.*?Error encountered:\s*", re.DOTALL)


def file_name(piece: str) -> str:
    """Return the file that a piece's code counts as in tracebacks."""
    return f"<{piece}>"


def explained(error: BaseException, examined: CodePiece, all_names: Sequence[str]) -> str:
    """Return what went wrong, in one or two sentences.

    Args:
        error: The error.
        examined: The code that is examined.
        all_names: The names of all pieces that ran.
    """
    if isinstance(error, SystemExit):
        return tr("The code calls exit(), which would end the training and the program.")
    text = _WRAPPED.sub("", error_text(error)).strip()
    for pattern, words in _RULES:
        match = re.search(pattern, text)
        if match is not None:
            return words(match.groupdict())
    known = in_plain_words(error, text)
    if known is not None:
        return " ".join(part for part in known if part)
    other = _other_piece(error, examined.name, all_names)
    first = text.partition("\n")[0][:_LONGEST] or type(error).__name__
    words_of_python = tr("{kind}: {reason}", kind=type(error).__name__, reason=first)
    return (
        tr("In {name}: {reason}", name=other, reason=words_of_python) if other else words_of_python
    )


def line_of(error: BaseException, piece: CodePiece) -> int | None:
    """Return the innermost line of a piece that an error came through, or None."""
    if isinstance(error, SyntaxError) and error.filename == file_name(piece.name):
        return error.lineno
    wanted = file_name(piece.name)
    lines = [
        line
        for frame, line in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename == wanted
    ]
    return lines[-1] if lines else None


def line_of_method(piece: CodePiece, *methods: str) -> int:
    """Return the line of the first of these methods that a piece has, else of its definition."""
    tree = parsed(piece.source)
    nodes = [] if tree is None else list(ast.walk(tree))
    lines = {
        node.name: node.lineno
        for node in reversed(nodes)
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
    }
    return next((lines[name] for name in (*methods, piece.name) if name in lines), 1)


def _other_piece(error: BaseException, name: str, all_names: Sequence[str]) -> str:
    """Return the other piece of code that an error arose in, or "" if it was this one."""
    files = {file_name(other): other for other in all_names}
    passed = [
        files[frame.f_code.co_filename]
        for frame, _ in traceback.walk_tb(error.__traceback__)
        if frame.f_code.co_filename in files
    ]
    return passed[-1] if passed and passed[-1] != name else ""


def forgot_super(_groups: _Groups = _NONE) -> str:
    """Return what to say of a layer that Keras has not prepared."""
    return tr(
        "__init__ does not begin with super().__init__(**kwargs), so Keras cannot prepare the "
        "layer."
    )


def _late_weights(_groups: _Groups) -> str:
    return tr(
        "call makes a weight or a layer, which would be a new one in each call. Weights are made "
        "in build, layers in __init__."
    )


def _open_weight(groups: _Groups) -> str:
    return tr(
        "A weight of the shape {shape} has an axis of unknown length, such as the batch. "
        "input_shape[-1] is the number of features.",
        shape=groups["shape"],
    )


def _no_call(_groups: _Groups) -> str:
    return tr("There is no call(self, inputs), which says what the layer computes.")


def _truth(_groups: _Groups) -> str:
    return tr(
        "An if or while asks for the value of a tensor, which is not there yet when Keras builds. "
        "keras.ops.where chooses number by number."
    )


def _numpy(_groups: _Groups) -> str:
    return tr("NumPy and math cannot compute with Keras's tensors; keras.ops can.")


def _open_size(_groups: _Groups) -> str:
    return tr(
        "It computes with the length of an axis that is not known yet (None), such as the batch. "
        "keras.ops.shape(x)[0] gives it once data come."
    )


def _unknown_name(groups: _Groups) -> str:
    return tr("'{name}' is not known here: an import or a line that makes it is missing.", **groups)


def gives_nothing(_groups: _Groups = _NONE) -> str:
    """Return what to say of a ``call`` without a return."""
    return tr("call gives nothing back; its last line should be a return.")


def _arguments(_groups: _Groups) -> str:
    return tr("A method gets more than it takes: does it begin with self?")


def _no_output_shape(groups: _Groups) -> str:
    return tr(
        "The layer around it asks {layer} what it will give. Its compute_output_shape(self, "
        "input_shape) has to say so: return input_shape, if it gives what it gets.",
        **groups,
    )


def _sizes(groups: _Groups) -> str:
    return tr("The sizes {one} and {other} do not fit together.", **groups)


def _no_config(_groups: _Groups) -> str:
    return tr("get_config is missing, and Keras cannot save these parameters without it.")


def _input_axis(groups: _Groups) -> str:
    return tr(
        "A layer inside was built for {wanted} features, but gets the shape {shape}.", **groups
    )


_RULES: Sequence[tuple[str, Callable[[_Groups], str]]] = (
    (r"forgot to call `super\(\)\.__init__\(\)`", forgot_super),
    (r"has no attribute '_?(tracker|lock|losses|built|called)'", forgot_super),
    (r"cannot add new elements of state", _late_weights),
    (r"tf\.function only supports singleton tf\.Variables", _late_weights),
    (r"must be fully-defined.*shape=(?P<shape>\(.*?\))", _open_weight),
    (r"does not have a `call` method", _no_call),
    (r"symbolic `?tf\.Tensor`? as a Python `bool`", _truth),
    (
        r"Cannot convert a symbolic|SymbolicTensor|`?KerasTensor`? cannot be used|symbolic Keras",
        _numpy,
    ),
    (r"but got None|'NoneType' and '(int|float)'|NoneType.* cannot be interpreted", _open_size),
    (r"None values not supported|Tried to convert '\w+' to a tensor and failed.*None", _open_size),
    (r"name '(?P<name>\w+)' is not defined", _unknown_name),
    (r"'NoneType' object has no attribute '(shape|dtype)'", gives_nothing),
    (r"too many positional arguments|takes \d+ positional arguments? but \d+", _arguments),
    (r"Dimensions must be equal, but are (?P<one>\d+) and (?P<other>\d+)", _sizes),
    (r"Layer (?P<layer>\w+) does not have a `compute_output_shape` method", _no_output_shape),
    (r"non-serializable", _no_config),
    (
        r"expected axis -1 of input shape to have value (?P<wanted>\d+).*shape=(?P<shape>\(.*?\))",
        _input_axis,
    ),
)
