"""Built-in datasets, their options, and the profiles that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from netbuilder.dataset import (
    BUILTIN,
    NO_DATA,
    DataChoice,
    DataError,
    effective_options,
    kind_of,
    options_of,
    shipped_pictures,
    shipped_profile,
)
from netbuilder.dataset.options import OPTIONS
from netbuilder.graph.values import Params, Value
from netbuilder.resources import resource_path

CSV = Path("some.csv")


def names_of(choice: DataChoice) -> set[str]:
    return {option.name for option in options_of(choice)}


@pytest.mark.parametrize("key", BUILTIN)
def test_a_builtin_dataset_is_complete(key: str) -> None:
    dataset = BUILTIN[key]
    assert dataset.key == key
    assert (dataset.file is None) != (dataset.loader is None)
    if dataset.file:
        assert resource_path("datasets", dataset.file).is_file()
    assert dataset.sentence.endswith(".")
    assert dataset.licence
    profile = shipped_profile(DataChoice(key))
    assert profile is not None
    assert profile.classes == dataset.classes


@pytest.mark.parametrize("source", OPTIONS)
def test_every_option_is_explained_and_allows_its_own_default(source: str) -> None:
    path = CSV if source in ("csv", "npz") else None
    assert all(option.doc.endswith(".") for option in OPTIONS[source])
    values = effective_options(DataChoice(source, path)).values
    assert set(values) == {option.name for option in OPTIONS[source]}


@pytest.mark.parametrize(
    ("key", "x_shape", "rows", "target"),
    [
        ("mnist_5k", (28, 28, 1), (4000, 1000), "classes"),
        ("fashion_mnist_12k", (28, 28, 1), (10000, 2000), "classes"),
        ("digits", (8, 8, 1), (1437, 360), "classes"),
        ("penguins", (9,), (266, 67), "classes"),
        ("iris", (4,), (120, 30), "classes"),
        ("wine", (13,), (142, 36), "classes"),
        ("breast_cancer", (30,), (455, 114), "binary"),
        ("diabetes", (10,), (353, 89), "number"),
        ("sunspots", (24, 1), (2476, 626), "number"),
        ("names", (20,), (2880, 720), "classes"),
    ],
)
def test_shapes_are_known_without_a_worker(
    key: str, x_shape: tuple[int, ...], rows: tuple[int, int], target: str
) -> None:
    profile = shipped_profile(DataChoice(key))
    assert profile is not None
    assert profile.x.shape == x_shape
    assert (profile.train_rows, profile.test_rows) == rows
    assert profile.target == target
    assert sum(profile.class_counts) in (0, profile.train_rows)
    assert profile.x.missing == 0


@pytest.mark.parametrize(
    ("choice", "ships"),
    [
        pytest.param(DataChoice("iris"), True, id="own options"),
        pytest.param(DataChoice("iris", None, Params(test_share=0.2)), True, id="default given"),
        pytest.param(DataChoice("iris", None, Params(test_share=0.3)), False, id="other option"),
        pytest.param(DataChoice("csv", CSV), False, id="own file"),
        pytest.param(NO_DATA, False, id="nothing chosen"),
    ],
)
def test_profiles_ship_for_own_options_only(choice: DataChoice, ships: bool) -> None:
    assert (shipped_profile(choice) is not None) == ships


def test_pictures_ship_for_images_only() -> None:
    with_pictures = {key for key in BUILTIN if shipped_pictures(DataChoice(key))}
    assert with_pictures == {key for key in BUILTIN if BUILTIN[key].kind == "images"}


@pytest.mark.parametrize(
    ("source", "options", "shown", "hidden"),
    [
        ("mnist_5k", {}, {"target", "labels", "scale"}, {"test_share"}),
        ("mnist_5k", {"target": "same as input"}, {"scale"}, {"labels"}),
        ("iris", {"test_share": 0.0}, {"test_share"}, {"split_seed"}),
        ("csv", {}, {"target", "task", "labels", "missing"}, {"window", "scale_target", "text"}),
        ("csv", {"task": "number"}, {"scale_target"}, {"labels"}),
        ("penguins", {}, {"labels", "task"}, {"scale_target"}),
        ("penguins", {"task": "number"}, {"scale_target"}, {"labels"}),
        ("csv", {"target": "number"}, {"labels"}, {"scale_target"}),
        ("csv", {"use": "series"}, {"column", "window"}, {"target", "labels", "split_seed"}),
        ("csv", {"use": "text"}, {"text", "length", "labels"}, {"scale", "window", "features"}),
        ("npz", {}, {"x_key", "x_test_key"}, {"test_share"}),
        ("npz", {"x_test_key": ""}, {"test_share", "split_seed"}, set()),
    ],
)
def test_only_options_that_matter_are_shown(
    source: str, options: dict[str, Value], shown: set[str], hidden: set[str]
) -> None:
    names = names_of(DataChoice(source, CSV, Params(options)))
    assert shown <= names
    assert not hidden & names


@pytest.mark.parametrize(
    ("source", "options", "kind"),
    [
        ("digits", {}, "images"),
        ("sunspots", {}, "series"),
        ("names", {}, "text"),
        ("csv", {}, "table"),
        ("csv", {"use": "series"}, "series"),
        ("csv", {"use": "text"}, "text"),
        ("npz", {}, "arrays"),
    ],
)
def test_kind_of_samples(source: str, options: dict[str, Value], kind: str) -> None:
    assert kind_of(DataChoice(source, CSV, Params(options))) == kind


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        ("", {}, "No data are chosen yet."),
        ("imagenet", {}, 'The dataset "imagenet" is unknown here.'),
        ("iris", {"test_share": 2.0}, 'The data\'s option "test_share" cannot be 2.0.'),
        ("iris", {"test_share": True}, 'The data\'s option "test_share" cannot be True.'),
        ("iris", {"split_seed": "0"}, "The data's option \"split_seed\" cannot be '0'."),
        ("iris", {"scale": "log"}, "The data's option \"scale\" cannot be 'log'."),
        ("iris", {"features": (1,)}, 'The data\'s option "features" cannot be (1,).'),
        ("mnist_5k", {"channel_axis": 1}, 'The data\'s option "channel_axis" cannot be 1.'),
        ("sunspots", {"window": 0}, 'The data\'s option "window" cannot be 0.'),
        ("penguins", {"target": None}, 'The data\'s option "target" cannot be None.'),
    ],
)
def test_a_value_that_cannot_be_is_refused(
    source: str, options: dict[str, Value], message: str
) -> None:
    with pytest.raises(DataError) as raised:
        effective_options(DataChoice(source, None, Params(options)))
    assert str(raised.value) == message
