"""What the worker is told when custom code is examined, and what its answer means."""

from __future__ import annotations

from collections.abc import Iterable

from netbuilder.catalog.custom import CustomCode, needed
from netbuilder.catalog.custom_reading import is_cell
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import ClassSpec, LayerSpec
from netbuilder.catalog.tensors import Outcome, Tensor, Weight
from netbuilder.codegen.objects import arguments, public_name
from netbuilder.codegen.write import call, flat
from netbuilder.graph import Config, Graph, Node, Params
from netbuilder.i18n import tr
from netbuilder.training.commands import Examine
from netbuilder.training.examination import CodePiece, TensorKind
from netbuilder.training.replies import Examined
from netbuilder.validation import Report
from netbuilder.validation.custom import (
    NO_ANSWERS,
    Answer,
    Customs,
    Question,
    Refusal,
    own_layer,
    texts_in,
)

MOST_SECONDS = 20.0
"""How long one check may take; a very slow machine needs a second for the longest."""


def ask(request: int, question: Question, catalog: Catalog) -> Examine:
    """Return the command that finds out what a layer gives, and nothing more.

    Args:
        request: Comes back with the answer.
        question: About a layer of the catalogue that is custom, or holds a custom one.
        catalog: With the project's own code.
    """
    code = catalog.custom[own_layer(question.class_name, question.params, catalog.custom)]
    spec = catalog.layers[question.class_name]
    return _command(
        request, code, spec, question.params, question.inputs, catalog=catalog, thorough=False
    )


def examine(
    request: int, code: CustomCode, catalog: Catalog, question: Question | None = None
) -> Examine:
    """Return the command that makes all checks of a piece of custom code.

    Args:
        request: Comes back with the answers.
        code: What to examine; it can be used as far as reading tells.
        catalog: With the project's own code.
        question: For a layer that the network uses: with which parameters and inputs.
    """
    question = question or _usual_use(code, catalog)
    spec = catalog.layers[question.class_name] if question else _spec(code, catalog)
    params = question.params if question else Params(dict(spec.starting))
    inputs = question.inputs if question else usual_inputs(spec)
    return _command(request, code, spec, params, inputs, catalog=catalog, thorough=True)


def how_used(graph: Graph, report: Report, catalog: Catalog, name: str) -> Question | None:
    """Return how a network first uses a custom layer, by itself or held by one of Keras's.

    It is None if the layer is not used, or gets nothing yet.

    Args:
        graph: The network.
        report: What is known of it.
        catalog: With the project's own code.
        name: The layer's class.
    """
    for node in graph.nodes.values():
        known = report.nodes.get(node.id)
        if node.inner is not None and known is not None and known.inner is not None:
            inside = how_used(node.inner, known.inner, catalog, name)
            if inside is not None:
                return inside
        inputs = _arriving(graph, report, node)
        if inputs and own_layer(node.class_name, node.params, catalog.custom) == name:
            customs = Customs(catalog.custom, NO_ANSWERS)
            return customs.question(node.class_name, node.params, inputs)
    return None


def _arriving(graph: Graph, report: Report, node: Node) -> tuple[Tensor, ...]:
    """Return what comes to a node; nothing if some of it is not known."""
    found: list[Tensor] = []
    for wire in graph.incoming(node.id):
        tensor = report.tensor(wire.start)
        if tensor is None:
            return ()
        found.append(tensor)
    return tuple(found)


def usual_inputs(spec: ClassSpec) -> tuple[Tensor, ...]:
    """Return what a layer that the network does not use yet is tried with: rows of numbers."""
    count = spec.ports.minimum if isinstance(spec, LayerSpec) else 0
    return (Tensor((None, 8)),) * count


def _usual_use(code: CustomCode, catalog: Catalog) -> Question | None:
    """Return how a cell is tried that the network does not use yet: an RNN calls it."""
    spec = _spec(code, catalog)
    if not is_cell(spec):
        return None
    held = Config(code.name, Params(dict(spec.starting)))
    return Question("RNN", "", Params(cell=held), (Tensor((None, 6, 8)),))


def answer_of(event: Examined) -> Answer:
    """Return what an examination has found out about a layer."""
    if event.refusal:
        return Refusal(
            tr("cannot be built for what comes in: {reason}", reason=event.refusal.rstrip(".")),
            tr("Examine in the Own code panel shows where."),
        )
    return Outcome(
        tuple(map(_tensor, event.outputs)),
        tuple(Weight(tuple(kind.shape), kind.trainable) for kind in event.weights),
        multiply_adds=event.multiply_adds,
    )


def _kind(tensor: Tensor) -> TensorKind:
    mask = None if tensor.mask is None else list(tensor.mask)
    return TensorKind(list(tensor.shape), tensor.dtype, mask)


def _tensor(kind: TensorKind) -> Tensor:
    mask = None if kind.mask is None else tuple(kind.mask)
    return Tensor(tuple(kind.shape), kind.dtype, mask=mask)


def _spec(code: CustomCode, catalog: Catalog) -> ClassSpec:
    classes: Iterable[ClassSpec] = (
        *catalog.layers.values(),
        *(spec for family in catalog.families.values() for spec in family.values()),
    )
    return next(spec for spec in classes if spec.custom == code)


def _command(
    request: int,
    code: CustomCode,
    spec: ClassSpec,
    params: Params,
    inputs: tuple[Tensor, ...],
    *,
    catalog: Catalog,
    thorough: bool,
) -> Examine:
    given = arguments(spec, params, catalog, all_named=True)
    pieces = needed((spec.name, *texts_in(params)), catalog.custom)
    return Examine(
        request=request,
        kind=code.kind.value,
        name=code.name,
        pieces=[CodePiece(piece.name, piece.source) for piece in pieces],
        make=spec.name if spec.is_function else flat(call(public_name(spec), given)),
        inputs=[_kind(tensor) for tensor in inputs],
        apart=isinstance(spec, LayerSpec) and bool(spec.ports.names),
        thorough=thorough,
    )
