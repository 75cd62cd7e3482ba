"""Layers that are called again: what the first call built has to fit every later one."""

from __future__ import annotations

from dataclasses import replace
from functools import partial, reduce

from netbuilder.catalog.arguments import Arguments, RuleError, show
from netbuilder.catalog.noting import adds_no_axes, fits_notes
from netbuilder.catalog.shape_rules.broadcasting import broadcast
from netbuilder.catalog.shape_rules.merging import PLACE_BY_PLACE
from netbuilder.catalog.shape_rules.normalization import SCALED, scaled
from netbuilder.catalog.shape_rules.preprocessing import normalized_by
from netbuilder.catalog.stepwise import stepwise
from netbuilder.catalog.tensors import Shape, Tensor, promised
from netbuilder.catalog.truth import needs_sizes
from netbuilder.catalog.unseen import may_be_reshaped, multiplies_unseen
from netbuilder.graph import Graph, Node, NodeId
from netbuilder.graph.sharing import make_own
from netbuilder.i18n import tr
from netbuilder.validation.report import Fix, NodeReport, NodeState
from netbuilder.validation.sharpening import Judge, sharply_judged

_MEASURED = "Normalization"
"""A layer that has a mean for each place, which is no weight if it was given as a setting."""

_SCALING = frozenset((_MEASURED, *SCALED))
"""Layers that had to know sizes only to be built."""

_STRETCHED = frozenset(("AdditiveAttention", "PReLU", *_SCALING))
"""Layers that multiply by their weights, whatever they were built for."""

_NOTE_SIZES = (
    *("BatchNormalization", "Conv1D", "Conv2D", "Conv3D", "Dense", "Depthwise"),
    *("GroupNormalization", "Separable", "SpectralNormalization"),
)
"""How the classes begin that note how long an axis was, and look at it whenever they are asked."""


class SharingError(RuleError):
    """A call does not fit the layer that an earlier call has built."""


def fitted(
    graph: Graph, node: Node, before: NodeReport, now: NodeReport, *, idle: bool = False
) -> NodeReport:
    """Return what a later call of a shared layer gives with the weights of its first one.

    Args:
        graph: The network.
        node: The call.
        before: What is known of the layer's first call.
        now: What would be known of this call if it came first.
        idle: The call only tells what it would give, for no output needs it.

    Raises:
        SharingError: Keras refuses the call, for the layer has other weights.
    """
    given = _with_weights_of(node, before, now)
    if given is not None:
        return given
    if idle and _may_be_asked(node, before, now):
        return _holding(before, now)
    raise SharingError(
        tr(
            "was built for {first} at its first call, but gets {now} from {source}",
            first=_shapes(before),
            now=_shapes(now),
            source=_sources(graph, node),
        ),
        tr(
            "A shared layer has one set of weights. They were made to fit the first input, "
            "so every other one has to be of the same size."
        )
        if before.weights
        else tr("What Keras notes of a layer at its first call holds for all others."),
        port=0,
    )


def _may_be_asked(node: Node, before: NodeReport, now: NodeReport) -> bool:
    """Tell whether a built layer tells a shape for inputs that do not fit its weights."""
    if node.class_name in PLACE_BY_PLACE:
        return True
    ranks = [tensor.rank for tensor in before.inputs] == [tensor.rank for tensor in now.inputs]
    return ranks and not node.class_name.startswith(_NOTE_SIZES) and _fits_spec(node, before, now)


def _keeps(node: Node, before: NodeReport, now: NodeReport) -> bool:
    """Tell whether a call fits what a layer keeps of its first one, beside its weights."""
    return fits_notes(node.class_name, node.params.get("layer"), before.inputs, now.inputs)


def _with_weights_of(node: Node, before: NodeReport, now: NodeReport) -> NodeReport | None:
    """Return what a call gives with the weights of an earlier one, or None if they do not fit."""
    if not _keeps(node, before, now):
        return None
    if before.weights == now.weights and node.class_name != _MEASURED:
        come = adds_no_axes(node.class_name, before.inputs, now.inputs)
        return _as_they_come(now) if come else now
    if multiplies_unseen(node.class_name, node.params.get("layer"), now.inputs[0].shape):
        doubt = RuleError(
            tr("was built for {first}, but gets {now}", first=_shapes(before), now=_shapes(now)),
            tr("Keras 3.15.1 does not look at the sizes here; it fails once data arrives."),
            port=0,
        )
        return replace(_holding(before, now), doubt=doubt)
    shape = _calculated(node, before, now)
    if shape is not None:
        real = Tensor(shape, now.outputs[0].real.dtype)
        return replace(_holding(before, now), outputs=(promised(now.outputs[0], real),))
    if node.class_name in _STRETCHED and _fits_spec(node, before, now):
        return _stretched(node, before, now)
    return None


def _calculated(node: Node, before: NodeReport, now: NodeReport) -> Shape | None:
    """Return what weights happen to make of tensors they were not made for, if it is known."""
    held, equation = node.params.get("layer"), node.params.get("equation")
    said, came = now.outputs[0].real.shape, now.inputs
    if may_be_reshaped(node.class_name, equation, before.weights, came):
        return (*said[:-1], before.outputs[0].real.shape[-1])
    first = before.inputs[0]
    return stepwise(node.class_name, held, first, before.weights, came[0], said=said)


def _holding(before: NodeReport, now: NodeReport) -> NodeReport:
    """Return what is known of a call, with the weights of an earlier one."""
    return replace(
        now,
        weights=before.weights,
        trainable_params=before.trainable_params,
        frozen_params=before.frozen_params,
    )


