"""Takes the script's own layers and functions over as custom code: as text, never run."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from netbuilder.catalog.custom import CustomCode, CustomKind
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Family
from netbuilder.graph import Config, Graph, Value
from netbuilder.importing.source.naming_own import with_name
from netbuilder.training.settings import TrainingSettings

_Definition: TypeAlias = ast.ClassDef | ast.FunctionDef
_GAP = "\n\n\n"


def own_code(
    tree: ast.Module, lines: Sequence[str], graph: Graph, training: TrainingSettings | None
) -> tuple[CustomCode, ...]:
    """Return what a network and its training need of a script's own definitions.

    Each piece comes with the imports, constants and helper functions that it mentions.

    Args:
        tree: The script's syntax tree.
        lines: Its lines.
        graph: The network that was read from it.
        training: How it is trained.
    """
    defined = definitions(tree)
    wanted = dict(_wanted(graph, training))
    pieces = {name: kind for name, kind in wanted.items() if name in defined}
    pieces |= dict(_needed(pieces, defined))
    layers = frozenset(name for name, kind in pieces.items() if kind is CustomKind.LAYER)
    script = _Script(tree, lines, frozenset(pieces), layers)
    return tuple(
        CustomCode(pieces[name], name, script.source(node))
        for name, node in defined.items()
        if name in pieces
    )


def definitions(tree: ast.Module) -> dict[str, _Definition]:
    """Return the classes and functions that a script defines, by name."""
    return {node.name: node for node in tree.body if isinstance(node, _Definition)}


class _Script:
    """Cuts a script into pieces.

    Args:
        tree: Its syntax tree.
        lines: Its lines.
        pieces: The names that become pieces of their own.
        layers: Those among them that are layers.
    """

    def __init__(
        self,
        tree: ast.Module,
        lines: Sequence[str],
        pieces: frozenset[str],
        layers: frozenset[str],
    ) -> None:
        self._tree = tree
        self._lines = lines
        self._pieces = pieces
        self._layers = layers

    def source(self, node: _Definition) -> str:
        """Return a definition with all that it mentions, as a text of its own."""
        parts = [*self._helpers(node), node]
        mentioned = frozenset(chain.from_iterable(map(_mentions, parts)))
        imports = list(self._imports(mentioned))
        body = _GAP.join(map(self._text, parts))
        head = "\n".join(imports)
        return f"{head}{_GAP}{body}\n" if head else f"{body}\n"

    def _helpers(self, node: _Definition) -> list[ast.stmt]:
        """Return the script's other functions and constants that a definition needs, in order."""
        found: dict[int, ast.stmt] = {}
        waiting = set(_mentions(node))
        seen: set[str] = {node.name}
        while waiting:
            name = waiting.pop()
            if name in seen or name in self._pieces:
                continue
            seen.add(name)
            for part in self._tree.body:
                if name in _defines(part):
                    found[part.lineno] = part
                    waiting |= _mentions(part)
        return [found[line] for line in sorted(found)]

    def _imports(self, mentioned: frozenset[str]) -> Iterator[str]:
        for node in self._tree.body:
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [one for one in node.names if _bound(one) in mentioned]
                if names and isinstance(node, ast.Import):
                    yield from (ast.unparse(ast.Import([one])) for one in names)
                elif names and isinstance(node, ast.ImportFrom):
                    yield ast.unparse(ast.ImportFrom(node.module, names, node.level))

    def _text(self, node: ast.stmt) -> str:
        first = node.lineno
        if isinstance(node, _Definition):
            first = min([first, *(part.lineno for part in node.decorator_list)])
        lines = self._lines[first - 1 : node.end_lineno]
        if isinstance(node, ast.ClassDef) and node.name in self._layers:
            return with_name(node, lines, first)
        return "\n".join(lines)


def _wanted(graph: Graph, training: TrainingSettings | None) -> Iterator[tuple[str, CustomKind]]:
    """Yield the names that Keras does not know, with what they have to be."""
    known = load_catalog()
    for node in graph.nodes.values():
        if node.inner is not None:
            yield from _wanted(node.inner, None)
        elif node.class_name not in known.layers:
            yield node.class_name, CustomKind.LAYER
        yield from _held(node.params)
    if training is not None:
        for kind, family, config in _trained_with(training):
            if config.class_name not in known.families[family]:
                yield config.class_name, kind
        for callback in training.callbacks:
            for value in callback.params.values():
                if isinstance(value, Config):
                    yield value.class_name, CustomKind.FUNCTION


def _trained_with(training: TrainingSettings) -> Iterator[tuple[CustomKind, Family, Config]]:
    """Yield every loss, metric and callback of a training."""
    for output in (training.of(""), *training.outputs):
        yield CustomKind.LOSS, Family.LOSS, output.loss
        for metric in output.metrics:
            yield CustomKind.METRIC, Family.METRIC, metric
    for callback in training.callbacks:
        yield CustomKind.CALLBACK, Family.CALLBACK, callback


def _held(params: Mapping[str, Value]) -> Iterator[tuple[str, CustomKind]]:
    for name, value in params.items():
        if isinstance(value, Config):
            yield value.class_name, CustomKind.LAYER  # Keras's own have other names
            yield from _held(value.params)
        elif isinstance(value, str) and name.endswith("activation"):
            yield value, CustomKind.ACTIVATION


def _needed(
    pieces: Mapping[str, CustomKind], defined: Mapping[str, _Definition]
) -> Iterator[tuple[str, CustomKind]]:
    """Yield registered definitions that pieces mention: they stand by themselves as well."""
    waiting, seen = list(pieces), set(pieces)
    while waiting:
        for name in _mentions(defined[waiting.pop()]):
            node = defined.get(name)
            if node is None or name in seen or not is_registered(node):
                continue
            seen.add(name)
            waiting.append(name)
            is_class = isinstance(node, ast.ClassDef)
            yield name, CustomKind.LAYER if is_class else CustomKind.ACTIVATION


def is_registered(node: _Definition) -> bool:
    """Tell whether a definition is registered with Keras, as that of custom code is."""
    return any("register_keras_serializable" in ast.unparse(one) for one in node.decorator_list)


def _mentions(node: ast.AST) -> frozenset[str]:
    return frozenset(part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _defines(node: ast.stmt) -> frozenset[str]:
    """Return the names that a statement of the script makes; those of imports apart."""
    match node:
        case ast.ClassDef() | ast.FunctionDef():
            return frozenset((node.name,))
        case ast.Assign(targets=targets):
            return frozenset(one.id for one in targets if isinstance(one, ast.Name))
        case ast.AnnAssign(target=ast.Name(id=name)):
            return frozenset((name,))
        case _:
            return frozenset()


def _bound(alias: ast.alias) -> str:
    return alias.asname or alias.name.partition(".")[0]
