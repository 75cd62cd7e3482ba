"""Rules about what comes out of the network: its shape, its size, its range."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from netbuilder.catalog.arguments import show
from netbuilder.catalog.tensors import Shape
from netbuilder.checks.context import Context, Head
from netbuilder.checks.edits import append, set_activation, set_size
from netbuilder.checks.names import BINARY, DISTANCES, SPARSE
from netbuilder.dataset import Profile
from netbuilder.graph import Node, Params
from netbuilder.graph.edits import bypass, set_param
from netbuilder.i18n import tr
from netbuilder.validation import Fix, Problem, Severity
from netbuilder.validation.fixes import insertion
from netbuilder.validation.wiring import layer_title

_GLOBAL_POOLING = {
    3: "GlobalAveragePooling1D",
    4: "GlobalAveragePooling2D",
    5: "GlobalAveragePooling3D",
}
_PLAIN = frozenset(("Dense", "Dropout", "Activation", "Softmax", "ReLU", "LeakyReLU"))
_RANGES = {
    "sigmoid": (0.0, 1.0),
    "softmax": (0.0, 1.0),
    "hard_sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "relu": (0.0, float("inf")),
}
_TOLERANCE = 0.05


def class_count(profile: Profile) -> int:
    """Return how many units a softmax needs for all class numbers that occur; 0 if none do."""
    match profile.target:
        case "classes" | "binary":
            largest = int(profile.y.maximum or 0) + 1
            return max(largest, len(profile.class_counts), len(profile.classes), 2)
        case "one-hot":
            return profile.y.shape[-1] or 0
        case _:
            return 0


def wanted_rank(context: Context) -> int | None:
    """Return how many axes the output must have, the batch included; None if not known."""
    profile = context.profile
    if profile is None or profile.target == "other":
        return None
    axes = _without_last_one(profile.y.shape)
    if profile.target in ("classes", "binary", "number") and not axes:
        return 2
    return 2 + len(axes) if context.loss in SPARSE else 1 + len(profile.y.shape)


def _without_last_one(shape: Shape) -> Shape:
    return shape[:-1] if shape and shape[-1] == 1 else shape


def rank(context: Context) -> Iterator[Problem]:
    """S06, S20: the answer still has an axis of space or time."""
    head, wanted = context.head, wanted_rank(context)
    if head is None or wanted is None or head.tensor.rank <= wanted:
        return
    shape = show(head.tensor.shape)
    if wanted == 2:
        message = tr(
            "{layer} gives {shape}, but the data have one row of numbers per sample: it "
            "still has {axes} of '{source}'.",
            layer=layer_title(head.output),
            shape=shape,
            axes=_axes_left_over(head.tensor.rank),
            source=_source_of_axes(context, head),
        )
    else:
        message = tr(
            "{layer} gives {shape}, which has more axes than the answers in the data.",
            layer=layer_title(head.output),
            shape=shape,
        )
    yield Problem(
        "output.rank",
        Severity.ERROR,
        message,
        tr("An axis of space or time is left over: gather it into one row before the answer."),
        node=head.output.id,
        fixes=tuple(_flattening(context, head)) if wanted == 2 else (),
    )


def _axes_left_over(rank: int) -> str:
    """Say which axes lie between the batch and the row of numbers."""
    between = [str(axis) for axis in range(1, rank - 1)]
    if len(between) == 1:
        return tr("axis {axis}", axis=between[0])
    return tr("axes {first} and {last}", first=", ".join(between[:-1]), last=between[-1])


def _source_of_axes(context: Context, head: Head) -> str:
    """Return the name of the layer that the plain layers at the end have the axes from."""
    nodes = context.backwards(head.output.id)
    return next((node.name for node in nodes if node.class_name not in _PLAIN), head.output.name)


def _flattening(context: Context, head: Head) -> Iterator[Fix]:
    """Yield ways to gather all axes before the first of the plain layers at the end."""
    first: Node | None = None
    for node in context.backwards(head.output.id):
        if node.params.get("return_sequences") is True:
            title = tr("Let '{name}' return only the last step", name=node.name)
            off = partial(set_param, key=node.id, name="return_sequences", value=False)
            yield Fix(title, off)
        if node.class_name not in _PLAIN:
            break
        first = node
    if first is None or not context.report.nodes[first.id].inputs:
        return
    shape = context.report.nodes[first.id].inputs[0].shape
    if None not in shape[1:]:
        yield insertion(first, 0, "Flatten")
    if len(shape) in _GLOBAL_POOLING:
        yield insertion(first, 0, _GLOBAL_POOLING[len(shape)])


def units(context: Context) -> Iterator[Problem]:
    """L06, L18, S19: as many numbers come out as the data do not ask for."""
    head, profile = context.head, context.profile
    if head is None or profile is None or head.tensor.rank != wanted_rank(context):
        return
    given, wanted = head.tensor.shape[-1], _wanted_size(context, profile)
    if given is None or wanted is None or given == wanted:
        return
    spare = context.loss in SPARSE and given > wanted
    yield Problem(
        "output.units",
        Severity.INFO if spare else Severity.ERROR,
        _size_message(profile, head, given, wanted),
        tr("The last layer needs one number for each thing that is asked."),
        node=(head.maker or head.output).id,
        setting=None if head.maker is None else "units",
        fixes=() if head.maker is None else (set_size(head.maker, wanted),),
    )


def _size_message(profile: Profile, head: Head, given: int, wanted: int) -> str:
    values = {"layer": layer_title(head.output), "given": given, "wanted": wanted}
    if class_count(profile):
        return tr("The data have {wanted} classes, but {layer} gives {given} numbers.", **values)
    return tr("The data ask for {wanted} numbers, but {layer} gives {given}.", **values)


def _wanted_size(context: Context, profile: Profile) -> int | None:
    """Return how long the output's last axis must be; None if the loss or data leave it open."""
    if profile.target == "one-hot":
        return profile.y.shape[-1]
    if profile.target in ("number", "same as input"):
        return profile.y.shape[-1] if profile.y.shape else 1
    if context.loss in SPARSE and profile.target in ("classes", "binary"):
        return class_count(profile)
    if profile.target == "binary" and context.loss in BINARY | DISTANCES:
        return 1
    return None


