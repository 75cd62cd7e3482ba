"""How scripts train: several outputs, two phases, precision."""

from __future__ import annotations

import pytest

from netbuilder.graph import Config
from netbuilder.importing import Imported
from netbuilder.training.settings import ACCURACY, OutputSettings, TrainingSettings
from tests.unit.test_importing_source import noted, read

_MSE, _CLASSES = Config("MeanSquaredError"), Config("SparseCategoricalCrossentropy")
_TWO = """
x = keras.Input((3,))
model = keras.Model(x, [layers.Dense(2, name="kind")(x), layers.Dense(1, name="size")(x)])
model.compile({})
"""
_FINE_TUNING = """
base = keras.Sequential([keras.Input((8,)), layers.Dense(6, name="low"),
                         layers.BatchNormalization(name="norm"), layers.Dense(4, name="high")])
base.trainable = False
x = keras.Input((8,))
model = keras.Model(x, layers.Dense(2)(layers.Dense(3, name="head")(base(x, training=False))))
model.compile(keras.optimizers.Adam(1e-3), "mse")
EPOCHS = 4
history = model.fit(a, b, epochs=EPOCHS)
base.trainable = True
{}
model.compile(keras.optimizers.Adam(1e-3 / 100), "mse")
model.fit(a, b, epochs=EPOCHS + 3, initial_epoch=len(history.epoch))
"""


def _settings(imported: Imported) -> TrainingSettings:
    assert imported.training is not None
    return imported.training


@pytest.mark.parametrize(
    ("given", "kind", "size"),
    [
        pytest.param(
            "'adam', {'kind': 'sparse_categorical_crossentropy', 'size': 'mse'},"
            "{'size': 0.5}, {'kind': ['accuracy']}",
            OutputSettings("kind", _CLASSES, (ACCURACY,)),
            OutputSettings("size", _MSE, (), 0.5),
            id="by name",
        ),
        pytest.param(
            "'adam', ['sparse_categorical_crossentropy', 'mse'], [1.0, 0.5], [['accuracy'], []]",
            OutputSettings("kind", _CLASSES, (ACCURACY,)),
            OutputSettings("size", _MSE, (), 0.5),
            id="in order",
        ),
        pytest.param(
            "'adam', 'mse', metrics=['accuracy']",
            OutputSettings("kind", _MSE, (ACCURACY,)),
            OutputSettings("size", _MSE, (ACCURACY,)),
            id="for all",
        ),
    ],
)
def test_settings_of_each_output(given: str, kind: OutputSettings, size: OutputSettings) -> None:
    imported = read(_TWO.format(given))
    assert [_settings(imported).of(name) for name in ("kind", "size")] == [kind, size]
    assert noted(imported) == []


_SOME, _MEASURING = "all layers that were frozen learn here", "BatchNormalization layers stay"


@pytest.mark.parametrize(
    ("freeing", "told"),
    [
        pytest.param('base.get_layer("norm").trainable = False', [], id="all but what measures"),
        pytest.param("", [_MEASURING], id="what measures too"),
        pytest.param(
            "for part in base.layers[:2]:\n    part.trainable = False", [_SOME], id="a part"
        ),
    ],
)
def test_two_phases(freeing: str, told: list[str]) -> None:
    imported = read(_FINE_TUNING.format(freeing))
    found = _settings(imported)
    assert (found.epochs, found.tuning_epochs) == (4, 3)
    assert found.optimizer == Config("Adam")
    assert found.tuning_rate == pytest.approx(1e-5)
    assert found.tuning_from == ""
    (base,) = (node for node in imported.graph.nodes.values() if node.inner is not None)
    assert base.params["trainable"] is False
    messages = [message for _, message in noted(imported)]
    assert all(part in message for part, message in zip(told, messages, strict=True))


def test_a_phase_from_a_layer_on() -> None:
    found = _settings(
        read(
            "model = keras.Sequential([keras.Input((3,)), layers.Dense(4, trainable=False),\n"
            "    layers.Dense(5, trainable=False, name='late'), layers.Dense(2)])\n"
            "model.compile('sgd', 'mse')\n"
            "model.fit(x, y, epochs=2)\n"
            "model.get_layer('late').trainable = True\n"
            "model.compile('sgd', 'mse')\n"
            "model.fit(x, y, epochs=5)"
        )
    )
    assert (found.epochs, found.tuning_epochs, found.tuning_from) == (2, 5, "late")


def test_fitting_twice_is_no_second_phase() -> None:
    found = _settings(
        read(
            "model = keras.Sequential([keras.Input((3,)), layers.Dense(4, trainable=False)])\n"
            "model.compile('sgd', 'mse')\n"
            "model.fit(x, y, epochs=2)\n"
            "model.fit(x, y, epochs=5)"
        )
    )
    assert (found.epochs, found.tuning_epochs) == (5, 0)


@pytest.mark.parametrize(
    ("line", "precision", "jit"),
    [
        ("keras.config.set_dtype_policy('mixed_bfloat16')", "mixed_bfloat16", "auto"),
        ("tf.keras.mixed_precision.set_global_policy('mixed_float16')", "mixed_float16", "auto"),
        ("keras.config.set_dtype_policy('float64')", "float32", "auto"),
        ("", "float32", "yes"),
    ],
    ids=["keras", "tf.keras", "another", "compiled"],
)
def test_what_layers_calculate_in(line: str, precision: str, jit: str) -> None:
    compiled = ", jit_compile=True" if jit == "yes" else ""
    found = _settings(
        read(
            f"import tensorflow as tf\n{line}\n"
            "model = keras.Sequential([keras.Input((3,)), layers.Dense(4)])\n"
            f"model.compile('sgd', 'mse'{compiled})"
        )
    )
    assert (found.precision, found.jit) == (precision, jit)