def _as_they_come(now: NodeReport) -> NodeReport | None:
    """Return what a merging layer gives that adds no axes to its inputs, or None if it fails."""
    try:
        shape = reduce(broadcast, (tensor.real.shape for tensor in now.inputs))
    except RuleError:
        return None
    output = now.outputs[0]
    real = promised(output, Tensor(shape, output.real.dtype))
    return replace(now, outputs=(replace(real, mask=output.mask),))


def _stretched(node: Node, before: NodeReport, now: NodeReport) -> NodeReport | None:
    came, output = now.inputs[0].real, now.outputs[0]
    try:
        if node.class_name in SCALED:
            arguments = Arguments({"axis": -1, **node.params})
            real = scaled(node.class_name, arguments, came, before.weights[0].shape)
        else:
            shape = broadcast(came.shape, *_factors(node, before))
            real = Tensor(shape, output.real.dtype)
    except RuleError:
        return None
    if node.class_name == "AdditiveAttention":  # it sums up what it has stretched
        return _holding(before, now)
    given = replace(promised(output, real), mask=output.mask)
    return replace(_holding(before, now), outputs=(given,))


def _factors(node: Node, before: NodeReport) -> list[Shape]:
    """Return the shapes by which a layer multiplies."""
    if node.class_name == _MEASURED:
        arguments = Arguments({"axis": node.params.get("axis", -1)})
        return [normalized_by(arguments, before.inputs[0])]
    return [weight.shape for weight in before.weights]


def _fits_spec(node: Node, before: NodeReport, now: NodeReport) -> bool:
    """Tell whether an input has the sizes of the axes that a PReLU notes: those it shares not."""
    value = node.params.get("shared_axes")
    if node.class_name != "PReLU" or not value:
        return True
    shared = value if isinstance(value, tuple) else (value,)
    sizes = zip(before.inputs[0].shape, now.inputs[0].shape, strict=True)
    return all(
        axis in (0, *shared) or None in (was, size) or was == size
        for axis, (was, size) in enumerate(sizes)
    )


def as_built(
    node: Node,
    built: NodeReport,
    arrived: tuple[Tensor, ...],
    finding: NodeReport | RuleError,
    judge: Judge,
) -> NodeReport | RuleError:
    """Return the finding on a layer that has its weights already.

    Args:
        node: The layer.
        built: What is known of it with the tensors that it was built for.
        arrived: What it gets now.
        finding: What would be known of it if it were built now.
        judge: Gives what would be known of it with other tensors.
    """
    if isinstance(finding, RuleError):
        finding = _with_weights_there(node, built, arrived, finding, judge)
    if isinstance(finding, RuleError):
        return finding
    changed = finding.weights != built.weights or not _keeps(node, built, finding)
    if finding.state is NodeState.VALID and changed:
        given = _with_weights_of(node, built, finding)
        if given is not None:
            return given
        first, now = (
            tr(" and ").join(show(tensor.shape) for tensor in tensors)
            for tensors in (built.inputs, arrived)
        )
        return RuleError(tr("was built for {first}, but gets {now}", first=first, now=now))
    return finding


def _with_weights_there(
    node: Node,
    built: NodeReport,
    arrived: tuple[Tensor, ...],
    fault: RuleError,
    judge: Judge,
) -> NodeReport | RuleError:
    """Return the finding on a layer that could not be built for what comes, but is built already.

    Weights are what needed the sizes; they are there by now.
    """
    if node.class_name in _SCALING and (fault.setting == "axis" or fault.axis is not None):
        output = replace(arrived[0], dtype=built.outputs[0].dtype, actual=None)
        same = replace(built, inputs=arrived, outputs=(output,))
        return _stretched(node, built, same) or fault
    if _joins_nothing(node, arrived):
        output = replace(arrived[0], dtype=built.outputs[0].dtype)
        return replace(built, inputs=arrived, outputs=(output,))
    computes = needs_sizes(node.class_name, node.params.get("use_bias")) or fault.late
    settled = computes or node.inner is not None  # its layers were each judged as built
    if settled or not built.weights or len(built.inputs) != len(arrived):
        return fault
    return sharply_judged(built, arrived, judge)


def _joins_nothing(node: Node, arrived: tuple[Tensor, ...]) -> bool:
    """Tell whether one number alone comes to be joined, for which TensorFlow asks no axis."""
    axis = node.params.get("axis", -1)
    alone = [tensor.rank for tensor in arrived] == [0]
    return node.class_name == "Concatenate" and alone and isinstance(axis, int) and axis < 0


def own_layer_fix(node: Node) -> Fix:
    """Return the fix that ends the sharing at a node."""
    title = tr("Give this call of '{name}' a layer of its own", name=node.name)
    return Fix(title, partial(make_own, key=node.id))


def repeated(graph: Graph, order: tuple[NodeId, ...]) -> frozenset[NodeId]:
    """Return the nodes of ``order`` that call a layer which an earlier one has called."""
    if not graph.calls:
        return frozenset()
    seen: set[NodeId] = set()
    again: set[NodeId] = set()
    for key in order:
        layer = graph.layer_of(key)
        (again if layer in seen else seen).add(key if layer in seen else layer)
    return frozenset(again)


def _shapes(report: NodeReport) -> str:
    return tr(" and ").join(show(tensor.shape) for tensor in report.inputs)


def _sources(graph: Graph, node: Node) -> str:
    names = (graph.nodes[wire.source].name for wire in graph.incoming(node.id))
    return tr(" and ").join(f"'{name}'" for name in names)
