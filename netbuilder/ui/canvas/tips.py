"""What the canvas says about the thing under the pointer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from math import prod

from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import NodeId, Port, Wire
from netbuilder.graph.walks import is_frozen
from netbuilder.i18n import tr
from netbuilder.ui.canvas.hits import HitTarget, Part
from netbuilder.ui.canvas.training_marks import TrainingMark, mark_text
from netbuilder.ui.canvas.wiring import is_wide, wire_at
from netbuilder.ui.document import Document
from netbuilder.ui.text import grouped, shape_text, shapes_text
from netbuilder.validation import Problem

_NO_MARKS: Mapping[NodeId, TrainingMark] = {}


def _summary(spec: LayerSpec) -> str:
    return f"<p>{escape(spec.summary)}</p>"


def tip(
    document: Document,
    target: HitTarget,
    marks: Mapping[NodeId, TrainingMark] = _NO_MARKS,
    card: Callable[[LayerSpec], str] = _summary,
) -> str:
    """Return the tip for what lies under the pointer, as rich text; empty for none.

    Args:
        document: The project.
        target: What lies there.
        marks: What a training does to the nodes.
        card: Returns what is said of a layer in general, as rich text.
    """
    match target.part:
        case Part.NODE:
            mark = marks.get(target.node)
            said = f"<p>{escape(mark_text(mark))}</p>" if mark is not None else ""
            return _node(document, target.node, card) + said
        case Part.WIRE if target.wire is not None:
            return escape(tensor_summary(document, target.wire.source, target.wire.source_port))
        case Part.BEND:
            return escape(tr("Drag it to move the point; Delete takes it away."))
        case Part.INPUT:
            return escape(_input(document, target))
        case Part.OUTPUT:
            return _output(document, target)
        case _:
            return ""


def node_summary(document: Document, node: NodeId) -> str:
    """Return one sentence about a node, for screen readers."""
    placed = document.level.graph.nodes[node]
    known = document.level.report.nodes.get(node)
    shapes = shapes_text(known.outputs) if known else ""
    count = len(document.level.report.problems_of(node))
    text = tr("{name}, {layer}", name=placed.name, layer=placed.class_name)
    if is_frozen(placed):
        text = tr("{node}, frozen", node=text)
    if shapes:
        text = tr("{node}, gives {shapes}", node=text, shapes=shapes)
    return tr("{node}, {count} problems", node=text, count=count) if count else text


def wire_summary(document: Document, wire: Wire) -> str:
    """Return one sentence about a wire, for screen readers."""
    nodes = document.level.graph.nodes
    source, target = nodes[wire.source].name, nodes[wire.target].name
    tensor = tensor_summary(document, wire.source, wire.source_port)
    return tr(
        "Wire from {source} to {target}: {tensor}", source=source, target=target, tensor=tensor
    )


def _node(document: Document, node: NodeId, card: Callable[[LayerSpec], str]) -> str:
    problems = document.level.report.problems_of(node)
    parts = [_problem(problem) for problem in problems]
    spec = spec_of(document.level.graph.nodes[node], document.catalog.layers)
    if spec is not None and not problems:
        parts.append(card(spec))
    placed, calls = document.level.graph.nodes[node], document.level.graph.sharing(node)
    if placed.inner is not None:
        parts.append(f"<p>{escape(tr('Double-click or Enter opens it.'))}</p>")
    if len(calls) > 1:
        text = tr("One layer, used {count} times: '{name}'.", count=len(calls), name=placed.name)
        parts.append(f"<p>{escape(text)}</p>")
    answers = _answers(document, node)
    if answers:
        parts.append(f"<p>{escape(answers)}</p>")
    return "".join(parts)


def _answers(document: Document, node: NodeId) -> str:
    """Say that a node gives answers of the model, and which of several outputs do; or nothing."""
    report = document.level.report
    numbers = [str(number + 1) for number in sorted(set(report.answering(node)))]
    if not numbers:
        return ""
    if len(report.nodes[node].outputs) < 2:
        return tr("It gives an answer of the model.")
    return tr("Its outputs that are answers of the model: {numbers}.", numbers=", ".join(numbers))


def _problem(problem: Problem) -> str:
    why = f"<br>{escape(problem.why)}" if problem.why else ""
    return f"<p><b>{escape(problem.message)}</b>{why}</p>"


def tensor_summary(document: Document, node: NodeId, port: int) -> str:
    """Return one sentence about what a node gives at an output port."""
    tensor = document.level.report.tensor(Port(node, port))
    return tr("The shape is not known yet.") if tensor is None else _tensor(tensor)


def _tensor(tensor: Tensor) -> str:
    """Return a tensor's shape, type, rank, and how many numbers it has a sample."""
    text = f"{shape_text(tensor.shape)} {tensor.dtype}"
    sides = tensor.shape[1:]
    rank = len(tensor.shape)
    if any(side is None for side in sides):
        return tr("{tensor}, {rank} axes", tensor=text, rank=rank)
    count = grouped(prod(side for side in sides if side is not None))
    return tr(
        "{tensor}, {rank} axes, {count} numbers a sample", tensor=text, rank=rank, count=count
    )


def _output(document: Document, target: HitTarget) -> str:
    text = escape(tensor_summary(document, target.node, target.port))
    answers = target.port in document.level.report.answering(target.node)
    return f"{text}<br>{escape(tr('An answer of the model.'))}" if answers else text


def _input(document: Document, target: HitTarget) -> str:
    spec = spec_of(document.level.graph.nodes[target.node], document.catalog.layers)
    if spec is None:
        return ""
    parts = []
    title = spec.ports.title(target.port)
    if title:
        parts.append(title)
    elif is_wide(spec):
        parts.append(tr("Takes several wires."))
    graph = document.level.graph
    wire = wire_at(graph, document.catalog.layers, target.node, target.port)
    if wire is not None:
        name = graph.nodes[wire.source].name
        arriving = tensor_summary(document, wire.source, wire.source_port)
        parts.append(tr("From '{name}': {tensor}", name=name, tensor=arriving))
    return "\n".join(parts)