def size(context: Context) -> Iterator[Problem]:
    """S19: the picture that comes out is larger or smaller than the one in the data."""
    head, profile = context.head, context.profile
    if head is None or profile is None or profile.target not in ("same as input", "other"):
        return
    given, wanted = head.tensor.shape[1:-1], profile.y.shape[:-1]
    if head.tensor.rank != 1 + len(profile.y.shape) or not given:
        return
    if any(a is not None and b is not None and a != b for a, b in zip(given, wanted, strict=True)):
        yield Problem(
            "output.size",
            Severity.ERROR,
            tr(
                "{layer} gives {given}, but the answer in the data is {wanted}.",
                layer=layer_title(head.output),
                given=show(head.tensor.shape),
                wanted=show((None, *profile.y.shape)),
            ),
            tr("What was made smaller has to be brought back to the same size: crop or pad it."),
            node=head.output.id,
            fixes=tuple(_cropping(head, given, wanted)),
        )


def _cropping(head: Head, given: Shape, wanted: Shape) -> Iterator[Fix]:
    spare = [a - b for a, b in zip(given, wanted, strict=True) if a is not None and b is not None]
    if len(spare) == 2 and min(spare) >= 0:
        cropping = ((0, spare[0]), (0, spare[1]))
        title = tr("Crop the answer to {shape}", shape=show(wanted))
        yield Fix(
            title,
            partial(append, port=head.port, name="Cropping2D", params=Params(cropping=cropping)),
        )


def softmax_of_one(context: Context) -> Iterator[Problem]:
    """L01: softmax over a single number is always 1."""
    head = context.head
    if head is None or head.activation != "softmax" or head.tensor.shape[-1] != 1:
        return
    numbers = context.loss in DISTANCES
    better = "linear" if numbers else "sigmoid"
    yield Problem(
        "output.softmax_of_one",
        Severity.ERROR,
        tr(
            "{layer} gives one number through softmax, which is always 1.",
            layer=layer_title(head.output),
        ),
        tr(
            "Softmax shares 1 among its numbers; a single one gets it all. Use sigmoid for a "
            "yes-or-no question, no activation for a quantity."
        ),
        node=(head.activated or head.output).id,
        setting="activation",
        fixes=() if head.activated is None else (set_activation(head.activated, better),),
    )


def out_of_reach(context: Context) -> Iterator[Problem]:
    """L12: the activation cannot give the numbers that are asked for."""
    head, profile = context.head, context.profile
    if head is None or profile is None or profile.target not in ("number", "same as input"):
        return
    limits, y = _RANGES.get(head.activation), profile.y
    if limits is None or head.activated is None or context.loss in BINARY:
        return
    if _reaches(limits, profile):
        return
    own = profile.target == "number"
    yield Problem(
        "output.range",
        Severity.ERROR,
        tr(
            "{activation} gives {low:g} to {high:g}, but the answers run from {least:g} "
            "to {most:g}.",
            activation=head.activation,
            low=limits[0],
            high=limits[1],
            least=y.minimum,
            most=y.maximum,
        ),
        tr("The network can never reach them, however long it learns.")
        if own
        else tr("Scale the data to 0 to 1, or let the last layer be linear."),
        node=head.activated.id,
        setting="activation",
        fixes=(set_activation(head.activated, "linear"),),
    )


def _reaches(limits: tuple[float, float], profile: Profile) -> bool:
    """Tell whether all answers but a few far ones lie within the limits."""
    y = profile.y
    if y.minimum is None or y.maximum is None or y.mean is None or y.std is None:
        return True
    low, high = limits
    slack = _TOLERANCE * (high - low) if high < float("inf") else _TOLERANCE * y.std
    most = min(y.maximum, y.mean + y.std)
    least = max(y.minimum, y.mean - y.std)
    return low - slack <= least and most <= high + slack


def dropout_at_the_end(context: Context) -> Iterator[Problem]:
    """A07: answers would be erased at random."""
    head = context.head
    if head is None or head.output.class_name not in ("Dropout", "AlphaDropout"):
        return
    node = head.output
    yield Problem(
        "output.dropout",
        Severity.ERROR,
        tr("{layer} erases answers at random.", layer=layer_title(node)),
        tr("Dropout belongs between layers, never behind the last one."),
        node=node.id,
        fixes=(Fix(tr("Remove '{name}'", name=node.name), partial(bypass, key=node.id)),),
    )
