"""Proposals for inputs of different shapes that are to be joined."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import ceil

from netbuilder.catalog.arguments import is_whole, show
from netbuilder.catalog.tensors import Shape
from netbuilder.graph import EMPTY, Graph, NodeId, Params
from netbuilder.i18n import tr
from netbuilder.validation.fixes import Trouble, insert_before, insertion
from netbuilder.validation.report import Fix

Adapter = tuple[str, Params]


def merging_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose layers that bring all inputs to the shape of one of them."""
    if trouble.spec.category != "merging":
        return
    shapes = [tensor.shape for tensor in trouble.inputs]
    ports = [wire.target_port for wire in trouble.graph.incoming(trouble.node.id)]
    if len(set(ports)) != len(shapes):
        return
    for wanted in dict.fromkeys(shapes):
        adapters = _adapters(dict(zip(ports, shapes, strict=True)), wanted, trouble)
        if adapters:
            yield _adaptation(trouble, adapters, wanted)


def matching_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose a Dense that brings a later input to as many features as the first one has."""
    port, axis = trouble.error.port, trouble.error.axis
    if not port or axis is None or port >= len(trouble.inputs):
        return
    features = trouble.inputs[0].shape[-1]
    if features is not None:
        yield insertion(trouble.node, port, "Dense", Params(units=features))


def _adapters(shapes: dict[int, Shape], wanted: Shape, trouble: Trouble) -> dict[int, Adapter]:
    """Return a layer for each port that differs, or none at all if one port has none."""
    find = _joining if trouble.node.class_name == "Concatenate" else _projection
    adapters: dict[int, Adapter] = {}
    for port, shape in shapes.items():
        if shape != wanted:
            adapter = find(shape, wanted)
            if adapter is None:
                return {}
            adapters[port] = adapter
    return adapters


def _adaptation(trouble: Trouble, adapters: dict[int, Adapter], wanted: Shape) -> Fix:
    node = trouble.node
    if len(adapters) == 1:
        port, (class_name, params) = next(iter(adapters.items()))
        return insertion(node, port, class_name, params)
    title = tr("Bring all inputs of '{name}' to {shape}", name=node.name, shape=show(wanted))
    return Fix(title, partial(_insert_all, key=node.id, adapters=adapters))


def _insert_all(graph: Graph, key: NodeId, adapters: dict[int, Adapter]) -> Graph:
    for port, (class_name, params) in adapters.items():
        graph = insert_before(graph, key, port, class_name, params)
    return graph


def _projection(shape: Shape, wanted: Shape) -> Adapter | None:
    """Return a layer with weights that learns to bring ``shape`` to ``wanted``.

    For pictures this is the 1x1 convolution of residual networks (He et al. 2015, 3.3).
    """
    if len(shape) != len(wanted):
        return None
    if shape[1:-1] == wanted[1:-1]:
        name, size = ("Conv2D", "filters") if len(shape) == 4 else ("Dense", "units")
        kernel = Params(kernel_size=1) if len(shape) == 4 else EMPTY
        return (name, Params({size: wanted[-1], **kernel}))
    strides = tuple(
        ceil(has / wants)
        for has, wants in zip(shape[1:-1], wanted[1:-1], strict=True)
        if is_whole(has) and is_whole(wants) and has > 0 < wants
    )
    if len(shape) != 4 or len(strides) != 2:
        return None
    params = Params(filters=wanted[-1], kernel_size=1, strides=strides, padding="same")
    return ("Conv2D", params)


def _joining(shape: Shape, wanted: Shape) -> Adapter | None:
    """Return a layer without weights after which the two can stand side by side."""
    if len(wanted) == 2 < len(shape):
        return ("Flatten", EMPTY)
    if len(shape) != 4 or len(wanted) != 4:
        return None
    spare = [
        has - wants
        for has, wants in zip(shape[1:3], wanted[1:3], strict=True)
        if is_whole(has) and is_whole(wants)
    ]
    if len(spare) != 2:
        return None
    if min(spare) >= 0:
        return ("Cropping2D", Params(cropping=((0, spare[0]), (0, spare[1]))))
    if max(spare) <= 0:
        return ("ZeroPadding2D", Params(padding=((0, -spare[0]), (0, -spare[1]))))
    return None
