"""Datasets that Keras gets from the internet: their code, with a Keras that has them at hand."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import black
import numpy as np
import pytest

from netbuilder.codegen.data import data_script, data_source
from netbuilder.dataset import DataChoice
from netbuilder.dataset.online import DATASETS, ONLINE
from netbuilder.dataset.options import kind_of
from netbuilder.graph import Params, Value
from netbuilder.worker.data_errors import plain_sentence

SHAPES = {
    "mnist": (28, 28),
    "fashion_mnist": (28, 28),
    "cifar10": (32, 32, 3),
    "cifar100": (32, 32, 3),
    "california_housing": (8,),
}


def fake_keras() -> ModuleType:
    """A keras whose datasets have six samples to train and three to test on, as the real ones."""
    random = np.random.default_rng(0)

    def loader(module: str) -> Any:
        def load_data(num_words: int | None = None) -> Any:
            if module in ("imdb", "reuters"):
                assert num_words == 50

            def part(count: int) -> Any:
                if module in SHAPES:
                    x: Any = random.integers(0, 256, (count, *SHAPES[module])).astype("uint8")
                else:
                    rows = [[1] * (n + 1) for n in range(count)]
                    x = np.array([*rows, None], dtype=object)[:-1]
                y: Any = np.arange(count) % 3
                if module == "california_housing":
                    return x.astype("float32"), y * 1000.0
                return x, y[:, np.newaxis] if module.startswith("cifar") else y

            return part(6), part(3)

        return SimpleNamespace(load_data=load_data)

    def pad_sequences(rows: Any, maxlen: int) -> Any:
        return np.array([([0] * maxlen + row)[-maxlen:] for row in rows], dtype="int32")

    keras = ModuleType("keras")
    modules = {str(dataset.online): loader(str(dataset.online)) for dataset in ONLINE.values()}
    vars(keras).update(
        datasets=SimpleNamespace(**modules), utils=SimpleNamespace(pad_sequences=pad_sequences)
    )
    return keras


def loaded(choice: DataChoice, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return what the code of ``choice`` loads."""
    monkeypatch.setitem(sys.modules, "keras", fake_keras())
    names: dict[str, Any] = {"__file__": "data.py"}
    exec(data_script(choice), names)
    return names["load_data"]()


def choice_of(key: str, **options: Value) -> DataChoice:
    few: dict[str, Value] = (
        {"num_words": 50, "length": 4} if key in ("keras_imdb", "keras_reuters") else {}
    )
    return DataChoice(key, None, Params({**few, **options}))


@pytest.mark.parametrize(
    ("choice", "x_shape", "y_shape"),
    [
        pytest.param(choice_of("keras_mnist"), (6, 28, 28, 1), (6,), id="grey"),
        pytest.param(choice_of("keras_cifar10"), (6, 32, 32, 3), (6,), id="colour"),
        pytest.param(
            choice_of("keras_cifar100", labels="one-hot", scale="0 to 1"),
            (6, 32, 32, 3),
            (6, 3),
            id="one-hot",
        ),
        pytest.param(
            choice_of("keras_fashion_mnist", target="same as input", channel_axis=False),
            (6, 28, 28),
            (6, 28, 28),
            id="autoencoder",
        ),
        pytest.param(choice_of("keras_imdb"), (6, 4), (6,), id="texts"),
        pytest.param(choice_of("keras_reuters", labels="one-hot"), (6, 4), (6, 3), id="topics"),
        pytest.param(choice_of("keras_california_housing"), (6, 8), (6,), id="table"),
    ],
)
def test_samples_come_in_the_shapes_that_layers_take(
    choice: DataChoice,
    x_shape: tuple[int, ...],
    y_shape: tuple[int, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (x_train, y_train), (x_test, y_test) = loaded(choice, monkeypatch)
    assert (x_train.shape, y_train.shape) == (x_shape, y_shape)
    assert (x_test.shape, y_test.shape) == ((3, *x_shape[1:]), (3, *y_shape[1:]))


@pytest.mark.parametrize("scale", ["none", "standardise", "0 to 1"])
def test_scales_are_measured_on_the_training_part(
    scale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = choice_of("keras_california_housing", scale=scale)
    (x, y), _ = loaded(choice, monkeypatch)
    match scale:
        case "none":
            assert x.max() > 1
        case "standardise":
            assert np.allclose([x.mean(axis=0), x.std(axis=0)], [[0] * 8, [1] * 8], atol=1e-5)
        case _:
            assert (x.min(), x.max()) == (0, 1)
    assert np.isclose(y.mean(), 0)
    assert np.isclose(y.std(), 1)


@pytest.mark.parametrize("key", ONLINE)
def test_the_code_is_as_black_leaves_it(key: str) -> None:
    code = data_script(DataChoice(key))
    assert black.format_str(code, mode=black.Mode()) == code
    source = data_source(DataChoice(key))
    assert source.has_test
    assert source.files == ()
    assert source.classes == (key != "keras_california_housing")
    assert kind_of(DataChoice(key)) == DATASETS[key].kind


def test_without_a_network_a_plain_sentence_says_so() -> None:
    error = Exception("URL fetch failure on https://example.org/mnist.npz: None -- refused")
    assert plain_sentence(error, Path("data")) == (
        "Keras cannot get these data from the internet. This computer may have no connection; "
        "the datasets that ship with NetBuilder need none."
    )
