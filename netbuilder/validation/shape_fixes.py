"""What could put a refused layer right: proposals, best first, to be proven one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import chain, islice
from math import isqrt, prod

from netbuilder.catalog.arguments import is_whole
from netbuilder.catalog.tensors import Shape
from netbuilder.graph import Config, Graph, NodeId, Params
from netbuilder.graph.edits import set_class, set_param
from netbuilder.i18n import tr
from netbuilder.validation.fixes import Trouble, insertion
from netbuilder.validation.merging_fixes import matching_fixes, merging_fixes
from netbuilder.validation.report import Fix, NodeReport
from netbuilder.validation.setting_fixes import setting_fixes
from netbuilder.validation.source_fixes import (
    batch_axis_fixes,
    channels_first_fixes,
    collapse_fixes,
    format_fixes,
    way_back,
    wire_at,
)

_DIMENSION = re.compile("[123]D")
_BATCH_AND_CHANNELS = 2  # axes that are none of space
_PICTURE_AXES = 2  # height and width
_PICTURE_RANK = 3
_SMALLEST_SIDE = 4  # of a picture with many channels

_GLOBAL_POOLING = {
    3: "GlobalAveragePooling1D",
    4: "GlobalAveragePooling2D",
    5: "GlobalAveragePooling3D",
}


def shape_fixes(trouble: Trouble) -> Iterator[Iterator[Fix]]:
    """Yield families of proposals; where one family works, the later ones are not wanted."""
    if trouble.inputs:
        yield channels_first_fixes(trouble)
    yield setting_fixes(trouble)
    if trouble.inputs:
        yield _sequence_fixes(trouble)
        yield chain(merging_fixes(trouble), matching_fixes(trouble))
        yield _unknown_size_fixes(trouble)
        yield format_fixes(trouble)
        yield chain(
            batch_axis_fixes(trouble), _other_dimension_fixes(trouble), _rank_fixes(trouble)
        )
        yield collapse_fixes(trouble)


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
    for wire in way_back(trouble.graph, trouble.node.id, port):
        node = trouble.graph.nodes[wire.source]
        spec = trouble.layers.get(node.class_name)
        if node.class_name == "Bidirectional" or (spec and spec.param("return_sequences")):
            return node.id
        report = trouble.reports[node.id]
        if [tensor.shape for tensor in report.inputs] != [report.outputs[0].shape]:
            return None
    return None


def _return_sequences(graph: Graph, key: NodeId) -> Graph:
    held = graph.nodes[key].params.get("layer")
    if isinstance(held, Config):
        inner = Config(held.class_name, held.params.with_value("return_sequences", True))
        return set_param(graph, key, "layer", inner)
    return set_param(graph, key, "return_sequences", True)


def _unknown_size_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose global pooling for a Flatten of pictures or sequences of unknown size."""
    wire = wire_at(trouble.graph, trouble.node.id, trouble.error.port or 0)
    if wire is not None:
        yield from pooling_fixes(trouble.graph, wire.source, trouble.reports)


def pooling_fixes(graph: Graph, key: NodeId, reports: Mapping[NodeId, NodeReport]) -> Iterator[Fix]:
    """Propose global pooling in the place of a Flatten of pictures or sequences.

    Args:
        graph: The network.
        key: A node; nothing is proposed if it is no Flatten.
        reports: What is known of every node.
    """
    node, arriving = graph.nodes[key], reports[key].inputs
    pooling = _GLOBAL_POOLING.get(arriving[0].rank) if arriving else None
    if node.class_name == "Flatten" and pooling is not None:
        title = tr("Replace '{name}' by {class_name}", name=node.name, class_name=pooling)
        yield Fix(title, partial(set_class, key=key, class_name=pooling))


def _other_dimension_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose the class for as many axes of space as come: Conv2D for Conv1D on pictures.

    Where fewer come, the missing one is mostly that of the channels; only pictures are
    likely to be right.
    """
    node, port = trouble.node, trouble.error.port or 0
    if trouble.error.setting is not None or port >= len(trouble.inputs):
        return
    axes = trouble.inputs[port].rank - _BATCH_AND_CHANNELS
    class_name = _DIMENSION.sub(f"{axes}D", node.class_name)
    wanted = _DIMENSION.search(node.class_name)
    if wanted is None or class_name not in trouble.layers:
        return
    if axes == _PICTURE_AXES or axes > int(wanted[0][0]):
        title = tr("Replace '{name}' by {class_name}", name=node.name, class_name=class_name)
        edit = partial(set_class, key=node.id, class_name=class_name, params=node.params)
        yield Fix(title, edit)


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
    whole_batches = trouble.spec.category == "preprocessing"  # it takes one picture as well
    for target in _reshapes(shape):
        if whole_batches and len(target) < _PICTURE_RANK:
            continue
        yield insertion(trouble.node, port, "Reshape", Params(target_shape=target))


def _reshapes(shape: Shape) -> Iterator[tuple[int, ...]]:
    """Yield ways to see one sample with more axes or fewer, its size being known."""
    axes = tuple(size for size in shape[1:] if is_whole(size))
    if len(axes) != len(shape) - 1:
        return
    size = prod(axes)
    match axes:
        case (_,):
            yield from _squares(size)
            yield (size, 1)
        case (height, width):
            yield (height, width, 1)
        case (height, width, channels):
            yield (height, width * channels)


def _squares(size: int) -> Iterator[tuple[int, int, int]]:
    """Yield square pictures of ``size`` numbers: grey, coloured, or else with many channels."""
    found = [picture for channels in (1, 3) if (picture := _square(size, channels, 2))]
    many = (_square(size, 2**power, _SMALLEST_SIDE) for power in range(9, 0, -1))
    yield from found or islice((picture for picture in many if picture), 1)


def _square(size: int, channels: int, smallest: int) -> tuple[int, int, int] | None:
    side = isqrt(size // channels)
    fits = side >= smallest and side * side * channels == size
    return (side, side, channels) if fits else None
