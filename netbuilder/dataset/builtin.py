"""The datasets that ship with the program or with scikit-learn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from netbuilder.catalog.spec import Param
from netbuilder.dataset import option_params as params
from netbuilder.graph.values import Value

DataKind = Literal["images", "table", "series", "text", "arrays", "image folder", "text folder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltinDataset:
    """A dataset that needs no file of the user's.

    Attributes:
        key: What :attr:`DataChoice.source` calls it.
        title: What a list shows.
        sentence: What it is, in one sentence.
        kind: What its samples are.
        licence: Under which terms it may be used.
        options: The options that it takes, with its own defaults.
        file: Its file in ``resources/datasets``; None if scikit-learn brings it.
        loader: The function of ``sklearn.datasets`` that brings it, or None.
        online: The module of ``keras.datasets`` that gets it from the internet, or None.
        classes: Names of its classes in the order of their numbers; empty if none.
        brightest: For images: the largest value that a pixel can have.
    """

    key: str
    title: str
    sentence: str
    kind: DataKind
    licence: str
    options: tuple[Param, ...]
    file: str | None = None
    loader: str | None = None
    online: str | None = None
    classes: tuple[str, ...] = ()
    brightest: int = 255


def _with_defaults(options: tuple[Param, ...], **defaults: Value) -> tuple[Param, ...]:
    """Return ``options`` with other defaults for those that are named."""
    return tuple(
        replace(option, default=defaults.get(option.name, option.default)) for option in options
    )


_DIGITS = tuple("0123456789")
_PICTURES = (
    params.TARGET_OF_PICTURES,
    params.LABELS,
    params.CHANNEL_AXIS,
    params.SCALE_OF_PICTURES,
)
_SPLIT = (params.TEST_SHARE, params.SPLIT_SEED)
_ALIKE = (params.TEST_SHARE, params.STRATIFY_VALIDATION, params.SPLIT_SEED)
_CLASSES_TABLE = (params.FEATURES, params.SCALE, params.LABELS, *_ALIKE)

_IMAGES = (
    BuiltinDataset(
        key="mnist_5k",
        title="MNIST digits",
        sentence="5,000 grey pictures (28 × 28) of handwritten digits in 10 classes.",
        kind="images",
        licence="CC BY-SA 3.0, Yann LeCun and Corinna Cortes",
        options=_PICTURES,
        file="mnist_5k.npz",
        classes=_DIGITS,
    ),
    BuiltinDataset(
        key="fashion_mnist_12k",
        title="Fashion-MNIST",
        sentence="12,000 grey pictures (28 × 28) of clothes in 10 classes.",
        kind="images",
        licence="MIT, Zalando SE",
        options=_PICTURES,
        file="fashion_mnist_12k.npz",
        classes=(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ),
    ),
    BuiltinDataset(
        key="digits",
        title="Small digits",
        sentence="1,797 tiny pictures (8 × 8) of handwritten digits in 10 classes.",
        kind="images",
        licence="CC BY 4.0, E. Alpaydin and C. Kaynak (UCI)",
        options=(*_PICTURES, *_SPLIT),
        loader="load_digits",
        classes=_DIGITS,
        brightest=16,
    ),
)
_TABLES = (
    BuiltinDataset(
        key="penguins",
        title="Penguins",
        sentence="Measurements of 344 penguins, of which the species is to be told.",
        kind="table",
        licence="CC0, Gorman, Williams and Fraser 2014 (palmerpenguins)",
        options=_with_defaults(
            (
                params.TARGET_COLUMN,
                params.TASK,
                params.FEATURES,
                params.INPUTS,
                params.TARGETS,
                params.QUANTITIES,
                params.SAMPLE_WEIGHTS,
                params.CATEGORIES,
                params.MISSING,
                params.SCALE,
                params.SCALE_TARGET,
                params.LABELS,
                *_ALIKE,
            ),
            target="species",
            features=(
                "island",
                "bill_length_mm",
                "bill_depth_mm",
                "flipper_length_mm",
                "body_mass_g",
                "sex",
            ),
        ),
        file="penguins.csv",
        classes=("Adelie", "Chinstrap", "Gentoo"),
    ),
    BuiltinDataset(
        key="iris",
        title="Iris flowers",
        sentence="Four measurements of 150 iris flowers of three species.",
        kind="table",
        licence="CC BY 4.0, R. A. Fisher (UCI)",
        options=_CLASSES_TABLE,
        loader="load_iris",
        classes=("setosa", "versicolor", "virginica"),
    ),
    BuiltinDataset(
        key="wine",
        title="Wines",
        sentence="Thirteen chemical measurements of 178 wines from three kinds of grapes.",
        kind="table",
        licence="CC BY 4.0, S. Aeberhard and M. Forina (UCI)",
        options=_CLASSES_TABLE,
        loader="load_wine",
        classes=("class_0", "class_1", "class_2"),
    ),
    BuiltinDataset(
        key="breast_cancer",
        title="Breast cancer",
        sentence="Thirty measurements of 569 tumours, each malignant or benign.",
        kind="table",
        licence="CC BY 4.0, W. Wolberg, O. Mangasarian and N. Street (UCI)",
        options=_CLASSES_TABLE,
        loader="load_breast_cancer",
        classes=("malignant", "benign"),
    ),
    BuiltinDataset(
        key="diabetes",
        title="Diabetes",
        sentence="Ten measurements of 442 patients, and how far the disease went in a year.",
        kind="table",
        licence="Public, Efron, Hastie, Johnstone and Tibshirani 2004",
        options=_with_defaults(
            (params.FEATURES, params.SCALE, params.SCALE_TARGET, *_SPLIT), scale_target=True
        ),
        loader="load_diabetes",
    ),
)
_SEQUENCES = (
    BuiltinDataset(
        key="sunspots",
        title="Sunspots",
        sentence="The number of spots on the sun for each month since 1749.",
        kind="series",
        licence="Public domain, NOAA",
        options=(
            params.WINDOW,
            params.HORIZON,
            params.STEP,
            params.STREAM,
            params.SCALE,
            params.TEST_SHARE,
        ),
        file="sunspots_monthly.csv",
    ),
    BuiltinDataset(
        key="names",
        title="Names in eight languages",
        sentence="3,600 names of countries and languages, each as one of 8 languages writes it.",
        kind="text",
        licence="Unicode License v3, Unicode CLDR",
        options=(params.READ_AS, params.LENGTH, params.LABELS, *_ALIKE),
        file="cldr_names_language.csv",
        classes=(
            "English",
            "Finnish",
            "French",
            "German",
            "Italian",
            "Polish",
            "Spanish",
            "Turkish",
        ),
    ),
)

BUILTIN: Mapping[str, BuiltinDataset] = {
    dataset.key: dataset for dataset in (*_IMAGES, *_TABLES, *_SEQUENCES)
}
"""All datasets that need no file of the user's, by key."""
