"""Projects of every kind, whose scripts run alone give the history of the training."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from netbuilder.catalog.custom import CustomCode
from netbuilder.codegen.data import data_source
from netbuilder.codegen.model import Style
from netbuilder.codegen.script import script
from netbuilder.dataset import DataChoice
from netbuilder.graph import Config, Graph, Params, Value
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.runs.folder import place_beside
from netbuilder.training.client import WorkerClient
from netbuilder.training.settings import OutputSettings, TrainingSettings
from netbuilder.validation import Severity
from netbuilder.validation.validate import Validator
from tests.golden.projects import PROJECTS
from tests.keras.code_answers import ask
from tests.keras.test_examples import trained
from tests.unit.custom_pieces import HALVED, NOON
from tests.unit.drawing import Drawn, chain, draw, image, layer


@dataclass(frozen=True)
class Case:
    """Data that a function writes, a network for them, and how its script is to be written."""

    data: Callable[[Path], DataChoice]
    graph: Graph
    settings: TrainingSettings
    style: Style | None = None
    custom: tuple[CustomCode, ...] = ()


def check_parity(cases: Mapping[str, Case], worker: WorkerClient, folder: Path) -> None:
    """Compare the histories of the scripts alone with those of the trainings, to the last digit."""
    projects = {
        name: Project(
            graph=case.graph,
            data=case.data(folder / name),
            training=case.settings,
            custom=case.custom,
        )
        for name, case in cases.items()
    }
    for place in ("alone", "runs"):
        (folder / place).mkdir()
    scripts = {
        name: exported(one, folder / "alone" / name, cases[name].style)
        for name, one in projects.items()
    }
    answers = ask([{"run": str(path)} for path in scripts.values()])
    for (name, project), answer in zip(projects.items(), answers, strict=True):
        finished = trained(project, worker, folder / "runs" / name)
        assert (scripts[name].parent / "history.csv").is_file(), (name, answer)
        with (scripts[name].parent / "history.csv").open(newline="") as file:
            rows = zip(*csv.reader(file), strict=True)
            alone = {key: list(map(float, values)) for key, *values in rows}
        assert len(alone.pop("epoch")) >= 2, name
        assert finished.history == alone, name
        assert "loss" in finished.history, name
        assert bool(finished.evaluation) == data_source(project.data).has_test, name


def exported(project: Project, folder: Path, style: Style | None = None) -> Path:
    """Write a project's script with its data beside it, as an export does."""
    catalog = catalog_of(project)
    report = Validator(catalog).validate(project.graph)
    assert not [problem for problem in report.problems if problem.severity is Severity.ERROR]
    source = script(project, report, catalog, style)
    folder.mkdir()
    for file in data_source(project.data).files:
        place_beside(file, folder, copy=True)
    path = folder / "train.py"
    path.write_text(source.text, encoding="utf-8")
    return path


def shipped(key: str, **options: Value) -> Callable[[Path], DataChoice]:
    """Return what chooses a shipped dataset."""

    def choose(folder: Path) -> DataChoice:
        del folder
        return DataChoice(key, None, Params(options))

    return choose


def arrays(folder: Path) -> DataChoice:
    """Write arrays for two inputs and two outputs."""
    folder.mkdir()
    random = np.random.default_rng(5)
    kinds = random.integers(0, 3, 90)
    np.savez(
        folder / "own.npz",
        picture=random.random((90, 6, 6, 1)) + kinds[:, None, None, None],
        facts=random.normal(size=(90, 4)),
        kind=kinds,
        size=random.random((90, 2)) + kinds[:, None],
    )
    options = Params(
        inputs=Params(picture="picture", facts="facts"),
        targets=Params(kind="kind", size="size"),
        quantities=("size",),
        scale="standardise",
        labels="one-hot",
    )
    return DataChoice("npz", folder / "own.npz", options)


def made(class_name: str, **params: Value) -> Config:
    """Write a Keras object."""
    return Config(class_name, Params(params))


def settings(loss: str | Config = "SparseCategoricalCrossentropy", **more: Any) -> TrainingSettings:
    """Return settings for two short epochs."""
    chosen = loss if isinstance(loss, Config) else Config(loss)
    return replace(TrainingSettings(loss=chosen, epochs=2, batch_size=64), **more)


def scores(units: int, activation: str | None = "softmax") -> Drawn:
    """Write a last layer."""
    return layer("scores", "Dense", units=units, activation=activation)


def row(features: int, *layers: Drawn) -> Graph:
    """Draw layers behind an input of features."""
    return chain(layer("row", "InputLayer", shape=(features,)), *layers)


