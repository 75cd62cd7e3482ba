"""Vocabularies of .keras files become parameters of their layers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from netbuilder.graph import Graph, Params, Value
from netbuilder.importing import read_file
from tests.unit.keras_configs import Json, entrance, entry, sequential

_TEXT = entrance("text", None, 3, dtype="string")


_USUAL: Json = {"standardize": "lower_and_strip_punctuation", "split": "whitespace", "ngrams": None}


def _lookup(class_name: str, *, name: str = "words", **settings: Any) -> Json:
    return entry(class_name, name, **settings)


def _opened(folder: Path, model: Json, files: dict[str, bytes]) -> Graph:
    path = folder / "model.keras"
    with ZipFile(path, "w") as archive:
        archive.writestr("config.json", json.dumps(model))
        for name, raw in files.items():
            archive.writestr(f"assets/layers/{name}/vocabulary.txt", raw)
    return read_file(path).graph


def _words(graph: Graph, name: str) -> Value:
    return next(node.params.get("vocabulary") for node in graph.nodes.values() if node.name == name)


@pytest.mark.parametrize(
    ("layer", "place", "raw", "words"),
    [
        pytest.param(
            entry("TextVectorization", "words", **_USUAL),
            *("text_vectorization", "\n[UNK]\nné\ntwo".encode()),
            ("né", "two"),
            id="masked and unknown words",
        ),
        pytest.param(
            _lookup("StringLookup", num_oov_indices=2, mask_token="-"),
            *("string_lookup", b"-\n[UNK]\n[UNK]\none\n"),
            ("one", ""),
            id="signs of its own",
        ),
        pytest.param(
            _lookup("IntegerLookup"),
            *("integer_lookup", b"-1\n7\n0"),
            (7, 0),
            id="numbers",
        ),
        pytest.param(_lookup("IntegerLookup"), "integer_lookup", b"-1\nx", None, id="no numbers"),
        pytest.param(_lookup("StringLookup"), "string_lookup", b"[UNK]\n\xff", None, id="no text"),
        pytest.param(
            _lookup("StringLookup", vocabulary=["a"]),
            *("string_lookup", b"[UNK]\nb"),
            ("a",),
            id="one of its own",
        ),
        pytest.param(
            _lookup("StringLookup", output_mode="tf_idf"),
            *("string_lookup", b"[UNK]\nb", None),
            id="without how often each occurs",
        ),
        pytest.param(_lookup("StringLookup"), "string_lookup_1", b"[UNK]\nb", None, id="missing"),
    ],
)
def test_words_of_a_layer(
    tmp_path: Path, layer: Json, place: str, raw: bytes, words: Value
) -> None:
    graph = _opened(tmp_path, sequential(_TEXT, layer), {place: raw})
    assert _words(graph, "words") == words


def test_layers_of_one_class_are_numbered_in_each_model(tmp_path: Path) -> None:
    inner = sequential(_TEXT, _lookup("StringLookup", name="first"), name="inner")
    model = sequential(
        _TEXT, _lookup("StringLookup", name="first"), _lookup("StringLookup", name="second"), inner
    )
    files = {
        "string_lookup": b"[UNK]\na",
        "string_lookup_1": b"[UNK]\nb",
        "sequential/layers/string_lookup": b"[UNK]\nc",
    }
    graph = _opened(tmp_path, model, files)
    (held,) = (node.inner for node in graph.nodes.values() if node.inner is not None)
    assert [_words(graph, name) for name in ("first", "second")] == [("a",), ("b",)]
    assert _words(held, "first") == ("c",)


def test_a_vocabulary_that_is_too_long_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("netbuilder.importing.files.MOST_CONFIG_BYTES", 4_000)
    layer = _lookup("StringLookup")
    graph = _opened(tmp_path, sequential(_TEXT, layer), {"string_lookup": b"word\n" * 2_000})
    assert next(iter(graph.nodes.values())).params == Params(shape=(3,), dtype="string")
    assert _words(graph, "words") is None
