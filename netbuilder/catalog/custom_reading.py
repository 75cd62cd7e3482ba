"""What custom code says of itself: read from its syntax tree, and never run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from netbuilder.catalog.custom import CustomCode, CustomKind, parsed
from netbuilder.catalog.custom_params import TRAINABLE, params_of
from netbuilder.catalog.spec import ClassSpec, LayerSpec, Ports
from netbuilder.catalog.syntax import syntax_tree
from netbuilder.i18n import tr

CATEGORY = "custom"

_Definition: TypeAlias = ast.ClassDef | ast.FunctionDef
_TOLD = frozenset(("training", "mask"))
"""What Keras itself gives to ``call``."""
_STATES = ("state", "states")
"""What an RNN hands to the cell that it holds, behind the step's input."""

_TENSORS = {CustomKind.ACTIVATION: 1, CustomKind.LOSS: 2, CustomKind.METRIC: 2}
_BASES = {
    CustomKind.LAYER: "keras.layers.Layer",
    CustomKind.LOSS: "keras.losses.Loss",
    CustomKind.METRIC: "keras.metrics.Metric",
    CustomKind.CALLBACK: "keras.callbacks.Callback",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why custom code cannot be used at all.

    Attributes:
        message: The reason, in one sentence.
        line: Where, counted from 1.
    """

    message: str
    line: int = 1


@lru_cache(maxsize=256)
def read_custom(code: CustomCode) -> ClassSpec:
    """Return what a piece of custom code defines; a :class:`LayerSpec` for a layer.

    Where it cannot be used, the spec has a ``fault`` and no parameters.
    """
    fault, spec = fault_of(code), _bare(code)
    definition = None if fault else _definition(code)
    if fault or definition is None:
        words = fault or Fault(tr("The code is not readable."))
        return replace(
            spec, fault=tr("line {line}: {reason}", line=words.line, reason=words.message)
        )
    doc = ast.get_docstring(definition) or ""
    function = isinstance(definition, ast.FunctionDef)
    params = () if function else params_of(_method(definition, "__init__"))
    described = replace(
        spec, doc=doc, summary=doc.partition("\n")[0], params=params, is_function=function
    )
    return _as_layer(described, definition) if isinstance(described, LayerSpec) else described


def fault_of(code: CustomCode) -> Fault | None:
    """Return why a piece of custom code cannot be used, as far as reading tells; or None."""
    tree = parsed(code.source)
    if tree is None:
        return _syntax_fault(code.source)
    definition = _definition(code)
    if definition is None:
        return _missing(code)
    future = next((node for node in tree.body if _is_future(node)), None)
    if future is not None:
        return Fault(tr("An import from __future__ cannot go into a larger script."), future.lineno)
    if isinstance(definition, ast.ClassDef):
        return _class_fault(code, definition)
    return _function_fault(code, definition)


def imports_of(code: CustomCode) -> tuple[tuple[str, ...], str]:
    """Return the import lines that custom code begins with, and the code without them.

    Only imports that stand by themselves are taken out; line breaks at both ends go too.
    """
    tree = parsed(code.source)
    if tree is None:
        return (), code.source
    lines = source_lines(code.source)
    shared = {line for node in tree.body if not _is_import(node) for line in _lines_of(node)}
    imports: list[str] = []
    gone: set[int] = set()
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom) and shared.isdisjoint(_lines_of(node)):
            imports.extend(_import_lines(node))
            gone.update(_lines_of(node))
    kept = "\n".join(line for number, line in enumerate(lines, start=1) if number not in gone)
    return tuple(imports), kept.strip("\n")


def source_lines(source: str) -> list[str]:
    """Return the lines of a source as Python counts them."""
    return re.split(r"\r\n|\r|\n", source)


def definition_line(code: CustomCode) -> int:
    """Return the line on which the definition begins, its decorators included; 1 if not found."""
    definition = _definition(code)
    if definition is None:
        return 1
    return min([definition.lineno, *(part.lineno for part in definition.decorator_list)])


def is_registered(code: CustomCode) -> bool:
    """Tell whether the definition has a decorator that registers it for saving."""
    definition = _definition(code)
    decorators = [] if definition is None else definition.decorator_list
    return any("register_keras_serializable" in ast.unparse(part) for part in decorators)


def makes_layers(codes: tuple[CustomCode, ...]) -> bool:
    """Tell whether code may make layers inside, which Keras then counts as it names layers."""
    return any("layers." in code.source for code in codes)


def makes_weights(codes: tuple[CustomCode, ...]) -> bool:
    """Tell whether code may make weights as it is built, and so draws random numbers then."""
    return makes_layers(codes) or any("add_weight" in code.source for code in codes)


def is_cell(spec: ClassSpec) -> bool:
    """Tell whether custom code defines a cell, which only an RNN around it can call."""
    definition = None if spec.custom is None else _definition(spec.custom)
    call = None if definition is None else _method(definition, "call")
    if definition is None or call is None or "state_size" not in ast.unparse(definition):
        return False
    return tuple(_tensor_names(call)[1:]) in {(name,) for name in _STATES}


def _bare(code: CustomCode) -> ClassSpec:
    if code.kind is CustomKind.LAYER:
        return LayerSpec(name=code.name, module="", category=CATEGORY, custom=code)
    return ClassSpec(name=code.name, module="", custom=code)


def _as_layer(spec: LayerSpec, definition: _Definition) -> LayerSpec:
    call = _method(definition, "call")
    cell = is_cell(spec)
    inputs = [] if call is None else _tensor_names(call)[: 1 if cell else None]
    names = tuple(inputs) if len(inputs) > 1 else ()
    count = len(inputs) if names else _unpacked(call, inputs)
    told = call is not None and "training" in _argument_names(call)
    telling = tuple(param.name for param in spec.params if not param.advanced)[:2]
    return replace(
        spec,
        summary=spec.summary or tr("A layer of your own."),
        params=(*spec.params, TRAINABLE),
        ports=Ports(count, count, names),
        telling=telling,
        training=told,
        placeable=not cell,
    )


def _definition(code: CustomCode) -> _Definition | None:
    tree = parsed(code.source)
    wanted: type[ast.ClassDef] | type[ast.FunctionDef] | tuple[type[_Definition], ...]
    match code.kind:
        case CustomKind.LAYER | CustomKind.CALLBACK:
            wanted = ast.ClassDef
        case CustomKind.ACTIVATION | CustomKind.FUNCTION:
            wanted = ast.FunctionDef
        case _:
            wanted = (ast.ClassDef, ast.FunctionDef)
    found = [] if tree is None else tree.body
    named = (node for node in found if isinstance(node, wanted))
    return next((node for node in named if node.name == code.name), None)


def _syntax_fault(source: str) -> Fault:
    try:
        syntax_tree(source)
    except SyntaxError as error:
        return Fault(tr("This is no Python: {reason}.", reason=error.msg), error.lineno or 1)
    except (ValueError, RecursionError, MemoryError):
        pass
    return Fault(tr("The code cannot be read."))


def _missing(code: CustomCode) -> Fault:
    if code.kind in _TENSORS and code.kind is not CustomKind.ACTIVATION:
        return Fault(tr("There is no function and no class called {name} here.", name=code.name))
    if code.kind in (CustomKind.ACTIVATION, CustomKind.FUNCTION):
        return Fault(tr("There is no function called {name} here.", name=code.name))
    return Fault(tr("There is no class called {name} here.", name=code.name))


def _class_fault(code: CustomCode, definition: ast.ClassDef) -> Fault | None:
    if not definition.bases:
        base = _BASES[code.kind]
        message = tr("The class has to build on Keras's own: class {name}({base}).")
        return Fault(message.format(name=code.name, base=base), definition.lineno)
    init = _method(definition, "__init__")
    if code.kind is CustomKind.LAYER and init is not None and init.args.kwarg is None:
        return Fault(
            tr("__init__ takes no **kwargs, so Keras cannot give the layer its name."), init.lineno
        )
    call = _method(definition, "call")
    if code.kind is CustomKind.LAYER and call is not None and not _tensor_names(call):
        return Fault(tr("call takes no input; it begins with call(self, inputs)."), call.lineno)
    return None


def _function_fault(code: CustomCode, definition: ast.FunctionDef) -> Fault | None:
    wanted = _TENSORS.get(code.kind)
    if wanted is None:  # what a callback hands to it differs from one to the other
        return None
    arguments = definition.args
    given = [*arguments.posonlyargs, *arguments.args]
    needed = len(given) - len(arguments.defaults)
    if needed <= wanted <= len(given) or (needed <= wanted and arguments.vararg):
        return None
    if wanted == 1:
        return Fault(tr("An activation takes one tensor."), definition.lineno)
    return Fault(tr("It takes two tensors: y_true and y_pred."), definition.lineno)


def _method(definition: _Definition, name: str) -> ast.FunctionDef | None:
    methods = (node for node in definition.body if isinstance(node, ast.FunctionDef))
    return next((method for method in methods if method.name == name), None)


def _argument_names(method: ast.FunctionDef) -> list[str]:
    arguments = method.args
    return [part.arg for part in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def _tensor_names(call: ast.FunctionDef) -> list[str]:
    """Return the arguments of ``call`` that have to be tensors; what has a default does not."""
    given = [part.arg for part in (*call.args.posonlyargs, *call.args.args)][1:]
    free = given[: len(given) - len(call.args.defaults)] if call.args.defaults else given
    return [name for name in free if name not in _TOLD]


def _unpacked(call: ast.FunctionDef | None, inputs: list[str]) -> int:
    """Return into how many tensors ``call`` takes its one argument apart: ``a, b = inputs``."""
    if call is None or not inputs:
        return 1
    return next(_parts_taken(call, inputs[0]), 1)


def _parts_taken(call: ast.FunctionDef, name: str) -> Iterator[int]:
    for node in ast.walk(call):
        match node:
            case ast.Assign(targets=[ast.Tuple(elts=parts)], value=ast.Name(id=taken)) if (
                taken == name and not any(isinstance(part, ast.Starred) for part in parts)
            ):
                yield len(parts)


def _is_import(node: ast.stmt) -> bool:
    return isinstance(node, ast.Import | ast.ImportFrom)


def _lines_of(node: ast.stmt) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def _is_future(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


def _import_lines(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """Yield an import as lines of their own, one for each module."""
    if isinstance(node, ast.ImportFrom):
        yield ast.unparse(node)
        return
    for alias in node.names:
        yield ast.unparse(ast.Import([alias]))
