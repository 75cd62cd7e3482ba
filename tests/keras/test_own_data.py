"""Data of the user's own, trained for real: the exported script gives the same history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from netbuilder.codegen.data import data_folder, data_script
from netbuilder.dataset import DataChoice
from netbuilder.graph.values import Config, Value
from netbuilder.project import Project
from netbuilder.training.client import WorkerClient
from netbuilder.training.commands import MeasureData, ShowSamples, Train
from netbuilder.training.events import Adapted, Finished
from netbuilder.training.replies import Measured, Shown
from netbuilder.training.settings import TrainingSettings
from tests.keras import parity, parity_tables
from tests.keras.parity import Case, check_parity, exported
from tests.keras.parity_tables import chosen
from tests.keras.worker_events import until
from tests.unit.data_choices import builtin
from tests.unit.drawing import chain, image, layer
from tests.unit.own_data import WORDS as WORDS_OF
from tests.unit.own_data import write_pictures, write_texts

pytestmark = pytest.mark.keras

SETTINGS = TrainingSettings(epochs=2, batch_size=8, validation_split=0.25)
FLAT = layer("flat", "Flatten")
ANSWER = layer("answer", "Dense", units=2, activation="softmax")
YES_OR_NO = layer("answer", "Dense", units=1, activation="sigmoid")
WORDS = layer("words", "TextVectorization", max_tokens=30, output_sequence_length=6)
BINARY = replace(SETTINGS, loss=Config("BinaryCrossentropy"))


def pictures(folder: Path) -> DataChoice:
    return chosen(write_pictures(folder), height=10, width=8)


def pictures_alike(folder: Path) -> DataChoice:
    return chosen(write_pictures(folder), height=8, width=8, stratify=True, labels="one-hot")


def texts_alike(folder: Path) -> DataChoice:
    return chosen(write_texts(folder), stratify=True, test_share=0.25)


def pictures_in_parts(folder: Path) -> DataChoice:
    for part in ("train", "val", "test"):
        write_pictures(folder / part)
    return chosen(folder, colour="grey", height=8, width=8, labels="one-hot", scale="0 to 1")


def pictures_themselves(folder: Path) -> DataChoice:
    write_pictures(folder / "train")
    write_pictures(folder / "test", 4)
    options: dict[str, Value] = {"target": "same as input", "scale": "0 to 1", "copy": True}
    return chosen(folder, colour="grey", height=4, width=4, **options)


def texts(folder: Path) -> DataChoice:
    return chosen(write_texts(folder))


def table(folder: Path) -> DataChoice:
    rows = [f"{n % 9},5;{n % 4};{'red' if n % 3 else ''};{'ab'[n % 2]}" for n in range(60)]
    folder.mkdir()
    path = folder / "own.csv"
    path.write_text("\n".join(["size;month;colour;kind", *rows]), encoding="utf-16")
    return chosen(path, categories=("month",), missing="median", scale="none")


def weather(folder: Path, **options: Value) -> DataChoice:
    rows = [f"{n},{10 + n % 7},{n % 5 + n % 3}" for n in range(120)]
    folder.mkdir()
    path = folder / "weather.csv"
    path.write_text("\n".join(["day,heat,wind", *rows]), encoding="utf-8")
    used: dict[str, Value] = {"use": "series", "column": "heat", "features": ("wind",)}
    return chosen(path, **used, window=6, horizon=2, **options)


def whole_series(folder: Path) -> DataChoice:
    return weather(folder, step=2)


def streamed_series(folder: Path) -> DataChoice:
    return weather(folder, step=3, stream=True)


def names(folder: Path) -> DataChoice:
    del folder
    return builtin("names", read_as="text")


SERIES = Case(
    whole_series,
    chain(image(6, 2), layer("past", "GRU", units=3), layer("answer", "Dense", units=2)),
    replace(SETTINGS, loss=Config("MeanSquaredError"), metrics=()),
)
CASES: Mapping[str, Case] = {
    "pictures, split, normalised": Case(
        pictures,
        chain(
            image(10, 8, 3),
            layer("norm", "Normalization"),
            layer("flip", "RandomFlip"),
            layer("conv", "Conv2D", filters=2, kernel_size=3),
            FLAT,
            ANSWER,
        ),
        replace(SETTINGS, class_weights=True),
    ),
    "pictures in parts": Case(
        pictures_in_parts,
        chain(image(8, 8, 1), FLAT, ANSWER),
        replace(SETTINGS, loss=Config("CategoricalCrossentropy")),
    ),
    "pictures, each class alike": Case(
        pictures_alike,
        chain(image(8, 8, 3), FLAT, ANSWER),
        replace(SETTINGS, loss=Config("CategoricalCrossentropy")),
    ),
    "texts, each class alike": Case(
        texts_alike,
        chain(
            layer("x", "InputLayer", shape=(), dtype="string"),
            layer(
                "words",
                "TextVectorization",
                max_tokens=30,
                output_mode="count",
                pad_to_max_tokens=True,
            ),
            YES_OR_NO,
        ),
        BINARY,
    ),
    "pictures themselves, beside the script": Case(
        pictures_themselves,
        chain(
            image(4, 4, 1),
            FLAT,
            layer("all", "Dense", units=16),
            layer("back", "Reshape", target_shape=(4, 4, 1)),
        ),
        replace(SETTINGS, loss=Config("MeanSquaredError"), metrics=()),
    ),
    "a series of two columns": SERIES,
    "a series of columns, streamed": replace(SERIES, data=streamed_series),
    "a column of texts": Case(
        names,
        chain(
            layer("x", "InputLayer", shape=(), dtype="string"),
            layer(
                "letters",
                "TextVectorization",
                max_tokens=99,
                split="character",
                output_mode="count",
                pad_to_max_tokens=True,
            ),
            layer("answer", "Dense", units=8, activation="softmax"),
        ),
        replace(SETTINGS, epochs=2, batch_size=200),
    ),
    "texts, by their words": Case(
        texts,
        chain(
            layer("x", "InputLayer", shape=(), dtype="string"),
            WORDS,
            layer("places", "Embedding", input_dim=30, output_dim=4),
            layer("mean", "GlobalAveragePooling1D"),
            YES_OR_NO,
        ),
        BINARY,
    ),
    "a table, measured behind other layers": Case(
        table,
        chain(
            image(6),
            layer("wide", "Rescaling", scale=10.0),
            layer("norm", "Normalization"),
            YES_OR_NO,
        ),
        replace(BINARY, class_weights=True),
        style="subclass",
    ),
}


ALL = {**CASES, **parity.CASES, **parity_tables.CASES}
PARTS = 6  # each within the time that a test may take
QUICK = {
    *("pictures, split, normalised", "a series of columns, streamed"),
    *("two inputs, two outputs, adapted, a class", "own callbacks and functions"),
    "pictures, texts and numbers of a table",
}


def test_the_script_alone_gives_the_history_of_the_training(
    worker: WorkerClient, tmp_path: Path
) -> None:
    quick = {name: case for name, case in ALL.items() if name in QUICK}
    assert len(quick) == len(QUICK)
    check_parity(quick, worker, tmp_path)


def test_there_are_25_varied_projects_besides() -> None:
    assert len(ALL) >= 25 + len(CASES)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_so_do_the_scripts_of_all_others(worker: WorkerClient, tmp_path: Path, part: int) -> None:
    others = [name for name in ALL if name not in QUICK]
    check_parity({name: ALL[name] for name in others[part::PARTS]}, worker, tmp_path)


def measured(worker: WorkerClient, choice: DataChoice, pictures: Path | None = None) -> Measured:
    sheet = str(pictures) if pictures else None
    code, folder = data_script(choice), str(data_folder(choice))
    worker.send(MeasureData(1, code, folder, samples=20, pictures=sheet, by_keras=True))
    return until(worker, Measured)[1]


def test_a_folder_of_pictures_is_measured(worker: WorkerClient, tmp_path: Path) -> None:
    write_pictures(tmp_path / "own" / "train", 12)
    write_pictures(tmp_path / "own" / "test", 3)
    choice = chosen(tmp_path / "own", height=9, width=7, labels="one-hot")
    profile = measured(worker, choice, tmp_path / "sheet.png").profile
    assert profile is not None
    assert (profile.train_rows, profile.test_rows) == (24, 6)
    assert (profile.x.shape, profile.y.shape, profile.target) == ((9, 7, 3), (2,), "one-hot")
    assert (profile.classes, profile.class_counts) == (("bars", "discs"), (12, 12))
    assert profile.x.minimum == 20
    assert profile.x.maximum == pytest.approx(200, abs=1)
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width > sheet.height


def test_each_part_has_the_same_share_of_every_class(worker: WorkerClient, tmp_path: Path) -> None:
    write_pictures(tmp_path / "own", 20)
    for file in sorted((tmp_path / "own" / "discs").iterdir())[8:]:
        file.unlink()
    choice = chosen(tmp_path / "own", height=4, width=4, stratify=True, test_share=0.25)
    profile = measured(worker, choice).profile
    assert profile is not None
    assert (profile.train_rows, profile.test_rows) == (21, 7)
    assert profile.class_counts == (15, 6)
    assert profile.x.shape == (4, 4, 3)


def test_a_folder_of_texts_is_measured(worker: WorkerClient, tmp_path: Path) -> None:
    profile = measured(worker, chosen(write_texts(tmp_path / "own"), test_share=0.0)).profile
    assert profile is not None
    assert (profile.x.shape, profile.x.dtype, profile.target) == ((), "string", "binary")
    assert profile.class_counts == (20, 20)
    kind, text = profile.head[0]
    assert any(word in text for word in WORDS_OF[kind])


def test_a_table_that_names_pictures_is_measured(worker: WorkerClient, tmp_path: Path) -> None:
    choice = parity_tables.catalogue(tmp_path / "own")
    profile = measured(worker, choice, tmp_path / "sheet.png").profile
    assert profile is not None
    assert (profile.train_rows, profile.test_rows, profile.class_counts) == (32, 8, (16, 16))
    assert {name: x.shape for name, x in profile.inputs.items()} == {
        "photo": (8, 6, 1),
        "note": (),
        "numbers": (1,),
    }
    assert profile.inputs["note"].dtype == "string"
    assert profile.inputs["photo"].minimum == pytest.approx(20, abs=1)
    assert profile.head[0] == ("bars/00.png", "0.5", "a long one to see", "1", "bars")
    with Image.open(tmp_path / "sheet.png") as sheet:
        assert sheet.width > sheet.height
    (tmp_path / "own" / "photos" / "discs" / "03.png").unlink()
    assert measured(worker, choice).message == (
        'The table names the picture "03.png", but in the folder "discs" there is no such file.'
    )


def test_what_is_no_picture_is_named(worker: WorkerClient, tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "own", 4)
    (folder / "discs" / "00.png").write_bytes(b"no picture at all")
    answer = measured(worker, chosen(folder))
    assert answer.profile is None
    assert answer.message == ('The file "00.png" in "discs" is no picture (JPEG, PNG, GIF or BMP).')


def test_parts_with_other_classes_are_refused_in_a_sentence(
    worker: WorkerClient, tmp_path: Path
) -> None:
    write_pictures(tmp_path / "own" / "train", 4)
    write_pictures(tmp_path / "own" / "test", 4)
    (tmp_path / "own" / "test" / "discs").rename(tmp_path / "own" / "test" / "plates")
    answer = measured(worker, chosen(tmp_path / "own"))
    assert (
        answer.message
        == "Each part of the data needs a folder for each class of the training part."
    )


def test_a_streamed_series_is_measured(worker: WorkerClient, tmp_path: Path) -> None:
    choice = streamed_series(tmp_path / "own")
    profile = measured(worker, choice).profile
    assert profile is not None
    assert (profile.train_rows, profile.test_rows) == (30, 8)
    assert (profile.x.shape, profile.y.shape, profile.target) == ((6, 2), (2,), "number")
    assert [column.name for column in profile.columns] == ["day", "heat", "wind"]
    short = replace(choice, options=choice.options.with_value("window", 200))
    assert "is shorter than one window" in measured(worker, short).message


def test_rows_that_are_read_while_training_are_measured(
    worker: WorkerClient, tmp_path: Path
) -> None:
    choice = parity_tables.rows_while_training(tmp_path / "own")
    profile = measured(worker, choice).profile
    assert profile is not None
    assert (profile.train_rows, profile.test_rows) == (109, 41)
    assert (profile.x.shape, profile.target) == ((7,), "classes")
    assert (profile.classes, profile.class_counts) == (("a", "b", "c"), (36, 34, 39))
    assert profile.columns[2].missing == 50
    (tmp_path / "own" / "own.csv").write_text("size,month,colour,kind\n,1,,\n", encoding="utf-8")
    assert "leave it out of the features" in measured(worker, choice).message


def samples_of(worker: WorkerClient, name: str, layer_name: str, folder: Path) -> Shown:
    case = CASES[name]
    project = Project(graph=case.graph, data=case.data(folder / "own"), training=case.settings)
    path = exported(project, folder / "script")
    worker.send(ShowSamples(7, str(path), layer_name, str(folder)))
    shown = until(worker, Shown)[1]
    assert (shown.request, shown.message) == (7, ""), shown.details
    return shown


def test_pictures_before_and_after_a_layer_of_chance(worker: WorkerClient, tmp_path: Path) -> None:
    shown = samples_of(worker, "pictures, split, normalised", "flip", tmp_path)
    assert Path(shown.before).is_file()
    contents = {Path(path).read_bytes() for path in shown.after}
    assert len(contents) > 1, "the draws of chance differ"


def test_a_layer_without_chance_gives_one_picture(worker: WorkerClient, tmp_path: Path) -> None:
    shown = samples_of(worker, "pictures, split, normalised", "norm", tmp_path)
    assert len(shown.after) == 1


def test_texts_and_the_numbers_made_of_them(worker: WorkerClient, tmp_path: Path) -> None:
    (rows,) = samples_of(worker, "texts, by their words", "words", tmp_path).rows
    assert len(rows) == 10
    assert all(before.startswith("film number ") and after[0] == "[" for before, after in rows)


def test_why_samples_cannot_be_shown_is_said(worker: WorkerClient, tmp_path: Path) -> None:
    path = tmp_path / "train.py"
    path.write_text("raise ValueError('no such data')\n", encoding="utf-8")
    worker.send(ShowSamples(8, str(path), "flip", str(tmp_path)))
    shown = until(worker, Shown)[1]
    assert shown.message == "The samples cannot be shown: no such data"


ADAPTED = """
import keras
import numpy as np
from keras import layers

