"""What could put a refused layer right: proposals, best first, to be proven one by one."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import isqrt, prod

from netbuilder.catalog.arguments import is_number, is_whole, show
from netbuilder.catalog.spec import Kind, Param
from netbuilder.catalog.tensors import Shape
from netbuilder.graph import Config, Graph, NodeId, Params, Value, Wire
from netbuilder.graph.edits import bypass, reset_param, set_class, set_param
from netbuilder.i18n import tr
from netbuilder.validation.fixes import Trouble, insertion
from netbuilder.validation.merging_fixes import merging_fixes
from netbuilder.validation.report import Fix

_GLOBAL_POOLING = {
    3: "GlobalAveragePooling1D",
    4: "GlobalAveragePooling2D",
    5: "GlobalAveragePooling3D",
}


def shape_fixes(trouble: Trouble) -> Iterator[Iterator[Fix]]:
    """Yield families of proposals; where one family works, the later ones are not wanted."""
    yield _setting_fixes(trouble)
    if trouble.inputs:
        yield _sequence_fixes(trouble)
        yield merging_fixes(trouble)
        yield _unknown_size_fixes(trouble)
        yield _rank_fixes(trouble)


def _setting_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose another value for the parameter at fault."""
    name, node = trouble.error.setting, trouble.node
    if name is None:
        return
    param = trouble.spec.param(name)
    if param is None:
        title = tr("Remove the setting {setting}", setting=name)
        yield Fix(title, partial(reset_param, key=node.id, name=name))
        return
    if trouble.value("padding") == "valid":
        yield _setting(node.id, "padding", "same")
    if trouble.spec.category == "pooling":
        yield Fix(tr("Remove '{name}'", name=node.name), partial(bypass, key=node.id))
    for value in _better_values(trouble, param):
        yield _setting(node.id, name, value)
    if not param.required:
        title = tr("Reset {setting} to {value}", setting=name, value=show(param.default))
        yield Fix(title, partial(reset_param, key=node.id, name=name))


def _better_values(trouble: Trouble, param: Param) -> Iterator[Value]:
    value = trouble.node.params.get(param.name, param.default)
    if is_number(value):
        yield from _within(param, value)
    if param.kind is Kind.SHAPE and isinstance(value, tuple):
        for axis in reversed(range(len(value))):
            yield (*value[:axis], -1, *value[axis + 1 :])
    yield from (start for name, start in trouble.spec.starting if name == param.name)


def _within(param: Param, value: float) -> Iterator[Value]:
    for limit in (param.minimum, param.maximum):
        if limit is not None:
            yield int(limit) if param.kind is Kind.INT else limit
    if param.kind is Kind.INT and value < 1:
        yield 1


def _setting(key: NodeId, name: str, value: Value) -> Fix:
    title = tr("Set {setting} to {value}", setting=name, value=show(value))
    return Fix(title, partial(set_param, key=key, name=name, value=value))


def _sequence_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose that the recurrent layer before hands over every step, not only the last."""
    port = trouble.error.port or 0
    if trouble.inputs[min(port, len(trouble.inputs) - 1)].rank != 2:
        return
    key = _recurrent_before(trouble, port)
    if key is not None:
        title = tr("Let '{name}' return every step", name=trouble.graph.nodes[key].name)
        yield Fix(title, partial(_return_sequences, key=key))


def _recurrent_before(trouble: Trouble, port: int) -> NodeId | None:
    """Return the nearest recurrent layer before a port, past layers that keep the shape."""
    wire = _wire_at(trouble.graph, trouble.node.id, port)
    while wire is not None:
        node = trouble.graph.nodes[wire.source]
        spec = trouble.layers.get(node.class_name)
        if node.class_name == "Bidirectional" or (spec and spec.param("return_sequences")):
            return node.id
        report = trouble.reports[node.id]
        if [tensor.shape for tensor in report.inputs] != [report.outputs[0].shape]:
            return None
        wire = _wire_at(trouble.graph, node.id, 0)
    return None


def _wire_at(graph: Graph, key: NodeId, port: int) -> Wire | None:
    return next((wire for wire in graph.incoming(key) if wire.target_port == port), None)


def _return_sequences(graph: Graph, key: NodeId) -> Graph:
    held = graph.nodes[key].params.get("layer")
    if isinstance(held, Config):
        inner = Config(held.class_name, held.params.with_value("return_sequences", True))
        return set_param(graph, key, "layer", inner)
    return set_param(graph, key, "return_sequences", True)


def _unknown_size_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose global pooling for a Flatten of pictures or sequences of unknown size."""
    wire = _wire_at(trouble.graph, trouble.node.id, trouble.error.port or 0)
    if wire is None or trouble.graph.nodes[wire.source].class_name != "Flatten":
        return
    pooling = _GLOBAL_POOLING.get(trouble.reports[wire.source].inputs[0].rank)
    if pooling is not None:
        title = tr(
            "Replace '{name}' by {class_name}",
            name=trouble.graph.nodes[wire.source].name,
            class_name=pooling,
        )
        yield Fix(title, partial(set_class, key=wire.source, class_name=pooling))


def _rank_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose a layer before the node that brings its input to another number of axes."""
    port = trouble.error.port or 0
    if port >= len(trouble.inputs):
        return
    shape = trouble.inputs[port].shape
    if len(shape) > 2:
        yield insertion(trouble.node, port, "Flatten")
        if len(shape) in _GLOBAL_POOLING:
            yield insertion(trouble.node, port, _GLOBAL_POOLING[len(shape)])
    for target in _reshapes(shape):
        yield insertion(trouble.node, port, "Reshape", Params(target_shape=target))


def _reshapes(shape: Shape) -> Iterator[tuple[int, ...]]:
    """Yield ways to see one sample with more axes or fewer, its size being known."""
    axes = tuple(size for size in shape[1:] if is_whole(size))
    if len(axes) != len(shape) - 1:
        return
    size = prod(axes)
    match axes:
        case (_,):
            for channels in (1, 3):
                side = isqrt(size // channels)
                if side > 1 and side * side * channels == size:
                    yield (side, side, channels)
            yield (size, 1)
        case (height, width):
            yield (height, width, 1)
        case (height, width, channels):
            yield (height, width * channels)
