"""Pools of values, by which random layers get their parameters.

Nothing here comes from NetBuilder's catalogue: which parameters a class has is asked of
``inspect.signature``, and what they may be is written here by the names they have in Keras.
A pool of the form ``Class.name`` comes before one of the form ``name``.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Container, Mapping, Sequence
from random import Random
from typing import Any

_FORMATS = ("channels_last", "channels_last", "channels_first", None)
_FACTORS = (0.0, 0.2, 0.5, 1.0, [0.1, 0.4])
_SIGNED = (0.1, 0.5, [-0.2, 0.3], [0.1, 0.2])
_WORDS = (["a", "b", "c"], ["cat", "dog"], ["x"])
_INITIALIZERS = ("he_normal", "zeros", "ones", "glorot_uniform", "random_normal", "orthogonal")
_VALUE_RANGES = ([0, 255], [0, 1], [-1, 1])
_FILLS = ("constant", "reflect", "wrap", "nearest")
_SAMPLINGS = ("bilinear", "nearest")
_DTYPES = ("float16", "bfloat16", "float64", "mixed_float16", "float32")

POOLS: Mapping[str, Sequence[Any]] = {
    "activation": (
        *("relu", "tanh", "sigmoid", "softmax", "gelu", "linear", "elu", "swish", "glu", None),
    ),
    "recurrent_activation": ("sigmoid", "hard_sigmoid", "tanh", None),
    "Activation.activation": ("relu", "softmax", "silu", "softplus", "log_softmax", "glu"),
    "addition_factor": _FACTORS,
    "AugMix.alpha": (1.0, 0.5),
    "alpha": (0.2, 1.0, 0.5),
    "all_ops": (True, False),
    "antialias": (True, False),
    "attention_axes": (None, [1], 1, [-2]),
    "axes": (1, -1, [1, 1], [1, 2], [2, 1], [2, 2], 2),
    "axis": (-1, -1, 1, 2, -2),
    "LayerNormalization.axis": (-1, 1, [1, 2], [-1], -2),
    "Normalization.axis": (-1, None, 1, [1], []),
    "Softmax.axis": (-1, 1, [1, 2], -2, 0),
    "UnitNormalization.axis": (-1, 1, [1, 2], 2),
    "bias_axes": (None, "c", "d"),
    "bin_boundaries": ([0.0, 1.0], [0.5], [-1.0, 0.0, 2.5]),
    "bins": (256, 16),
    "brightness_factor": (*_FACTORS, None),
    "center": (True, False),
    "chain_depth": (1, 3),
    "clip_limit": (4.0, 2),
    "contrast_factor": (0.2, 0.5, None),
    "crop_to_aspect_ratio": (False, True),
    "Cropping1D.cropping": (1, [0, 1], [1, 1], 0),
    "Cropping2D.cropping": (1, [1, 2], [[0, 1], [1, 0]], 0),
    "Cropping3D.cropping": (1, [1, 0, 1], [[0, 1], [1, 0], [0, 0]]),
    "data_format": _FORMATS,
    "depth_multiplier": (1, 2, 3),
    "dilation_rate": (1, 1, 2),
    "Permute.dims": ([2, 1], [1, 2], [3, 1, 2], [2, 3, 1], [1], [4, 3, 2, 1]),
    "dropout": (0.0, 0.2, 0.5, 1.0),
    "recurrent_dropout": (0.0, 0.2),
    "epsilon": (1e-3, 1e-6, 0.1),
    "expand_dims": (False, True),
    "factor": _FACTORS,
    "RandomHue.factor": _FACTORS,
    "RandomSharpness.factor": _FACTORS,
    "RandomRotation.factor": _SIGNED,
    "RandomBrightness.factor": _SIGNED,
    "RandomContrast.factor": (0.2, 0.5, [0.1, 0.4]),
    "fft_length": (None, 16, 64),
    "MelSpectrogram.fft_length": (16, 64),
    "fill_mode": _FILLS,
    "fill_value": (0.0, 0.5, 1),
    "filters": (1, 2, 4, 6),
    "frame_length": (8, 16),
    "frame_step": (None, 4),
    "go_backwards": (False, True),
    "groups": (1, 1, 2),
    "GroupNormalization.groups": (1, 2, 3, -1, 4),
    "height": (1, 4, 8),
    "width": (1, 4, 8),
    "height_factor": _SIGNED,
    "width_factor": (*_SIGNED, None),
    "RandomTranslation.width_factor": _SIGNED,
    "hue_factor": (*_FACTORS, None),
    "saturation_factor": (*_FACTORS, None),
    "idf_weights": (None,),
    "input_dim": (1, 5, 10),
    "interpolation": _SAMPLINGS,
    "UpSampling2D.interpolation": (*_SAMPLINGS, "bicubic", "lanczos3", "lanczos5"),
    "Resizing.interpolation": (*_SAMPLINGS, "bicubic", "lanczos3"),
    "invert": (False, True),
    "keepdims": (False, True),
    "kernel_size": (1, 2, 3),
    "RandomGaussianBlur.kernel_size": (3, 5, [3, 5]),
    "key_dim": (2, 4),
    "head_dim": (2, 4),
    "num_query_heads": (2, 4),
    "num_key_value_heads": (1, 2),
    "l1": (0.0, 0.1),
    "l2": (0.0, 0.1),
    "logit_soft_cap": (None, 2.0),
    "lora_alpha": (None, 2.0),
    "lora_rank": (None, 2),
    "mag_exp": (2.0, 1.0),
    "mask_token": (None,),
    "StringLookup.mask_token": (None, "", "[M]"),
    "IntegerLookup.mask_token": (None, 0),
    "mask_value": (0.0, -1.0, 1),
    "Hashing.mask_value": (None, 0),
    "mask_zero": (False, True),
    "max_freq": (None, 4000.0),
    "max_tokens": (None, 20),
    "max_value": (None, 6, 1.0),
    "mean": (None,),
    "variance": (None,),
    "merge_mode": ("concat", "sum", "mul", "ave", None),
    "min_freq": (20.0, 100.0),
    "RandomFlip.mode": ("horizontal", "vertical", "horizontal_and_vertical"),
    "STFTSpectrogram.mode": ("log", "magnitude", "psd", "real", "imag", "angle", "stft"),
    "momentum": (0.99, 0.9),
    "renorm": (False, True),
    "n": (1, 3),
    "negative_slope": (0.0, 0.1, 0.3),
    "ngrams": (None, 2, [1, 2]),
    "noise_shape": (None,),
    "Dropout.noise_shape": (None, [None, 1], [1]),
    "normalize": (False, True),
    "num_bins": (1, 3, 10),
    "Discretization.num_bins": (2, 4),
    "num_chains": (1, 3),
    "num_heads": (1, 2),
    "num_mel_bins": (4, 8),
    "num_oov_indices": (1, 2),
    "num_ops": (1, 2),
    "num_tokens": (2, 5, 10),
    "offset": (0.0, -1.0, 1),
    "oov_method": ("floormod", "farmhash"),
    "output_dim": (1, 3),
    "output_mode": ("int", "one_hot", "multi_hot", "count"),
    "CategoryEncoding.output_mode": ("one_hot", "multi_hot", "count"),
    "HashedCrossing.output_mode": ("int", "one_hot"),
    "output_padding": (None, None, 0, 1),
    "output_sequence_length": (None, 4),
    "MultiHeadAttention.output_shape": (None, None, 3, [3], [2, 3]),
    "EinsumDense.output_shape": (3, [3], [None, 3], [5, 3], [2, 3]),
    "equation": ("ab,bc->ac", "abc,cd->abd", "abc,cde->abde", "...b,bc->...c", "ab...,bc->ac..."),
    "output_size": (1, 2, 3),
    "pad_to_aspect_ratio": (False, True),
    "pad_to_max_tokens": (False, True),
    "padding": ("valid", "same"),
    "Conv1D.padding": ("valid", "same", "causal"),
    "ZeroPadding1D.padding": (1, [0, 1], 0),
    "ZeroPadding2D.padding": (1, [1, 2], [[0, 1], [1, 0]]),
    "ZeroPadding3D.padding": (1, [1, 0, 1], [[0, 1], [1, 0], [0, 0]]),
    "periodic": (False, True),
    "pool_size": (1, 2, 2, 3),
    "power_iterations": (1, 2),
    "power_to_db": (True, False),
    "rate": (0.0, 0.2, 0.5, 1),
    "reset_after": (True, False),
    "return_sequences": (False, True),
    "return_state": (False, False, True),
    "zero_output_for_mask": (False, True),
    "salt": (None, 7, [3, 4]),
    "sampling_rate": (16000, 8000),
    "sequence_length": (16, 32),
    "MelSpectrogram.sequence_length": (None, 16),
    "sequence_stride": (4, 8),
    "scale": (True, False),
    "Rescaling.scale": (1.0, 2, 0.5, 1.0 / 255),
    "RandomErasing.scale": ([0.02, 0.33],),
    "RandomPerspective.scale": (1.0, 0.5),
    "RandomElasticTransform.scale": (1.0, 0.5),
    "scaling": ("density", "spectrum", None),
    "score_mode": ("dot", "concat"),
    "seed": (None, 1, 7),
    "shared_axes": (None, [1], [1, 2]),
    "sigma": (1.0, 0.5),
    "size": (1, 2, 3),
    "sliding_window": (None, 2),
    "sparse": (False,),
    "split": ("whitespace", "character", None),
    "standardize": ("lower_and_strip_punctuation", "lower", "strip_punctuation", None),
    "stddev": (0.0, 0.1, 1.0),
    "strides": (1, 1, 2),
    "synchronized": (False,),
    "target_shape": ([-1], [4, -1], [2, 2], [-1, 2], [1, -1, 2], [3, 2]),
    "threshold": (0.0, 1),
    "threshold_factor": _FACTORS,
    "tie_weights": (True, False),
    "tile_grid_size": ([2, 2], [4, 4]),
    "top_db": (80.0, 40.0),
    "unit_forget_bias": (True, False),
    "units": (1, 3, 4, 8),
    "unroll": (False, False, False, False, True),
    "use_bias": (True, False),
    "use_cudnn": ("auto", False),
    "use_gate": (False, True),
    "use_scale": (False, True),
    "value_dim": (None, 3),
    "value_range": _VALUE_RANGES,
    "vocabulary": _WORDS,
    "IntegerLookup.vocabulary": ([1, 2, 3], [7], [10, 20]),
    "window": ("hann", "hamming", None),
    "x_factor": (0.0, 0.2),
    "y_factor": (0.0, 0.2),
    "max_number": (1, 5),
}
"""Values that Keras usually takes."""

EVERY_LAYER: Mapping[str, Sequence[Any]] = {"dtype": _DTYPES, "trainable": (False, True)}
"""Parameters that nearly every layer passes on to its base class."""

MERGING = (
    *("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract"),
    *("Attention", "AdditiveAttention", "HashedCrossing"),
)
"""Classes that are called on a list of tensors."""

_SUFFIXES: Mapping[str, Sequence[Any]] = {
    "_initializer": _INITIALIZERS,
    "_regularizer": (None, "l2", "l1"),
    "_constraint": (None, "non_neg", "max_norm"),
}
_SOMETIMES = 0.3
_SELDOM = 0.04
_WANTED = {"vocabulary", "num_tokens", "frame_length", "sequence_stride", "fft_length"}


def random_params(
    class_name: str, target: Callable[..., Any], random: Random, skipped: Container[str] = ()
) -> dict[str, Any]:
    """Return parameters for a class: all that it needs, and some of those it does not.

    Raises:
        LookupError: The class needs one for which there is no pool.
    """
    params: dict[str, Any] = {}
    for parameter in inspect.signature(target).parameters.values():
        variable = parameter.kind in {parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL}
        if variable or parameter.name in skipped:
            continue
        pool = pool_of(class_name, parameter.name)
        needed = parameter.default is parameter.empty
        if needed and not pool:
            raise LookupError(f"{class_name} needs {parameter.name}")
        if pool and (needed or parameter.name in _WANTED or random.random() < _SOMETIMES):
            params[parameter.name] = random.choice(pool)
    for name, pool in EVERY_LAYER.items():
        if random.random() < _SELDOM:
            params[name] = random.choice(pool)
    return params


def pool_of(class_name: str, name: str) -> Sequence[Any]:
    """Return the values for a parameter, empty where none are known."""
    for key in (f"{class_name}.{name}", name):
        if key in POOLS:
            return POOLS[key]
    return next((pool for end, pool in _SUFFIXES.items() if name.endswith(end)), ())