x = {"n": np.arange(8.0).reshape(4, 2), "t": np.array(["a b", "b", "b c", "a"], dtype=object)}
x["i"] = np.array([[3], [5], [3], [3]])
ends = [keras.Input((2,), name="n"), keras.Input((), dtype="string", name="t")]
ends.append(keras.Input((1,), dtype="int32", name="i"))
made = {
    "norm": layers.Normalization(name="norm"),
    "bins": layers.Discretization(num_bins=2, name="bins"),
    "words": layers.TextVectorization(name="words", output_sequence_length=2),
    "kinds": layers.IntegerLookup(name="kinds"),
}
for name, part in (("norm", "n"), ("bins", "n"), ("words", "t"), ("kinds", "i")):
    made[name].adapt(x[part])
parts = [made["norm"](ends[0]), made["bins"](ends[0])]
parts += [made["words"](ends[1]), made["kinds"](ends[2])]
parts = [keras.ops.cast(part, "float32") for part in parts]
model = keras.Model(ends, layers.Dense(1)(layers.Concatenate()(parts)))
model.compile(loss="mse")
model.fit(x, np.zeros(4), verbose=0)
"""


def test_what_layers_have_learnt_from_the_data_is_told(
    worker: WorkerClient, tmp_path: Path
) -> None:
    path = tmp_path / "train.py"
    path.write_text(ADAPTED, encoding="utf-8")
    worker.send(Train(str(path), epochs=1))
    events, _ = until(worker, Finished)
    (adapted,) = [event for event in events if isinstance(event, Adapted)]
    assert adapted.states["norm"] == {"mean": [3, 4], "variance": [5, 5]}
    assert adapted.states["words"] == {"vocabulary": ["b", "a", "c"]}
    assert adapted.states["kinds"] == {"vocabulary": [3, 5]}
    assert len(adapted.states["bins"]["bin_boundaries"]) == 1
