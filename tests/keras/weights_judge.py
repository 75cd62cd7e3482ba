"""Saves models of Keras, opens their files as NetBuilder does, and compares what they predict.

Each line of the answer is ``{"name", ...}`` with ``difference``, the largest between the outputs
of the saved model and those of the exported script's model once that has loaded its
``start.weights.h5``, how many layers were ``fitted`` and which were ``left``, the ``words`` about
that, or the ``refusal``.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras  # the environment above has to be set before
import numpy as np
from keras import layers

from netbuilder.codegen.model import Style
from netbuilder.codegen.script import script
from netbuilder.importing import read_file
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.weights import weights_in
from netbuilder.runs.command import start_weights
from netbuilder.training.weights import START_WEIGHTS, StartWeights, fitted_words
from netbuilder.validation.validate import Validator
from netbuilder.worker.equivalence import build, largest_difference, outputs, random_batch
from netbuilder.worker.weights import WeightsError, write_start


def chain() -> Any:
    """Return a Sequential model, with several layers of one class, one of them in bfloat16."""
    return keras.Sequential(
        [
            keras.Input((8,)),
            layers.Dense(5, activation="relu"),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
            layers.Dense(4, dtype="bfloat16", name="half"),
            layers.Dense(3, name="scores"),
        ]
    )


def picture() -> Any:
    """Return a network of convolutions with a branch, a shared layer and frozen weights."""
    x = keras.Input((12, 12, 3))
    shared = layers.Conv2D(4, 3, padding="same", name="both")
    y = shared(layers.Conv2D(4, 1, name="reduce")(x))
    y = layers.BatchNormalization(trainable=False)(shared(y))
    z = layers.SeparableConv2D(4, 3, padding="same", depth_multiplier=2)(y)
    y = layers.GlobalAveragePooling2D()(layers.Add()([y, z]))
    return keras.Model(x, [layers.Dense(2)(y), layers.Dense(1, use_bias=False)(y)])


def sequence() -> Any:
    """Return a network of recurrent layers, wrappers and attention."""
    x = keras.Input((6,), dtype="int32")
    y = layers.Embedding(7, 8)(x)
    y = layers.Bidirectional(layers.LSTM(4, return_sequences=True, dropout=0.2))(y)
    y = layers.LayerNormalization()(layers.MultiHeadAttention(2, 4, dropout=0.1)(y, y))
    y = layers.TimeDistributed(layers.Dense(5, name="inner"))(y)
    y = layers.RNN([layers.GRUCell(4), layers.SimpleRNNCell(3)])(y)
    return keras.Model(x, layers.Dense(1)(y))


def nested() -> Any:
    """Return a network with models within models, called twice."""
    inner = keras.Sequential([keras.Input((4,)), layers.Dense(4, name="deep")], name="inner")
    a = keras.Input((4,))
    encoder = keras.Model(a, layers.BatchNormalization()(inner(layers.Dense(4)(a))), name="encoder")
    x, y = keras.Input((4,)), keras.Input((4,))
    joined = layers.Concatenate()([encoder(x), encoder(y)])
    return keras.Model([x, y], layers.Dense(2, name="dense")(joined))


def films() -> Any:
    """Return a network of models that look at each picture of a film: a chain, and branches."""
    row = [layers.Conv2D(2, 3), layers.BatchNormalization(), layers.Flatten(), layers.Dense(3)]
    chained = keras.Sequential([keras.Input((5, 5, 2)), *row], name="chained")
    x = keras.Input((5, 5, 2))
    joined = layers.Add()([layers.Conv2D(3, 3)(x), layers.Conv2D(3, 3)(x)])
    branching = keras.Model(x, layers.GlobalAveragePooling2D()(joined), name="branching")
    film = keras.Input((4, 5, 5, 2))
    looks = [layers.TimeDistributed(model)(film) for model in (chained, branching)]
    return keras.Model(film, [layers.LSTM(2)(layers.Concatenate()(looks)), looks[1]])


def masked() -> Any:
    """Return a network that is told with tensors what to leave out."""
    ids, other = keras.Input((5,), dtype="int32"), keras.Input((5, 8))
    known = keras.ops.not_equal(ids, 0)
    pairs = keras.ops.logical_and(known[:, :, None], known[:, None, :])
    x = layers.Embedding(7, 8)(ids)
    y = layers.MultiHeadAttention(2, 4)(x, other, attention_mask=pairs, value_mask=known)
    y = layers.Add()([y, layers.Attention()([x, other], mask=[None, known])])
    y = layers.Bidirectional(layers.GRU(4, return_sequences=True))(y, mask=known)
    y = layers.GroupQueryAttention(4, 2, 1)(y, y, attention_mask=pairs)
    scores = layers.Softmax()(layers.Dense(5)(y), mask=pairs)
    y = layers.LSTM(4, return_sequences=True)(layers.Concatenate()([scores, y]), mask=known)
    return keras.Model([ids, other], layers.GlobalAveragePooling1D()(y, mask=known))


def words() -> Any:
    """Return a network whose layers have learnt words, numbers and boundaries from data."""
    tags = layers.StringLookup(name="tags", num_oov_indices=2, mask_token="a")
    tags.adapt(["net", "reads", "net"])
    entry = keras.Input((3,), dtype="string")
    inner = keras.Model(entry, layers.Embedding(9, 2)(tags(entry)), name="inner")
    title, codes, size = (
        keras.Input(shape, dtype=dtype)
        for shape, dtype in (((1,), "string"), ((3,), "int64"), ((2,), "float32"))
    )
    tokens = layers.TextVectorization(output_sequence_length=3)
    tokens.adapt(["a net", "that reads", "words"])
    known = layers.IntegerLookup(output_mode="multi_hot")
    known.adapt([[3, 1, 0]])
    bins = layers.Discretization(num_bins=3, output_mode="one_hot")
    bins.adapt([[0.1, 0.3], [0.5, 0.9]])
    parts = [layers.Embedding(9, 2)(tokens(title)), inner(keras.ops.repeat(title, 3, axis=1))]
    flat = [layers.Flatten()(part) for part in (*parts, bins(size))]
    return keras.Model([title, codes, size], layers.Concatenate()([*flat, known(codes)]))


@dataclass(frozen=True, slots=True)
class Case:
    """A model, the kind of file it is saved as, and the style of the code that it is opened in."""

    make: Callable[[], Any]
    suffix: str
    style: Style


CASES = (
    Case(chain, ".keras", "sequential"),
    Case(chain, ".h5", "sequential"),
    Case(picture, ".keras", "functional"),
    Case(picture, ".h5", "subclass"),
    Case(sequence, ".keras", "subclass"),
    Case(sequence, ".h5", "functional"),
    Case(nested, ".keras", "subclass"),
    Case(words, ".keras", "functional"),
    Case(nested, ".h5", "functional"),
    Case(films, ".keras", "functional"),
    Case(films, ".h5", "subclass"),
    Case(masked, ".keras", "functional"),
    Case(masked, ".keras", "subclass"),
)


def main() -> None:
    """Write a line for each case."""
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        answers = [*map(_opened, CASES), *_partly(Path(folder)), *_refused(Path(folder))]
    for answer in answers:
        sys.stdout.write(json.dumps(answer) + "\n")


def _opened(case: Case) -> dict[str, object]:
    """Save a model and open it; return what came of its weights, and how outputs differ."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"model{case.suffix}"
        model = _stirred(case.make())
        batch = random_batch(model, 4)
        expected = [np.asarray(part) for part in keras.tree.flatten(_called(model, batch))]
        model.save(path)
        code, wanted = _script(path, case.style), _weights(path)
        found = write_start(code, wanted, path.with_name(START_WEIGHTS))
        built = build(case.style, code)
        built.model.load_weights(path.with_name(START_WEIGHTS))
    return {
        "name": f"{case.make.__name__} {case.suffix} {case.style}",
        "difference": largest_difference(expected, outputs(built, batch)),
        "fitted": found.fitted,
        "left": [left.layer for left in found.left],
    }