MISTAKES = (Config("MeanAbsoluteError"),)
SQUARES = settings("MeanSquaredError", metrics=MISTAKES)
FLAT = layer("flat", "Flatten")
LOOK = layer("look", "Conv2D", filters=2, kernel_size=3, strides=2, activation="relu")
DIGITS = shipped("digits", scale="0 to 1")
SMALL = chain(image(8, 8, 1), FLAT, scores(10))
ANSWERS: dict[str, Value] = {
    "targets": Params(species="species", mass="body_mass_g"),
    "quantities": ("body_mass_g",),
    "scale_target": True,
}
INPUTS = Params(sizes=("bill_length_mm", "bill_depth_mm"), place=("island", "sex"))
TWO_LOSSES = settings(outputs=(OutputSettings("mass", Config("Huber"), MISTAKES, 0.3),))
HEADS = draw(
    layer("x", "InputLayer", shape=(8,)),
    layer("hidden", "Dense", "x", units=6, activation="relu"),
    layer("species", "Dense", "hidden", units=3, activation="softmax"),
    layer("mass", "Dense", "hidden", units=1),
)
TWO_INPUTS = draw(
    layer("sizes", "InputLayer", shape=(2,)),
    layer("place", "InputLayer", shape=(5,)),
    layer("norm", "Normalization", "sizes"),
    layer("together", "Concatenate", "norm", "place"),
    layer("hidden", "Dense", "together", units=6, activation="relu", trainable=False),
    layer("species", "Dense", "hidden", units=3, activation="softmax"),
    layer("mass", "Dense", "hidden", units=1),
)
MIXED = draw(
    layer("picture", "InputLayer", shape=(6, 6, 1)),
    layer("facts", "InputLayer", shape=(4,)),
    layer("look", "Conv2D", "picture", filters=2, kernel_size=3),
    layer("flat", "Flatten", "look"),
    layer("all", "Concatenate", "flat", "facts"),
    layer("kind", "Dense", "all", units=3, activation="softmax"),
    layer("size", "Dense", "all", units=2),
)
FROZEN = chain(
    image(8, 8, 1),
    layer("look", "Conv2D", filters=3, kernel_size=3, trainable=False),
    layer("norm", "BatchNormalization", trainable=False),
    FLAT,
    scores(10),
)
DECAY = made("CosineDecay", initial_learning_rate=0.05, decay_steps=20, warmup_steps=5)
HALVES = PROJECTS["two_halves"]

