"""Free ids and names, and the names that Keras itself would give."""

from __future__ import annotations

import re
from collections.abc import Collection

from netbuilder.graph.model import Graph, NodeId

OPERATION_PREFIX = "ops."
"""With which the class of a function of ``keras.ops`` begins."""


def fresh_id(graph: Graph) -> NodeId:
    """Return an id that no node of ``graph`` has."""
    number = len(graph.nodes) + 1
    while f"n{number}" in graph.nodes:
        number += 1
    return f"n{number}"


def unique_name(graph: Graph, class_name: str) -> str:
    """Return the name that Keras would give the next layer of a class: ``dense_1``."""
    stem = automatic_stem(class_name)
    return stem if stem not in graph.names else next_name(graph, stem)


def free_name(graph: Graph, name: str) -> str:
    """Return ``name``, or the next number of it if a node of ``graph`` has it."""
    return free_among(graph.names, name)


def free_among(taken: Collection[str], name: str) -> str:
    """Return ``name``, or the next number of it if it is taken."""
    return name if name not in taken else _next_among(taken, name)


def next_name(graph: Graph, name: str) -> str:
    """Return ``name`` with the next free number: ``conv``, ``conv_1``, ``conv_2`` ..."""
    return _next_among(graph.names, name)


def _next_among(taken: Collection[str], name: str) -> str:
    stem = re.sub(r"_\d+$", "", name)
    number = 1
    while f"{stem}_{number}" in taken:
        number += 1
    return f"{stem}_{number}"


def automatic_stem(class_name: str) -> str:
    """Return a class's name as Keras writes it in automatic layer names: ``max_pooling2d``.

    A function such as ``ops.expand_dims`` is counted as ``expand_dims``.
    """
    if class_name.startswith(OPERATION_PREFIX):
        return class_name.removeprefix(OPERATION_PREFIX)
    if class_name == "GroupQueryAttention":  # public under another name than its own
        return "grouped_query_attention"
    name = re.sub(r"\W+", "", class_name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def is_function(class_name: str) -> bool:
    """Tell whether a class is a function of ``keras.ops``."""
    return class_name.startswith(OPERATION_PREFIX)


def is_automatic(name: str, class_name: str) -> bool:
    """Tell whether a layer's name is one that Keras could have given it: ``dense_1``."""
    return is_numbered(name, automatic_stem(class_name))


def is_numbered(name: str, stem: str) -> bool:
    """Tell whether a name is ``stem``, or that with a number: ``add`` or ``add_1``."""
    rest = name.removeprefix(stem)
    return name.startswith(stem) and (not rest or re.fullmatch(r"_\d+", rest) is not None)
