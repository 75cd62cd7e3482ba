"""Problems of names: missing, used twice, or not allowed; and of classes that nobody knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import partial

from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.edits import next_name, rename, unique_name
from netbuilder.graph.names import automatic_stem, free_name, is_function
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, Problem, Severity
from netbuilder.validation.wiring import layer_title

_ALLOWED = re.compile(r"[A-Za-z0-9_.>-]+")
_NUMBER = re.compile(r"_\d+$")
_OTHERS = re.compile(r"[^A-Za-z0-9_.>-]+")
"""TensorFlow's rule for scopes, in which every layer runs, less Keras's ban of ``/``."""


def naming_problems(
    graph: Graph, layers: Mapping[str, LayerSpec], keys: Collection[NodeId]
) -> Iterator[Problem]:
    """Yield everything that is wrong with the nodes' names and classes.

    Args:
        graph: The network.
        layers: The catalogue's layers.
        keys: The nodes of which something may be wrong in itself; names that are alike are
            found wherever they are.
    """
    seen: dict[str, NodeId] = {}
    numbered = _numbered(graph)
    alone = not numbered and len(graph.names) == _count_of_layers(graph)
    for key in keys if alone else graph.nodes:
        node = graph.nodes[key]
        layer = node.shares or key
        if _ALLOWED.fullmatch(node.name) is None:
            yield _bad_name(graph, node)
        elif seen.setdefault(node.name, layer) != layer:
            yield _duplicate(graph, node)
        elif numbered and _is_an_operations(node, numbered):
            yield _taken_by_keras(graph, node)
        if spec_of(node, layers) is None:
            yield _unknown_class(node)


def _count_of_layers(graph: Graph) -> int:
    return len(graph.nodes) - sum(len(calls) - 1 for calls in graph.calls.values())


def _numbered(graph: Graph) -> Mapping[str, int]:
    """Return up to which number Keras numbers operations, by what their names begin with.

    It numbers them while the network's code runs, along with layers that it names alike, such
    as Add beside ``ops.add``, and with those inside submodels.
    """
    own = {automatic_stem(name) for name in graph.classes if is_function(name)}
    if not own:
        return {}
    every = Counter(automatic_stem(node.class_name) for node in _everywhere(graph))
    return {stem: every[stem] for stem in own}


def _everywhere(graph: Graph) -> Iterator[Node]:
    for node in graph.nodes.values():
        yield node
        if node.inner is not None:
            yield from _everywhere(node.inner)


def _is_an_operations(node: Node, numbered: Mapping[str, int]) -> bool:
    """Tell whether a layer has a name that Keras gives to operations of the network."""
    stem = _NUMBER.sub("", node.name)
    number = int(node.name.removeprefix(stem).removeprefix("_") or 0)
    return number < numbered.get(stem, 0) and automatic_stem(node.class_name) != stem


def _taken_by_keras(graph: Graph, node: Node) -> Problem:
    return _misnamed(
        "graph.duplicate_name",
        node,
        tr("Keras gives the name '{name}' to an operation of this network.", name=node.name),
        tr("Operations cannot be named; Keras numbers them itself, and no layer may be alike."),
        free_name(graph, f"{node.name}_layer"),
    )


def _bad_name(graph: Graph, node: Node) -> Problem:
    cleaned = _OTHERS.sub("_", node.name.strip())
    if not node.name.strip():
        free = unique_name(graph, node.class_name)
        message = tr("A {class_name} layer has no name.", class_name=node.class_name)
    else:
        free = cleaned if cleaned not in graph.names else next_name(graph, cleaned)
        message = tr(
            "The name of {layer} has characters that names of layers cannot have.",
            layer=layer_title(node),
        )
    return _misnamed(
        "graph.bad_name",
        node,
        message,
        tr("TensorFlow takes letters from a to z, digits, '_', '-' and '.' in a layer's name."),
        free,
    )


def _duplicate(graph: Graph, node: Node) -> Problem:
    return _misnamed(
        "graph.duplicate_name",
        node,
        tr("Another layer is called '{name}' too.", name=node.name),
        tr("Keras finds a layer's weights by its name, so each layer needs its own."),
        next_name(graph, node.name),
    )


def _unknown_class(node: Node) -> Problem:
    return Problem(
        "graph.unknown_class",
        Severity.ERROR,
        tr(
            "'{name}' is a {class_name}, a layer that is not known here.",
            name=node.name,
            class_name=node.class_name,
        ),
        tr("It may come from another version of Keras or be somebody's own layer."),
        node=node.id,
    )


def _misnamed(code: str, node: Node, message: str, why: str, free: str) -> Problem:
    """Return the error that a node's name makes, with a fix that gives it a ``free`` one."""
    fix = Fix(tr("Rename to '{name}'", name=free), partial(rename, key=node.id, name=free))
    return Problem(code, Severity.ERROR, message, why, node=node.id, setting="name", fixes=(fix,))