CASES: Mapping[str, Case] = {
    "two inputs, two outputs, adapted, a class": Case(
        shipped("penguins", inputs=INPUTS, **ANSWERS), TWO_INPUTS, TWO_LOSSES, "subclass"
    ),
    "own callbacks and functions": Case(
        shipped("iris"),
        row(4, scores(3)),
        settings(
            callbacks=(
                made("LearningRateScheduler", schedule=Config("halved")),
                made("StopAtNoon", hour=1),
                Config("StopAtNoon"),
            )
        ),
        custom=(HALVED, NOON),
    ),
    "two phases": Case(DIGITS, FROZEN, settings(tuning_epochs=2, tuning_rate=1e-4)),
    "two outputs": Case(shipped("penguins", **ANSWERS), HEADS, TWO_LOSSES),
    "weights of samples, two phases, from a layer on": Case(
        shipped("penguins", inputs=INPUTS, sample_weights="year", **ANSWERS),
        TWO_INPUTS,
        replace(TWO_LOSSES, tuning_epochs=1, tuning_from="hidden"),
    ),
    "one answer with weights": Case(
        shipped("penguins", sample_weights="body_mass_g", labels="one-hot", missing="mean"),
        row(8, scores(3)),
        settings("CategoricalCrossentropy", metrics=()),
    ),
    "arrays for two inputs and outputs": Case(
        arrays,
        MIXED,
        settings(
            "MeanSquaredError",
            outputs=(OutputSettings("kind", Config("CategoricalCrossentropy")),),
            metrics=(),
        ),
    ),
    "augmentation": Case(
        shipped("mnist_5k"),
        chain(
            image(28, 28, 1),
            layer("scale", "Rescaling", scale=1 / 255),
            layer("flip", "RandomFlip"),
            layer("turn", "RandomRotation", factor=0.1),
            layer("zoom", "RandomZoom", height_factor=0.2),
            layer("shift", "RandomTranslation", height_factor=0.1, width_factor=0.1),
            LOOK,
            FLAT,
            scores(10),
        ),
        settings(batch_size=250),
    ),
    "an autoencoder": Case(
        shipped("digits", target="same as input", scale="0 to 1"),
        chain(
            image(8, 8, 1),
            FLAT,
            layer("code", "Dense", units=8, activation="relu"),
            layer("all", "Dense", units=64, activation="sigmoid"),
            layer("back", "Reshape", target_shape=(8, 8, 1)),
        ),
        settings("BinaryCrossentropy", metrics=()),
    ),
    "an autoencoder of submodels, a class": Case(
        lambda _: HALVES.data,
        HALVES.graph,
        replace(HALVES.training, epochs=2, batch_size=500),
        "subclass",
    ),
    "dropout and normalisation, smoothed labels": Case(
        shipped("digits", labels="one-hot", scale="0 to 1"),
        chain(
            image(8, 8, 1),
            LOOK,
            layer("norm", "BatchNormalization"),
            layer("drop", "SpatialDropout2D", rate=0.2),
            FLAT,
            layer("noise", "GaussianNoise", stddev=0.1),
            layer("alpha", "AlphaDropout", rate=0.1),
            scores(10),
        ),
        settings(made("CategoricalCrossentropy", label_smoothing=0.1)),
    ),
    "class weights, early stopping": Case(
        shipped("penguins"),
        row(9, scores(3)),
        settings(
            class_weights=True,
            epochs=3,
            callbacks=(
                made("EarlyStopping", patience=1, restore_best_weights=True),
                made("ReduceLROnPlateau", patience=1),
            ),
        ),
    ),
    "yes or no": Case(
        shipped("breast_cancer"),
        row(30, scores(1, "sigmoid")),
        settings(
            "BinaryFocalCrossentropy",
            metrics=(Config("AUC"), Config("Precision"), Config("accuracy")),
            class_weights=True,
        ),
    ),
    "a schedule that decays": Case(
        shipped("diabetes"),
        row(10, layer("hidden", "Dense", units=8, activation="relu"), scores(1, None)),
        replace(
            SQUARES,
            optimizer=made(
                "RMSprop",
                learning_rate=made(
                    "ExponentialDecay",
                    initial_learning_rate=0.01,
                    decay_steps=3,
                    decay_rate=0.9,
                ),
            ),
        ),
    ),
    "momentum, warm-up, clipping, averages": Case(
        DIGITS,
        SMALL,
        settings(
            optimizer=made(
                "SGD", learning_rate=DECAY, momentum=0.9, nesterov=True, clipnorm=1.0, use_ema=True
            ),
            callbacks=(made("SwapEMAWeights", swap_on_epoch=True),),
        ),
    ),
    "files along the way": Case(
        DIGITS,
        SMALL,
        settings(
            callbacks=(
                made("ModelCheckpoint", filepath="best.keras", save_best_only=True),
                made("ModelCheckpoint", filepath="last.weights.h5", save_weights_only=True),
                made("CSVLogger", filename="log.csv"),
                Config("TerminateOnNaN"),
                made("TensorBoard", log_dir="board"),
            )
        ),
    ),
    "bfloat16, compiled": Case(DIGITS, SMALL, settings(precision="mixed_bfloat16", jit="yes")),
    "float16, not compiled": Case(DIGITS, SMALL, settings(precision="mixed_float16", jit="no")),
    "a series": Case(
        shipped("sunspots", horizon=2, step=4),
        chain(image(24, 1), layer("past", "LSTM", units=4), scores(2, None)),
        SQUARES,
    ),
    "a series, streamed": Case(
        shipped("sunspots", stream=True, step=6, scale="0 to 1"),
        chain(
            image(24, 1),
            layer("look", "Conv1D", filters=3, kernel_size=5, padding="causal"),
            FLAT,
            scores(1, None),
        ),
        SQUARES,
    ),
    "characters": Case(
        shipped("names", length=12),
        chain(
            layer("x", "InputLayer", shape=(12,), dtype="int32"),
            layer("letters", "Embedding", input_dim=120, output_dim=4, mask_zero=True),
            layer("both", "Bidirectional", layer=made("GRU", units=3)),
            scores(8),
        ),
        settings(batch_size=200),
    ),
    "the order kept, nothing held back": Case(
        shipped("wine", scale="0 to 1"),
        row(13, scores(3)),
        settings(shuffle=False, validation_split=0.0),
    ),
    "no test part, adapted": Case(
        shipped("iris", scale="none", test_share=0.0),
        row(4, layer("norm", "Normalization"), scores(3)),
        settings(),
        "functional",
    ),
    "branches, a class": Case(
        DIGITS,
        draw(
            layer("x", "InputLayer", shape=(8, 8, 1)),
            layer("mirror", "RandomFlip", "x", mode="horizontal"),
            layer("look", "Conv2D", "x", filters=2, kernel_size=3),
            layer("look_too", "DepthwiseConv2D", "mirror", kernel_size=3),
            layer("both", "Concatenate", "look", "look_too"),
            layer("flat", "Flatten", "both"),
            layer("scores", "Dense", "flat", units=10, activation="softmax"),
        ),
        settings(seed=7),
        "subclass",
    ),
    "a recurrent layer over rows": Case(
        DIGITS,
        chain(
            image(8, 8, 1),
            layer("rows", "Reshape", target_shape=(8, 8)),
            layer("norm", "LayerNormalization"),
            layer("past", "SimpleRNN", units=6),
            layer("drop", "Dropout", rate=0.3),
            scores(10),
        ),
        settings(optimizer=made("AdamW", weight_decay=0.01, clipvalue=0.5)),
    ),
}
"""Each under what is special about it."""