def _stirred(model: Any) -> Any:
    """Give every weight, moving means too, a random value of its own."""
    random = np.random.default_rng(3)
    for weight in model.weights:
        weight.assign(random.uniform(0.1, 1.0, weight.shape))
    return model


def _called(model: Any, batch: Any) -> Any:
    return model(batch[0] if len(batch) == 1 else batch, training=False)


def _script(path: Path, style: Style | None = None) -> str:
    project = Project("Opened", graph=read_file(path).graph, weights=weights_in(path))
    catalog = catalog_of(project)
    report = Validator(catalog).validate(project.graph)
    return script(project, report, catalog, style).text


def _weights(path: Path) -> StartWeights:
    wanted = start_weights(Project(weights=weights_in(path)))
    assert wanted is not None
    return wanted


def _partly(folder: Path) -> Iterator[dict[str, object]]:
    """Take weights for a network that has another size, and from a file without a config."""
    model, path = _stirred(chain()), folder / "source.keras"
    model.save(path)
    code = _script(path)
    resized = code.replace("layers.Dense(3", "layers.Dense(4")
    yield _taken("other size", resized, path)
    renamed = code.replace('name="scores"', 'name="answers"')
    yield _taken("other name", renamed, path)
    only = folder / "only.weights.h5"
    model.save_weights(only)
    yield _taken("weights only", code, only)


def _taken(name: str, code: str, path: Path) -> dict[str, object]:
    found = write_start(code, _weights(path), path.with_name(START_WEIGHTS))
    return {"name": name, "fitted": found.fitted, "words": fitted_words(found)}


def _refused(folder: Path) -> Iterator[dict[str, object]]:
    """Ask for weights that are not to be had."""
    path = folder / "source.keras"
    code, before, raw = _script(path), _weights(path), path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    for name, wanted in (("changed", before), ("torn", _weights(path))):
        try:
            write_start(code, wanted, path.with_name(START_WEIGHTS))
        except WeightsError as error:
            yield {"name": name, "refusal": str(error)}


if __name__ == "__main__":
    main()
