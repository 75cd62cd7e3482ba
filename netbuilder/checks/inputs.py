"""Rules about what goes into the network: its shape, its scale, its gaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from netbuilder.catalog.arguments import is_number, is_whole, show
from netbuilder.catalog.tensors import Shape
from netbuilder.checks.context import Context
from netbuilder.checks.edits import insert_after
from netbuilder.checks.fitting import TEXTS, with_dtype
from netbuilder.dataset import Profile
from netbuilder.graph import Node, Params, Port
from netbuilder.graph.edits import bypass, set_param
from netbuilder.i18n import tr
from netbuilder.validation import Fix, Problem, Severity
from netbuilder.validation.wire_fixes import add_input
from netbuilder.validation.wiring import layer_title

_WIDE = 20.0  # an input beyond this slows learning down or stops it
_SPREAD = 10.0
_BRIGHTEST = 255.0
_TINY_SCALE = 0.01
_SCALED_ALREADY = 1.5

_LEARNING = frozenset(
    (
        "Dense", "Conv1D", "Conv2D", "Conv3D", "DepthwiseConv1D", "DepthwiseConv2D",
        "SeparableConv1D", "SeparableConv2D", "Conv1DTranspose", "Conv2DTranspose",
        "SimpleRNN", "LSTM", "GRU", "Bidirectional",
    )
)  # fmt: skip
KEEPING_SCALE = frozenset(
    (
        "Flatten", "Reshape", "Permute", "RepeatVector", "Dropout", "GaussianNoise", "Identity",
        "Cropping1D", "Cropping2D", "Cropping3D", "ZeroPadding1D", "ZeroPadding2D",
        "MaxPooling1D", "MaxPooling2D", "AveragePooling1D", "AveragePooling2D",
        "Resizing", "CenterCrop", "RandomFlip", "RandomRotation", "RandomZoom",
        "RandomTranslation", "RandomCrop", "RandomShear",
    )
)  # fmt: skip
"""Layers after which numbers are as large as before."""


@dataclass(frozen=True, slots=True)
class _Range:
    """How large the numbers are at some place of the network."""

    largest: float
    spread: float

    def scaled(self, node: Node) -> _Range:
        """Return the range after a Rescaling layer: ``x * scale + offset``."""
        scale, offset = node.params.get("scale"), node.params.get("offset", 0.0)
        if not is_number(scale) or not is_number(offset):
            return _Range(0.0, 0.0)  # one factor for each channel: somebody has thought of it
        return _Range(abs(self.largest * scale) + abs(offset), abs(self.spread * scale))


def input_shape(context: Context) -> Iterator[Problem]:
    """S15, S16: the Input's shape is not that of one sample."""
    profile = context.profile
    node = context.entry
    if profile is None or node is None:
        return
    shape = _shape_of(node)
    if shape is None or _takes(shape, profile.x.shape):
        return
    counted = shape[1:] == profile.x.shape
    why = (
        tr("The number of rows is not part of the shape: it describes one sample.")
        if counted
        else tr("The Input says what one sample looks like, without the number of samples.")
    )
    title = tr("Set the shape to {shape}", shape=show(profile.x.shape))
    yield Problem(
        "data.input_shape",
        Severity.ERROR,
        tr(
            "One sample of the data is {data}, but {layer} expects {shape}.",
            data=show(profile.x.shape),
            layer=layer_title(node),
            shape=show(shape),
        ),
        why,
        node=node.id,
        setting="shape",
        fixes=(Fix(title, partial(set_param, key=node.id, name="shape", value=profile.x.shape)),),
    )


def _shape_of(node: Node) -> Shape | None:
    value = node.params.get("shape")
    if not isinstance(value, tuple):
        return None
    sizes = tuple(size for size in value if size is None or is_whole(size))
    return sizes if len(sizes) == len(value) else None


def _takes(shape: Shape, sample: Shape) -> bool:
    """Tell whether Keras feeds such samples to such an Input; a last axis of 1 may come or go."""
    if len(shape) == len(sample) + 1 and shape[-1] == 1:
        shape = shape[:-1]
    elif len(sample) == len(shape) + 1 and sample[-1] == 1:
        sample = sample[:-1]
    return len(shape) == len(sample) and all(
        wanted is None or wanted == size for wanted, size in zip(shape, sample, strict=True)
    )


def input_dtype(context: Context) -> Iterator[Problem]:
    """D04: texts for an Input of numbers, or numbers for one of texts."""
    profile = context.profile
    node = context.entry
    if profile is None or node is None:
        return
    texts = profile.x.dtype == TEXTS
    if texts == (node.params.get("dtype") == TEXTS):
        return
    fix = Fix(
        tr("Let '{name}' take texts", name=node.name)
        if texts
        else tr("Let '{name}' take numbers", name=node.name),
        partial(with_dtype, key=node.id, profile=profile),
    )
    yield Problem(
        "data.input_dtype",
        Severity.ERROR,
        tr("The data are texts, but {layer} expects numbers.", layer=layer_title(node))
        if texts
        else tr("The data are numbers, but {layer} expects texts.", layer=layer_title(node)),
        tr("Texts come in with the dtype string; a TextVectorization layer makes numbers of them."),
        node=node.id,
        setting="dtype",
        fixes=(fix,),
    )


