"""The datasets that Keras gets from the internet when they are first used, and then keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.spec import Kind, Param
from netbuilder.dataset import option_params as params
from netbuilder.dataset.builtin import BUILTIN, BuiltinDataset

_WORDS = Param(
    "num_words",
    Kind.INT,
    default=10_000,
    minimum=1,
    doc="How many of the most frequent words are told apart; all others count as one.",
)
_WORDS_LENGTH = Param(
    "length",
    Kind.INT,
    default=200,
    minimum=1,
    doc="How many words of each text the network sees: its last; shorter ones begin with zeros.",
)
_COLOUR = (params.TARGET_OF_PICTURES, params.LABELS, params.SCALE_OF_PICTURES)
_GREY = (*_COLOUR, params.CHANNEL_AXIS)
_TEXTS = (_WORDS, _WORDS_LENGTH, params.LABELS)
_CLOTHES = BUILTIN["fashion_mnist_12k"].classes
_TERMS = "see the terms of its authors"

_ALL = (
    BuiltinDataset(
        key="keras_mnist",
        title="MNIST, whole (from the internet)",
        sentence="70,000 grey pictures (28 × 28) of handwritten digits; Keras loads 11 MB once.",
        kind="images",
        licence=BUILTIN["mnist_5k"].licence,
        options=_GREY,
        online="mnist",
        classes=BUILTIN["mnist_5k"].classes,
    ),
    BuiltinDataset(
        key="keras_fashion_mnist",
        title="Fashion-MNIST, whole (from the internet)",
        sentence="70,000 grey pictures (28 × 28) of clothes; Keras loads 30 MB once.",
        kind="images",
        licence=BUILTIN["fashion_mnist_12k"].licence,
        options=_GREY,
        online="fashion_mnist",
        classes=_CLOTHES,
    ),
    BuiltinDataset(
        key="keras_cifar10",
        title="CIFAR-10 (from the internet)",
        sentence="60,000 colour pictures (32 × 32) in 10 classes; Keras loads 170 MB once.",
        kind="images",
        licence=_TERMS,
        options=_COLOUR,
        online="cifar10",
        classes=(
            "airplane",
            "automobile",
            "bird",
            "cat",
            "deer",
            "dog",
            "frog",
            "horse",
            "ship",
            "truck",
        ),
    ),
    BuiltinDataset(
        key="keras_cifar100",
        title="CIFAR-100 (from the internet)",
        sentence="60,000 colour pictures (32 × 32) in 100 classes; Keras loads 170 MB once.",
        kind="images",
        licence=_TERMS,
        options=_COLOUR,
        online="cifar100",
    ),
    BuiltinDataset(
        key="keras_imdb",
        title="IMDB film reviews (from the internet)",
        sentence="50,000 reviews as numbers of words, each for or against; Keras loads 17 MB once.",
        kind="arrays",
        licence=_TERMS,
        options=_TEXTS,
        online="imdb",
    ),
    BuiltinDataset(
        key="keras_reuters",
        title="Reuters news (from the internet)",
        sentence="11,228 reports as numbers of words, on 46 topics; Keras loads 2 MB once.",
        kind="arrays",
        licence=_TERMS,
        options=_TEXTS,
        online="reuters",
    ),
    BuiltinDataset(
        key="keras_california_housing",
        title="California housing (from the internet)",
        sentence="20,640 districts, and what houses cost there in 1990; Keras loads 0.7 MB once.",
        kind="arrays",
        licence=_TERMS,
        options=(params.SCALE, replace(params.SCALE_TARGET, default=True)),
        online="california_housing",
    ),
)

ONLINE: Mapping[str, BuiltinDataset] = {dataset.key: dataset for dataset in _ALL}
"""By key."""
DATASETS: Mapping[str, BuiltinDataset] = {**BUILTIN, **ONLINE}
"""All datasets that need no file of the user's."""
