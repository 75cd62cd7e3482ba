"""Projects on tables that hold texts and name pictures as well, for the parity tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from netbuilder.dataset import DataChoice, suggest_choice
from netbuilder.graph.values import Config, Params, Value
from netbuilder.training.settings import OutputSettings
from tests.keras.parity import Case, settings
from tests.unit.drawing import chain, draw, image, layer
from tests.unit.own_data import write_catalogue


def chosen(path: Path, **options: Value) -> DataChoice:
    """Return the choice that is suggested for a path, with some options changed."""
    choice = suggest_choice(path)
    for name, value in options.items():
        choice = replace(choice, options=choice.options.with_value(name, value))
    return choice


def named_pictures(folder: Path) -> DataChoice:
    """Choose pictures that a table names."""
    return chosen(write_catalogue(folder), target="kind", task="classes", height=8, width=6)


def catalogue(folder: Path, **options: Value) -> DataChoice:
    """Choose pictures, texts and numbers, each for an input."""
    inputs = Params(numbers=("price",), note=("note",), photo=("file",))
    shapes: dict[str, Value] = {"height": 8, "width": 6, "colour": "grey"}
    return chosen(write_catalogue(folder), inputs=inputs, texts=("note",), **shapes, **options)


def weighed_catalogue(folder: Path) -> DataChoice:
    """Choose the same for two answers, with weights of the rows."""
    targets = Params(kind="kind", price="price")
    return catalogue(
        folder, targets=targets, quantities=("price",), sample_weights="counts", test_share=0.0
    )


def two_texts(folder: Path) -> DataChoice:
    """Choose two columns of texts, each for an input."""
    inputs = Params(kind=("kind",), note=("note",))
    options: dict[str, Value] = {"pictures": (), "texts": ("note", "kind"), "inputs": inputs}
    return chosen(write_catalogue(folder), target="price", task="number", **options)


def rows_while_training(folder: Path) -> DataChoice:
    """Choose rows that are read while training, with words and empty cells among them."""
    folder.mkdir()
    lines = [f"{n % 9},{n % 4},{'red' if n % 3 else ''},{'abc'[n % 3]}" for n in range(150)]
    lines[7] = ",1,blue,b"
    path = folder / "own.csv"
    path.write_text("\n".join(["size,month,colour,kind", *lines]), encoding="utf-8")
    return chosen(path, stream=True, missing="mean", categories=("month",))


def numbers_while_training(folder: Path) -> DataChoice:
    """Choose the same to predict a number, with nothing to test on."""
    choice = rows_while_training(folder)
    changed: dict[str, Value] = {"target": "size", "task": "number", "missing": "drop"}
    changed |= {"scale": "0 to 1", "scale_target": True, "test_share": 0.0}
    return replace(choice, options=Params({**choice.options, **changed}))


SETTINGS = settings(batch_size=8, validation_split=0.25)
FLAT = layer("flat", "Flatten")
HOT: dict[str, Value] = {"max_tokens": 9, "output_mode": "multi_hot", "pad_to_max_tokens": True}
ENDS = (
    layer("photo", "InputLayer", shape=(8, 6, 1)),
    layer("note", "InputLayer", shape=(), dtype="string"),
    layer("numbers", "InputLayer", shape=(1,)),
    layer("scale", "Rescaling", "photo", scale=1 / 255),
    layer("bright", "Normalization", "scale"),
    layer("flat", "Flatten", "bright"),
    layer("words", "TextVectorization", "note", **HOT),
    layer("all", "Concatenate", "flat", "words", "numbers"),
    layer("kind", "Dense", "all", units=2, activation="softmax"),
)
CASES: Mapping[str, Case] = {
    "pictures, texts and numbers of a table": Case(catalogue, draw(*ENDS), SETTINGS),
    "pictures and texts with weights, two answers, a class": Case(
        weighed_catalogue,
        draw(*ENDS, layer("price", "Dense", "all", units=1)),
        replace(SETTINGS, outputs=(OutputSettings("price", Config("Huber"), (), 0.3),)),
        "subclass",
    ),
    "pictures that a table names, classes weighed": Case(
        named_pictures,
        chain(
            image(8, 6, 3),
            layer("flip", "RandomFlip"),
            FLAT,
            layer("answer", "Dense", units=2, activation="softmax"),
        ),
        replace(SETTINGS, class_weights=True),
    ),
    "texts of two columns": Case(
        two_texts,
        draw(
            layer("kind", "InputLayer", shape=(1,), dtype="string"),
            layer("note", "InputLayer", shape=(), dtype="string"),
            layer("kinds", "StringLookup", "kind", **HOT),
            layer("words", "TextVectorization", "note", **HOT),
            layer("all", "Concatenate", "kinds", "words"),
            layer("answer", "Dense", "all", units=1),
        ),
        replace(SETTINGS, loss=Config("MeanSquaredError"), metrics=()),
    ),
    "rows read while training, adapted, classes weighed": Case(
        rows_while_training,
        chain(
            layer("x", "InputLayer", shape=(7,)),
            layer("norm", "Normalization"),
            layer("answer", "Dense", units=3, activation="softmax"),
        ),
        replace(SETTINGS, class_weights=True),
    ),
    "numbers read while training": Case(
        numbers_while_training,
        chain(layer("x", "InputLayer", shape=(7,)), layer("answer", "Dense", units=1)),
        replace(SETTINGS, loss=Config("MeanSquaredError"), metrics=()),
    ),
}
"""Each under what is special about it."""
