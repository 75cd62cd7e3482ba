"""What is written of one node, whatever the style of the model."""

from __future__ import annotations

from collections.abc import Mapping, Set

from netbuilder.catalog.applications import APPLICATIONS
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import SUBMODELS, spec_of
from netbuilder.catalog.tensors import Tensor
from netbuilder.codegen.names import LayerNames
from netbuilder.codegen.objects import arguments, public_name
from netbuilder.codegen.write import Bracketed, call, fits, named, one_line, text
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.submodels import APPLICATION
from netbuilder.i18n import tr
from netbuilder.validation import NodeState, Report

INPUT = "InputLayer"


def layer_call(node: Node, catalog: Catalog, names: LayerNames) -> Bracketed:
    """Return the expression that makes a node's layer, or its ``keras.Input``."""
    spec = catalog.layers[node.class_name]
    is_input = node.class_name == INPUT
    all_named = is_input or spec.custom is not None
    parts = list(arguments(spec, node.params, catalog, all_named=all_named))
    name = names.make(spec, node.params, node.name)
    if name is not None:
        parts.append(named("name", text(name)))
    return call("keras.Input" if is_input else public_name(spec), parts)


def obstacles(graph: Graph, report: Report, catalog: Catalog) -> Mapping[NodeId, str]:
    """Return the nodes that cannot be written yet, each with what it waits for."""
    waiting: dict[NodeId, str] = {}
    written: set[NodeId] = set()
    for key in report.order:
        node, known = graph.nodes[key], report.nodes.get(key)
        if node.class_name == APPLICATION and node.params.get("application") not in APPLICATIONS:
            waiting[key] = tr("waits for a network that Keras has")
        elif node.class_name in SUBMODELS and (known is None or not _has_ends(known.inner)):
            waiting[key] = tr("waits for a network inside it")
        elif reason := _obstacle(graph, node, catalog, written):
            waiting[key] = reason
        else:
            written.add(key)
    return waiting


def waiting_comment(node: Node, reason: str) -> str:
    """Return the one line of comment that stands in for a node, whatever its name holds."""
    return f"# {one_line(f'{node.name}: {reason}')}"


def with_shape(code: tuple[str, ...], node: Node, report: Report) -> tuple[str, ...]:
    """Show what a layer gives: behind its line, or above where there is no room for that.

    Behind a statement of several lines black would break it up.

    Args:
        code: The lines that write the layer.
        node: The layer.
        report: Where what it gives is known from; an input says it itself.
    """
    known = report.nodes.get(node.id)
    if node.class_name == INPUT or known is None or known.state is not NodeState.VALID:
        return code
    shapes = ", ".join(map(_shape, known.outputs))
    if not shapes:
        return code
    behind = f"{code[0]}  # {shapes}"
    if len(code) == 1 and fits(behind):
        return (behind,)
    margin = code[0][: len(code[0]) - len(code[0].lstrip())]
    above = f"{margin}# gives {shapes}"
    return (above, *code) if fits(above) else code


def _shape(tensor: Tensor) -> str:
    return repr(tensor.shape)


def _has_ends(inside: Report | None) -> bool:
    return inside is not None and bool(inside.inputs) and bool(inside.outputs)


def _obstacle(graph: Graph, node: Node, catalog: Catalog, written: Set[NodeId]) -> str:
    """Return what a node waits for before it can be written, or "" if it can be.

    Args:
        graph: The graph that the node is in.
        node: The node.
        catalog: What is known of its class.
        written: The nodes that have been written before it.
    """
    spec = spec_of(node, catalog.layers)
    if spec is None:
        return tr("waits for a layer of a class that NetBuilder knows")
    if spec.fault:
        return tr("waits for code that can be used: {reason}", reason=spec.fault)
    for param in spec.params:
        if param.required and param.name not in node.params:
            return tr("waits for a value for {name}", name=param.name)
    return _missing_wire(graph, node, spec, written)


def _missing_wire(graph: Graph, node: Node, spec: LayerSpec, written: Set[NodeId]) -> str:
    wires = graph.incoming(node.id)
    masks = [wire for wire in wires if spec.ports.mask_at(wire.target_port)]
    plain = len(wires) - len(masks)
    if plain < spec.ports.minimum:
        return tr("waits for a wire to its input")
    if spec.ports.maximum is not None and plain > spec.ports.maximum:
        return tr("waits for fewer wires to its input")
    for number, wire in enumerate(wires):
        if spec.ports.names and number < plain and wire.target_port != number:
            return tr("waits for a wire to {port}", port=spec.ports.names[number])
        if wire.source not in written:
            return tr("waits for {name}", name=graph.nodes[wire.source].name)
    return ""
