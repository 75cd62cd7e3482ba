"""Choices of data that several tests run through: every source and every option once."""

from __future__ import annotations

from pathlib import Path

from netbuilder.dataset import BUILTIN, DataChoice
from netbuilder.graph.values import Params, Value

OWN = Path(__file__).parent / "own 'data'"


def builtin(key: str, **options: Value) -> DataChoice:
    return DataChoice(key, None, Params(options))


def csv(name: str = "own.csv", **options: Value) -> DataChoice:
    return DataChoice("csv", OWN / name, Params({"target": "kind", **options}))


def npz(**options: Value) -> DataChoice:
    return DataChoice("npz", OWN / "own.npz", Params(options))


def npy(**options: Value) -> DataChoice:
    return DataChoice("npz", OWN / "x_train.npy", Params(options))


def folder(source: str, **options: Value) -> DataChoice:
    return DataChoice(source, OWN / "flowers", Params(options))


TWO_ANSWERS: dict[str, Value] = {
    "targets": Params(species="species", mass="body_mass_g"),
    "quantities": ("body_mass_g",),
    "scale_target": True,
}
TWO_INPUTS = Params(sizes=("price", "wind"), time=("month",))

CHOICES = {
    **{key: builtin(key) for key in BUILTIN},
    "autoencoder": builtin("mnist_5k", target="same as input", scale="0 to 1"),
    "autoencoder, one-hot unused": builtin("digits", target="same as input", labels="one-hot"),
    "one-hot pictures": builtin("mnist_5k", labels="one-hot", channel_axis=False),
    "digits as they are": builtin("digits", target="same as input", test_share=0.0),
    "digits, no test": builtin("digits", labels="one-hot", test_share=0.0),
    "digits scaled": builtin("digits", scale="0 to 1", split_seed=7),
    "two features": builtin("iris", features=("petal length (cm)", "petal width (cm)")),
    "no test part": builtin("wine", test_share=0.0, scale="0 to 1", labels="one-hot"),
    "not scaled": builtin("breast_cancer", scale="none"),
    "number as it is": builtin("diabetes", scale_target=False, test_share=0.0),
    "penguins filled": builtin("penguins", missing="mean", scale="0 to 1", labels="one-hot"),
    "penguins filled, no test": builtin("penguins", missing="mean", test_share=0.0),
    "penguins by sex": builtin("penguins", target="island", features=("sex", "body_mass_g")),
    "penguins by mass": builtin(
        "penguins",
        target="body_mass_g",
        task="number",
        features=("species", "flipper_length_mm"),
        scale_target=True,
    ),
    "far horizon": builtin("sunspots", window=12, horizon=6, scale="0 to 1"),
    "series, every third": builtin("sunspots", step=3, stream=True, horizon=4),
    "series, streamed": builtin("sunspots", stream=True, test_share=0.0),
    "series of columns": csv(
        use="series", column="value", features=("wind", "value", "sun"), step=2
    ),
    "columns, streamed": csv(
        use="series", column="value", features=("wind",), stream=True, scale="0 to 1"
    ),
    "series, no test": builtin("sunspots", test_share=0.0, scale="none"),
    "short names": builtin("names", length=8, labels="one-hot"),
    "names, no test": builtin("names", test_share=0.0),
    "table": csv(),
    "table in place": csv(copy=False),
    "table, no header": csv(header=False, target="column 3"),
    "table, all file options": csv(delimiter=";", decimal=",", encoding="utf-16", header=False),
    "table, long line": csv("x" * 40, delimiter="\t", decimal=",", encoding="latin-1"),
    "number": csv(task="number", target="price", scale_target=True),
    "number, filled": csv(task="number", missing="mean", test_share=0.0, scale_target=True),
    "number, zeros": csv(task="number", missing="zero"),
    "categories": csv(missing="median", categories=("month", "kind"), most_rows=5000),
    "categories of few": csv(features=("month", "price"), categories=("month", "other")),
    "penguins by year": builtin("penguins", features=("year", "sex"), categories=("year",)),
    "odd names": csv(features=("it's", 'a "b"', "back\\slash", "名字", "both ' and \"", "a\nb")),
    "odd target": csv(target='say "it\'s"', labels="one-hot", test_share=0.0),
    "long names": csv("d" * 60 + ".csv", target="t" * 75, features=("f" * 100, "g")),
    "longer names": csv("d" * 90 + ".csv", target="t" * 90),
    "wide names": csv("数据" * 20 + ".csv", target="目标" * 25),
    "two answers": builtin("penguins", **TWO_ANSWERS, labels="one-hot", missing="zero"),
    "two answers, no test": builtin("penguins", **TWO_ANSWERS, test_share=0.0, scale="0 to 1"),
    "the same answer twice": builtin("penguins", targets=Params(one="sex", other="sex")),
    "two inputs": csv(inputs=TWO_INPUTS, categories=("month",), missing="mean", labels="one-hot"),
    "two inputs and a number": csv(inputs=TWO_INPUTS, task="number", scale_target=True),
    "all that has a name": csv(
        inputs=TWO_INPUTS,
        targets=Params(kind="kind", price="price"),
        quantities=("price",),
        sample_weights="wind",
        scale_target=True,
        scale="0 to 1",
    ),
    "table, each class alike": csv(stratify=True),
    "answers, each class alike": builtin("penguins", **TWO_ANSWERS, stratify=True),
    "rows while training": csv(stream=True, labels="one-hot", missing="mean"),
    "rows of kinds while training": csv(
        stream=True,
        features=("month", "price"),
        categories=("month",),
        scale="0 to 1",
        header=False,
    ),
    "a number of rows while training": csv(
        stream=True,
        task="number",
        target="price",
        scale_target=True,
        missing="zero",
        test_share=0.0,
    ),
    "rows as they are": csv(stream=True, scale="none", missing="mean", task="number"),
    "weights": csv(sample_weights="wind", features=("price", "wind")),
    "weights of all columns": csv(sample_weights="wind", task="number", target="price"),
    "two arrays": npz(inputs=Params(a="x", b="z"), scale="0 to 1", labels="one-hot"),
    "arrays and answers": npz(
        targets=Params(kind="y", number="n"), quantities=("n",), scale="standardise", test_share=0.0
    ),
    "a text and numbers": csv(
        inputs=Params(title=("title",), body=("body",), sizes=("price", "wind")),
        texts=("title", "body"),
        missing="mean",
    ),
    "texts alone": csv(features=("body",), texts=("title", "body"), missing="zero"),
    "one text of a table": csv(texts=("title",), sample_weights="wind"),
    "pictures named": csv(pictures=("file",), features=("file",), picture_folder="photos"),
    "pictures named, no test": csv(pictures=("file",), test_share=0.0, task="number"),
    "pictures and numbers": csv(
        inputs=Params(photo=("file",), sizes=("price", "wind"), title=("title",)),
        pictures=("file",),
        texts=("title",),
        targets=Params(kind="kind", price="price"),
        quantities=("price",),
        sample_weights="wind",
        missing="zero",
        colour="grey",
    ),
    "series": csv(use="series", column="value"),
    "text": csv(use="text", labels="one-hot"),
    "texts, each class alike in parts": csv(use="text", stratify=True),
    "text as it is": csv(use="text", read_as="text"),
    "names as they are": builtin("names", read_as="text", test_share=0.0),
    "pictures": folder("images"),
    "pictures, each class alike": folder("images", stratify=True, labels="one-hot", colour="grey"),
    "pictures alike in their parts": folder(
        "images",
        stratify=True,
        train_folder="training",
        validation_folder="validation",
        test_folder="test",
        target="same as input",
        scale="0 to 1",
    ),
    "texts, each class alike": folder("texts", stratify=True, test_share=0.0),
    "pictures beside": folder("images", copy=True, height=100, width=120, scale="0 to 1"),
    "pictures in parts": folder(
        "images",
        train_folder="training",
        validation_folder="validation",
        test_folder="test",
        labels="one-hot",
        colour="grey",
    ),
    "pictures themselves": folder(
        "images", target="same as input", scale="0 to 1", test_folder="te'st", colour="grey"
    ),
    "pictures, no test": folder("images", test_share=0.0, validation_folder="val"),
    "texts": folder("texts", labels="one-hot", split_seed=123456789),
    "texts in long places": folder("texts", train_folder="t" * 70, test_folder="u" * 70),
    "arrays": npz(),
    "arrays split": npz(x_key="x", y_key='"y"', x_test_key="", y_test_key="", scale="0 to 1"),
    "arrays whole": npz(x_key="x", y_key="y", x_test_key="", test_share=0.0, labels="one-hot"),
    "arrays of numbers": npz(target="number", scale="standardise"),
    "arrays themselves": npz(target="same as input", x_test_key="", copy=False),
    "arrays, each class alike": npz(x_test_key="", y_test_key="", stratify=True),
    "given arrays, each class alike": npz(stratify=True, labels="one-hot"),
    "arrays of files": npy(),
    "arrays of files in place": npy(copy=False, x_test_key="", target="same as input"),
    "two arrays of files": npy(
        inputs=Params(a="x", b="z"), targets=Params(kind="y", number="n"), quantities=("n",)
    ),
    "arrays in parts": npz(target="same as input"),
}
"""What to call a choice, and the choice; the user's own files need not exist."""
