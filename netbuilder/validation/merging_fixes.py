"""Proposals for inputs of different shapes that are to be joined."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import ceil

from netbuilder.catalog.arguments import is_whole, show
from netbuilder.catalog.tensors import Shape
from netbuilder.graph import EMPTY, Graph, Node, NodeId, Params, Value
from netbuilder.graph.edits import set_param
from netbuilder.i18n import tr
from netbuilder.validation.fixes import Trouble, insert_before, insertion
from netbuilder.validation.report import Fix
from netbuilder.validation.source_fixes import way_back

Adapter = tuple[str, Params]

_FEATURES = ("filters", "units")
"""Parameters that say how many features a layer makes."""


def merging_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose ways to bring all inputs to the shape of one of them.

    Of two branches one rather makes as many features as the other. Where something goes past
    other layers, as in a residual network, a layer on the way is the usual one.
    """
    if trouble.spec.category != "merging":
        return
    wires = trouble.graph.incoming(trouble.node.id)
    shapes = {
        wire.target_port: tensor.shape for wire, tensor in zip(wires, trouble.inputs, strict=False)
    }
    if not len(wires) == len(shapes) == len(trouble.inputs):
        return
    yield from _paddings(trouble, shapes)
    if all(len(trouble.graph.outgoing(wire.source)) == 1 for wire in wires):
        yield from _resizings(trouble, shapes)
    yield from _insertions(trouble, shapes)


def _paddings(trouble: Trouble, shapes: dict[int, Shape]) -> Iterator[Fix]:
    """Propose that the last layer before this one that lost the borders keeps them."""
    if len({shape[1:-1] for shape in shapes.values()}) < 2:
        return
    for port in shapes:
        for wire in way_back(trouble.graph, trouble.node.id, port):
            node, made = trouble.graph.nodes[wire.source], trouble.reports[wire.source]
            inside = [tensor.shape[1:-1] for tensor in (*made.inputs, *made.outputs)]
            if len(set(inside)) > 1:
                if _loses_borders(trouble, node):
                    yield _setting_of(node, "padding", "same")
                break


def _loses_borders(trouble: Trouble, node: Node) -> bool:
    spec = trouble.layers.get(node.class_name)
    param = None if spec is None else spec.param("padding")
    return param is not None and node.params.get("padding", param.default) == "valid"


def _setting_of(node: Node, name: str, value: Value) -> Fix:
    title = tr(
        "Set {setting} of '{name}' to {value}", setting=name, name=node.name, value=show(value)
    )
    return Fix(title, partial(set_param, key=node.id, name=name, value=value))


def _insertions(trouble: Trouble, shapes: dict[int, Shape]) -> Iterator[Fix]:
    """Propose layers between this one and those before it."""
    for wanted in dict.fromkeys(shapes.values()):
        adapters = _adapters(shapes, wanted, trouble)
        if adapters:
            yield _adaptation(trouble, adapters, wanted)


def _resizings(trouble: Trouble, shapes: dict[int, Shape]) -> Iterator[Fix]:
    """Propose that the layer that makes an input's features makes as many as come with another."""
    for wanted in dict.fromkeys(shapes.values()):
        others = [port for port, shape in shapes.items() if shape != wanted]
        if len(others) != 1 or shapes[others[0]][:-1] != wanted[:-1]:
            continue
        found = _maker(trouble, others[0])
        if found is not None and wanted[-1] is not None:
            yield _setting_of(*found, wanted[-1])


def _maker(trouble: Trouble, port: int) -> tuple[Node, str] | None:
    """Return the layer that decides how many features come, and its parameter for that.

    Layers in between hand all features on; none of them hands anything to other layers.
    """
    for wire in way_back(trouble.graph, trouble.node.id, port):
        if len(trouble.graph.outgoing(wire.source)) > 1:
            return None
        node = trouble.graph.nodes[wire.source]
        made = trouble.reports[node.id]
        features = made.outputs[wire.source_port].shape[-1]
        for name in _FEATURES:
            if features is not None and node.params.get(name) == features:
                return node, name
        if [tensor.shape[-1:] for tensor in made.inputs] != [(features,)]:
            return None
    return None


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
