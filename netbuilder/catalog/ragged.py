"""Rows of different lengths: what ``TextVectorization`` makes of texts with more or fewer words.

TensorFlow has a kind of tensor of its own for them (``RaggedTensor``). Most layers hand it on,
some make an even one of it, and some fail once they are called; Keras does not say so before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.arguments import Arguments, RuleError, is_whole
from netbuilder.catalog.tensors import Outcome, Shape, Tensor
from netbuilder.graph.values import Value
from netbuilder.i18n import tr

_REFUSING = frozenset(
    (
        *("ActivityRegularization", "Dense", "EinsumDense", "GroupNormalization"),
        *("Permute", "RepeatVector"),
        *("GRU", "GroupQueryAttention", "LSTM", "MultiHeadAttention", "RNN", "SimpleRNN"),
        *("Conv1D", "Conv1DTranspose", "DepthwiseConv1D", "SeparableConv1D", "TimeDistributed"),
        *("AveragePooling1D", "MaxPooling1D", "UpSampling1D", "ZeroPadding1D"),
        *("AdaptiveAveragePooling1D", "AdaptiveMaxPooling1D", "MelSpectrogram"),
        *("AdaptiveAveragePooling2D", "AdaptiveMaxPooling2D"),
        *("AdaptiveAveragePooling3D", "AdaptiveMaxPooling3D", "STFTSpectrogram"),
        *("AugMix", "CenterCrop", "RandAugment", "RandomColorDegeneration"),
        *("RandomContrast", "RandomCrop", "RandomErasing", "RandomGaussianBlur"),
        *("RandomGrayscale", "RandomHue", "RandomPerspective", "RandomRotation"),
        *("RandomSaturation", "RandomSharpness", "RandomShear", "RandomTranslation"),
        "RandomZoom",
        *("ops.dot", "ops.einsum", "ops.moveaxis", "ops.pad", "ops.repeat"),
        *("ops.squeeze", "ops.swapaxes", "ops.transpose"),
    )
)
_REFUSING_SERIES = frozenset(("MixUp", "RandomFlip", "RandomInvert"))
"""Layers that take pictures with uneven rows, but nothing of fewer axes."""

_PICTURE_RANK = 4  # batch and three axes
_EVENING = frozenset(
    (
        *("Flatten", "Reshape", "Resizing", "ops.reshape"),
        *("GlobalAveragePooling1D", "GlobalMaxPooling1D"),
        *(f"ops.{name}" for name in ("all", "any", "max", "mean", "min", "prod", "std", "sum")),
    )
)

_REFUSING_WITH: Mapping[str, Mapping[str, tuple[Value, ...]]] = {
    "Activation": {"activation": ("glu", "log_softmax", "softmax")},
    "Attention": {"score_mode": ("dot",)},
    "Flatten": {"data_format": ("channels_first",)},
    "ops.flip": {"axis": (None,)},
    "Resizing": {"crop_to_aspect_ratio": (True,), "pad_to_aspect_ratio": (True,)},
}
"""Layers that refuse them with some settings."""

_REFUSING_ANY: Mapping[str, tuple[str, ...]] = {
    "ops.argmax": ("axis",),
    "ops.argmin": ("axis",),
    "RandomColorJitter": ("contrast_factor", "hue_factor", "saturation_factor"),
}
"""Layers that refuse them where one of some settings is given."""

_ONE_ROW = ("binary", "count", "multi_hot")
"""Ways of writing all categories of a sample as a single row."""

_TABLE_RANK = 2  # batch and features


def refuse_ragged(class_name: str, arguments: Arguments, inputs: tuple[Tensor, ...]) -> None:
    """Refuse rows of different lengths where a layer cannot read them.

    Raises:
        RuleError: One of the inputs has such rows.
    """
    for port, tensor in enumerate(inputs):
        if tensor.ragged and _refuses(class_name, arguments, tensor):
            raise RuleError(
                tr("cannot read rows of different lengths"),
                tr(
                    "A TextVectorization further up makes as many places as a text has words. "
                    "With output_mode 'int' and an output_sequence_length, all rows are as long."
                ),
                port=port,
            )


def _refuses(class_name: str, arguments: Arguments, tensor: Tensor) -> bool:
    if class_name == "Dot":
        return tensor.real.rank > _TABLE_RANK
    if class_name in _REFUSING_SERIES:
        return tensor.real.rank < _PICTURE_RANK
    if class_name == "ops.split":
        return _size_along(arguments.get("axis"), tensor.real.shape) is None
    if class_name in ("ops.get_item", "ops.take"):
        return _picks_places(arguments, tensor.real.rank)
    wrong = _REFUSING_WITH.get(class_name, {})
    some = any(arguments.get(name) in values for name, values in wrong.items())
    made = any(arguments.get(name) is not None for name in _REFUSING_ANY.get(class_name, ()))
    return class_name in _REFUSING or some or made


def _size_along(axis: Value, shape: Shape) -> int | None:
    """Return how long an axis is, if all rows have that length."""
    return shape[axis] if is_whole(axis) and -len(shape) <= axis < len(shape) else None


def _picks_places(arguments: Arguments, rank: int) -> bool:
    """Tell whether places are picked by number along axis 1, where the rows differ."""
    axis, key = arguments.get("axis"), arguments.get("key")
    picked = isinstance(key, tuple) and any(map(is_whole, key[1:2]))
    return picked or (is_whole(axis) and axis in (1, 1 - rank))


def with_ragged(
    class_name: str, arguments: Arguments, inputs: tuple[Tensor, ...], outcome: Outcome
) -> Outcome:
    """Return what a layer gives, its rows of different lengths where its inputs have such."""
    if not any(tensor.ragged for tensor in inputs):
        return outcome
    if class_name in _EVENING or arguments.get("output_mode") in _ONE_ROW:
        return outcome
    outputs = tuple(replace(output, ragged=True) for output in outcome.outputs)
    return replace(outcome, outputs=outputs)
