"""Whatever a config holds, it is read or refused in one sentence."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netbuilder.catalog.library import load_catalog
from netbuilder.graph import Graph
from netbuilder.importing import ConfigError, read_config, read_file
from netbuilder.project import Project
from netbuilder.project.file import read_project, write_project
from netbuilder.validation.validate import Validator
from tests.unit.keras_configs import (
    call,
    dense,
    entrance,
    entry,
    functional,
    old,
    old_model,
    old_sequential,
    operation,
    sequential,
    tensor,
    thing,
)
from tests.unit.strategies import scalars

json_values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(("class_name", "config", "name", "module", "layers", "args", "value")),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=8,
)


@cache
def _whole() -> Any:
    """Return a config with something of everything."""
    tower = functional(
        entrance("in", None, 4),
        dense("deep", call(tensor("in")), activation=thing("layers", "LeakyReLU", name="l")),
        name="tower",
        inputs=["in", 0, 0],
        outputs=[["deep", 0, 0], ["in", 0, 0]],
        calls=(call(tensor("x"), mask=None), call(tensor("y"))),
    )
    return functional(
        entrance("x", None, 4),
        entrance("y", None, 4),
        tower,
        sequential(entrance("in", None, 4), dense("d"), name="s", calls=(call(tensor("x")),)),
        operation("Add", "plus", call(tensor("tower"), 1.0), call(tensor("tower", 1), 1.0)),
        entry("TimeDistributed", "held", call(tensor("plus", 1)), layer=dense("inside")),
        entry("Add", "both", call([tensor("plus"), tensor("s")], mask=tensor("plus"))),
        inputs={"b": ["x", 0, 0], "a": ["y", 0, 0]},
        outputs=[["both", 0, 0], ["tower", 1, 1], ["held", 0, 0]],
    )


@cache
def _whole_of_keras_2() -> Any:
    """Return a config with something of everything that Keras 1 and 2 wrote."""
    chain = old_sequential(
        old("Dense", "d", output_dim=2, input_dim=4, W_regularizer={"name": "l"})
    )
    tower = {**chain, "name": "s", "inbound_nodes": [[["x", 0, 0]], [["y", 0, 0, {"mask": None}]]]}
    return old_model(
        old("InputLayer", "x", batch_input_shape=[None, 4]),
        old("InputLayer", "y", batch_input_shape=[None, 4], input_dtype="float32"),
        tower,
        old("Merge", "m", [["s", 0, 0], ["s", 1, 0]], mode="concat", concat_axis=-1),
        old("TFOpLambda", "t", ["m", 0, 0, {"y": ["m", 0, 0]}], function="math.add"),
        old("Bidirectional", "b", [["t", 0, 0, {}]], layer=old("LSTM", "l", output_dim=2)),
        inputs=["x", "y"],
        outputs=["b", "s"],
    )


@cache
def _places(whole: Callable[[], Any]) -> tuple[tuple[str | int, ...], ...]:
    return tuple(_walk(whole(), ()))


def _walk(data: Any, way: tuple[str | int, ...]) -> Any:
    pairs: Any = ()
    if isinstance(data, dict):
        pairs = data.items()
    elif isinstance(data, list):
        pairs = enumerate(data)
    for key, part in pairs:
        yield (*way, key)
        yield from _walk(part, (*way, key))


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """Return such a config with a few parts replaced, taken away or copied elsewhere."""
    whole = draw(st.sampled_from((_whole, _whole_of_keras_2)))
    places = st.sampled_from(_places(whole))
    config = copy.deepcopy(whole())
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(places)
        value = draw(st.one_of(json_values, places.map(partial(_part, whole))))
        try:
            parent = config
            for key in way:
                parent = parent[key]
            if isinstance(parent, dict) and isinstance(last, int):
                continue  # a dict stands there now, and JSON's names are strings
            if draw(st.booleans()):
                parent[last] = copy.deepcopy(value)
            else:
                del parent[last]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took the place away
    return config


def _part(whole: Callable[[], Any], way: tuple[str | int, ...]) -> Any:
    part = whole()
    for key in way:
        part = part[key]
    return part


def test_the_whole_is_read() -> None:
    graph = read_config(_whole())
    names = [node.name for node in graph.nodes.values()]
    layers = ["y", "x", "tower", "tower", "s", "plus", "plus", "held", "both"]
    assert names == layers


def test_the_whole_of_keras_2_is_read() -> None:
    graph = read_config(_whole_of_keras_2())
    names = [node.name for node in graph.nodes.values()]
    assert names == ["x", "y", "s", "s", "m", "t", "b"]


def _read(config: Any) -> Graph | str:
    """Return the network, or the sentence that refuses it."""
    try:
        return read_config(config)
    except ConfigError as error:
        return str(error)


@given(mutated())
def test_mutated_configs(tmp_path_factory: pytest.TempPathFactory, config: Any) -> None:
    graph = _read(config)
    if isinstance(graph, str):
        assert graph.endswith(".")
        assert "\n" not in graph
        return
    Validator(load_catalog()).validate(graph)
    path = tmp_path_factory.getbasetemp() / "mutated.netbuilder"
    write_project(Project(graph=graph), path)
    assert len(read_project(path).graph.nodes) == len(graph.nodes)


@given(json_values)
def test_anything(data: object) -> None:
    with pytest.raises(ConfigError):
        read_config(data)


@given(st.binary(max_size=60))
def test_files_of_anything(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    for suffix in (".json", ".keras"):
        path = tmp_path_factory.getbasetemp() / f"model{suffix}"
        path.write_bytes(raw)
        with pytest.raises(ConfigError):
            read_file(path)


@given(st.integers(0, 400), st.integers(0, 255))
def test_damaged_archives(tmp_path_factory: pytest.TempPathFactory, place: int, byte: int) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.keras"
    with ZipFile(path, "w", compression=8) as archive:
        archive.writestr("config.json", json.dumps(sequential(entrance("x", None, 4))))
    raw = bytearray(path.read_bytes())
    raw[place % len(raw)] = byte
    path.write_bytes(raw)
    names: list[str] = []
    with suppress(ConfigError):
        names = [node.name for node in read_file(path).graph.nodes.values()]
    assert names in ([], ["x"])


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        pytest.param("deep.json", b"[" * 100_000, id="deep JSON"),
        pytest.param("digits.json", b"9" * 10_000, id="many digits"),
        pytest.param("empty.json", b"", id="empty"),
        pytest.param("wide.json", b" " * (64 * 2**20 + 1), id="large"),
        pytest.param("missing", None, id="missing"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, raw: bytes | None) -> None:
    if raw is not None:
        (tmp_path / name).write_bytes(raw)
    with pytest.raises(ConfigError):
        read_file(tmp_path / name)


def test_archive_that_unpacks_to_more_than_allowed(tmp_path: Path) -> None:
    path = tmp_path / "bomb.keras"
    with ZipFile(path, "w", compression=8) as archive:
        archive.writestr("config.json", b" " * (64 * 2**20 + 1))
    with pytest.raises(ConfigError, match="larger than 64 MB"):
        read_file(path)


def test_archive_of_keras(tmp_path: Path) -> None:
    path = tmp_path / "model.keras"
    with ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", "{}")
        archive.writestr("config.json", json.dumps(_whole()))
        archive.writestr("model.weights.h5", b"not looked at")
    assert read_file(path).name == "model"