def unscaled(context: Context) -> Iterator[Problem]:
    """D01: large numbers go straight into a layer that learns."""
    profile = context.profile
    node = context.entry
    if profile is None or node is None:
        return
    before = _measured(profile)
    if before is None or not _meets_learning(context, node, before):
        return
    yield Problem(
        "data.unscaled",
        Severity.WARNING,
        tr(
            "The data run from {low} to {high}, which is too wide to learn from easily.",
            low=_brief(profile.x.minimum),
            high=_brief(profile.x.maximum),
        ),
        tr("Weights start small, so inputs of about -1 to 1 give every weight a fair chance."),
        node=node.id,
        fixes=(_scaling(profile, node),),
    )


def _measured(profile: Profile) -> _Range | None:
    x = profile.x
    if x.minimum is None or x.maximum is None or x.std is None:
        return None
    return _Range(max(abs(x.minimum), abs(x.maximum)), x.std)


def _meets_learning(context: Context, start: Node, size: _Range) -> bool:
    """Tell whether a layer that learns gets numbers that are too large, on some way."""
    ways = [(start, size)]
    seen: set[str] = set()
    while ways:
        node, size = ways.pop()
        for wire in context.graph.outgoing(node.id):
            after = context.graph.nodes[wire.target]
            if after.class_name in _LEARNING and _too_wide(size):
                return True
            if after.id in seen:
                continue
            seen.add(after.id)
            if after.class_name == "Rescaling":
                ways.append((after, size.scaled(after)))
            elif after.class_name in KEEPING_SCALE:
                ways.append((after, size))
    return False


def _too_wide(size: _Range) -> bool:
    return size.largest > _WIDE or size.spread > _SPREAD


def _scaling(profile: Profile, node: Node) -> Fix:
    x = profile.x
    picture = len(x.shape) in (2, 3) and x.minimum is not None and x.minimum >= 0
    if picture and x.maximum is not None and _WIDE < x.maximum <= _BRIGHTEST:
        title = tr("Insert Rescaling to 0 to 1 after '{name}'", name=node.name)
        name, params = "Rescaling", Params(scale=1 / _BRIGHTEST)
    else:
        title = tr("Insert Normalization after '{name}'", name=node.name)
        name, params = "Normalization", Params()
    return Fix(title, partial(insert_after, port=Port(node.id), name=name, params=params))


def scaled_twice(context: Context) -> Iterator[Problem]:
    """D15: a Rescaling shrinks data that are small already."""
    profile = context.profile
    size = None if profile is None else _measured(profile)
    entry = context.entry
    if size is None or size.largest > _SCALED_ALREADY or entry is None:
        return
    for node in context.forwards(entry.id):
        scale = node.params.get("scale")
        if node.class_name == "Rescaling" and is_number(scale) and abs(scale) <= _TINY_SCALE:
            yield Problem(
                "data.scaled_twice",
                Severity.WARNING,
                tr(
                    "The data are scaled already; {layer} makes them tiny.", layer=layer_title(node)
                ),
                tr("Divided by 255 twice, all pictures look black to the network."),
                node=node.id,
                fixes=(Fix(tr("Remove '{name}'", name=node.name), partial(bypass, key=node.id)),),
            )
        if node.class_name not in KEEPING_SCALE:
            return


def missing_values(context: Context) -> Iterator[Problem]:
    """D03: empty cells or infinite numbers."""
    profile = context.profile
    if profile is None:
        return
    missing = profile.x.missing + profile.y.missing
    if missing:
        yield Problem(
            "data.missing_values",
            Severity.ERROR,
            tr("{count} values of the data are empty or infinite.", count=missing),
            tr(
                "A single one makes the loss and then every weight NaN. Choose in Data what to do "
                "with empty cells."
            ),
        )


def no_data(context: Context) -> Iterator[Problem]:
    """Nothing to train on has been chosen yet."""
    if not context.project.data.source and context.graph.nodes:
        yield Problem(
            "data.none",
            Severity.INFO,
            tr("Choose data to train on."),
            tr("The network can be drawn without data, but it learns only from examples."),
        )


def with_shape_of_data(problem: Problem, context: Context) -> Problem:
    """Let the Input that a fix adds have the shape of the data (G01)."""
    heads = [key for key in context.graph.nodes if not context.graph.incoming(key)]
    if problem.code != "graph.no_input" or context.profile is None or not heads:
        return problem
    shape = context.profile.x.shape
    title = tr("Add an Input of shape {shape}", shape=show(shape))
    edit = partial(add_input, head=heads[0], params=Params(shape=shape))
    return replace(problem, fixes=(Fix(title, edit),))


def _brief(number: float | None) -> str:
    return "?" if number is None else f"{number:g}"
