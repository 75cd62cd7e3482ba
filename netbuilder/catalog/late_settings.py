"""Settings that Keras looks at only when a layer calculates, not when it makes the layer.

Layers that no output needs only tell what they would give (:mod:`netbuilder.catalog.telling`);
a wrong value of such a setting does them no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeAlias

from netbuilder.catalog.arguments import is_whole
from netbuilder.graph.values import Value

_When: TypeAlias = Callable[[Value], bool]

_PAIR = 2


def found_late(class_name: str, setting: str, value: Value) -> bool:
    """Tell whether Keras finds a wrong value of a setting only when the layer calculates."""
    when = _LATE.get(class_name, {}).get(setting)
    return when is not None and when(value)


def _always(_: Value) -> bool:
    return True


def _mirrored(value: Value) -> bool:
    return value == "mirror"


def _unset(value: Value) -> bool:
    return value is None


def _given(value: Value) -> bool:
    return value is not None


def _zero(value: Value) -> bool:
    return value == 0


def _nothing(value: Value) -> bool:
    return value is None or value == 0


def _no_count(value: Value) -> bool:
    return not is_whole(value) or value < 0


def _zero_among(count: int, value: Value) -> bool:
    """Tell whether one of ``count`` sizes is 0, and none negative."""
    sizes = value if isinstance(value, tuple) else ()
    whole = all(is_whole(size) and size >= 0 for size in sizes)
    return len(sizes) == count and 0 in sizes and whole


def _odd(value: Value) -> bool:
    """Tell whether one size or two are odd, be it negative ones."""
    sizes = value if isinstance(value, tuple) and _pair(value) else (value,)
    return all(is_whole(size) and size % 2 for size in sizes)


def _pair(value: Value) -> bool:
    return isinstance(value, tuple) and len(value) == _PAIR


def _nested(value: Value) -> bool:
    return isinstance(value, tuple) and all(isinstance(part, tuple) for part in value)


_RANGE: Mapping[str, _When] = {"value_range": _always}
_FILL: Mapping[str, _When] = {"fill_value": _always}
_SIZES: Mapping[str, _When] = {"height": _unset, "width": _unset}

_LATE: Mapping[str, Mapping[str, _When]] = {
    "AdaptiveAveragePooling2D": {"output_size": partial(_zero_among, 2)},
    "AdaptiveAveragePooling3D": {"output_size": partial(_zero_among, 3)},
    "AdaptiveMaxPooling2D": {"output_size": partial(_zero_among, 2)},
    "AdaptiveMaxPooling3D": {"output_size": partial(_zero_among, 3)},
    "AugMix": {"alpha": _always, "chain_depth": _always, "num_chains": _always},
    "CenterCrop": _SIZES,
    "ContrastLimitedAdaptiveHistogramEqualization": {
        "clip_limit": _always,
        "tile_grid_size": _always,
        "value_range": _always,
    },
    "ConvLSTM1D": {"filters": _zero},
    "ConvLSTM2D": {"filters": _zero},
    "ConvLSTM3D": {"filters": _zero},
    "ELU": {"alpha": _always},
    "GroupNormalization": {"epsilon": _always},
    "GroupQueryAttention": {"num_query_heads": _zero},
    "Hashing": {"salt": _pair},
    "IntegerLookup": {"salt": _pair},
    "StringLookup": {"salt": _pair},
    "HashedCrossing": {"num_bins": _always},
    "Masking": {"mask_value": _always},
    "MelSpectrogram": {
        "mag_exp": _always,
        "max_freq": _always,
        "min_freq": _always,
        "min_power": _always,
        "num_mel_bins": _unset,
        "ref_power": _always,
        "sampling_rate": _always,
        "sequence_length": _no_count,
        "top_db": _always,
        "window": _always,
    },
    "MixUp": {"alpha": _always},
    "RandAugment": {"num_ops": _always},
    "RandomContrast": _RANGE,
    "RandomCrop": {"height": _nothing, "width": _nothing},
    "RandomElasticTransform": {**_RANGE, **_FILL, "fill_mode": _mirrored},
    "RandomErasing": _RANGE,
    "RandomGaussianBlur": {**_RANGE, "kernel_size": _odd},
    "RandomHue": _RANGE,
    "RandomInvert": _RANGE,
    "RandomPerspective": _FILL,
    "RandomRotation": _FILL,
    "RandomShear": _FILL,
    "RandomTranslation": _FILL,
    "RandomZoom": _FILL,
    "Rescaling": {"offset": _always, "scale": _always},
    "Reshape": {"target_shape": _nested},
    "Resizing": {**_SIZES, **_FILL, "fill_mode": _always, "interpolation": _always},
    "Softmax": {"axis": _always},
    "UpSampling2D": {"interpolation": _given},
}
