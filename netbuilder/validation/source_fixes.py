"""Proposals that mend what a layer gets where it comes from: at the Input, mostly."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from netbuilder.catalog.arguments import is_whole, show
from netbuilder.catalog.shape_rules.dtypes import FLOATS, INTEGERS
from netbuilder.catalog.tensors import Shape
from netbuilder.graph import Graph, Node, NodeId, Params, Wire
from netbuilder.graph.edits import bypass, reset_param, set_param
from netbuilder.i18n import tr
from netbuilder.validation.fixes import Trouble, insertion
from netbuilder.validation.report import Fix
from netbuilder.validation.topology import INPUT_CLASS

_COLOURS = (1, 3, 4)  # channels of pictures: grey, colours, colours with transparency
_SMALLEST_SIDE = 5  # of a picture; fewer may well be channels
_IMAGE_RANK = 3
_BATCH_RANK = 4  # axes of a sample among which one is probably the batch
_COLLAPSING = (
    "Flatten",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
)
_WORDS = Params(num_bins=1000, output_mode="multi_hot")


def wire_at(graph: Graph, key: NodeId, port: int) -> Wire | None:
    """Return the wire at a port, or None."""
    return next((wire for wire in graph.incoming(key) if wire.target_port == port), None)


def way_back(graph: Graph, key: NodeId, port: int) -> Iterator[Wire]:
    """Yield the wire at a port, and those before it as long as a single way leads there."""
    wire = wire_at(graph, key, port)
    while wire is not None:
        yield wire
        wires = graph.incoming(wire.source)
        wire = wires[0] if len(wires) == 1 else None


def channels_first_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose to turn pictures whose channels come first, right behind their Input."""
    found = _entry(trouble)
    if found is None or trouble.value("data_format") == "channels_first":
        return
    source, wire = found
    if _looks_channels_first(_sample(trouble, source)):
        target = trouble.graph.nodes[wire.target]
        yield insertion(target, wire.target_port, "Permute", Params(dims=(2, 3, 1)))


def batch_axis_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose to take an axis out of the Input's shape that is the batch's."""
    found = _entry(trouble)
    if found is None or trouble.error.setting is not None:
        return
    source, _ = found
    sample = _sample(trouble, source)
    if len(sample) > 1 and (sample[0] is None or len(sample) >= _BATCH_RANK):
        title = tr(
            "Leave the batch axis out of '{name}': {shape}",
            name=source.name,
            shape=show(sample[1:]),
        )
        edit = partial(set_param, key=source.id, name="shape", value=sample[1:])
        yield Fix(title, edit)


def format_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose to turn texts into numbers, or to let the Input take another kind of values."""
    port, error = _port(trouble), trouble.error
    if port is None or error.axis is not None or error.setting is not None:
        return
    given = trouble.inputs[port].dtype
    if given == "string":
        yield insertion(trouble.node, port, "Hashing", _WORDS)  # which needs no words beforehand
    elif given not in FLOATS:
        yield insertion(trouble.node, port, "Rescaling", Params(scale=1.0))
    found = _entry(trouble)
    if found is None:
        return
    key, name = found[0].id, found[0].name
    if given not in FLOATS:
        title = tr("Let '{name}' take decimal numbers", name=name)
        yield Fix(title, partial(reset_param, key=key, name="dtype"))
    if given not in INTEGERS:
        title = tr("Let '{name}' take whole numbers", name=name)
        yield Fix(title, partial(set_param, key=key, name="dtype", value="int32"))
    if given != "string":
        title = tr("Let '{name}' take texts", name=name)
        yield Fix(title, partial(set_param, key=key, name="dtype", value="string"))


def collapse_fixes(trouble: Trouble) -> Iterator[Fix]:
    """Propose to take away the Flatten or the global pooling that comes just before."""
    port = _port(trouble)
    wire = None if port is None else wire_at(trouble.graph, trouble.node.id, port)
    source = None if wire is None else trouble.graph.nodes[wire.source]
    if source is not None and source.class_name in _COLLAPSING:
        yield Fix(tr("Remove '{name}'", name=source.name), partial(bypass, key=source.id))


def _port(trouble: Trouble) -> int | None:
    """Return the port at fault, if something arrives there."""
    port = trouble.error.port or 0
    return port if port < len(trouble.inputs) else None


def _entry(trouble: Trouble) -> tuple[Node, Wire] | None:
    """Return the Input that a single way leads from to the port at fault, and its wire."""
    graph = trouble.graph
    for wire in way_back(graph, trouble.node.id, trouble.error.port or 0):
        source = graph.nodes[wire.source]
        if source.class_name == INPUT_CLASS:
            return source, wire
    return None


def _sample(trouble: Trouble, source: Node) -> Shape:
    outputs = trouble.reports[source.id].outputs
    return outputs[0].shape[1:] if outputs else ()


def _looks_channels_first(sample: Shape) -> bool:
    if len(sample) != _IMAGE_RANK or sample[0] not in _COLOURS:
        return False
    return all(is_whole(size) and size >= _SMALLEST_SIDE for size in sample[1:])
