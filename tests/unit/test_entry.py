"""Typed values: what is read, what is refused, and that writing and reading agree."""

from __future__ import annotations

import pytest

from netbuilder.catalog.entry import EntryError, read_entry, write_entry
from netbuilder.catalog.spec import Kind, Param
from netbuilder.graph import Params, Value

UNITS = Param("units", Kind.INT, minimum=1)
RATE = Param("rate", Kind.FLOAT, minimum=0, maximum=1)
KERNEL = Param("kernel_size", Kind.SIZE, minimum=1, length=2)
LENGTH = Param("kernel_size", Kind.SIZE, minimum=1, length=1)
SHAPE = Param("shape", Kind.SHAPE)
SEED = Param("seed", Kind.INT, optional=True)
FACTOR = Param("factor", Kind.RANGE)
NAMES = Param("names", Kind.TEXTS)
ANY = Param("config", Kind.JSON)


@pytest.mark.parametrize(
    ("param", "text", "value"),
    [
        pytest.param(UNITS, "32", 32, id="int"),
        pytest.param(RATE, " 0.5 ", 0.5, id="float"),
        pytest.param(RATE, "0,5", 0.5, id="decimal comma"),
        pytest.param(RATE, "1", 1.0, id="float from a whole number"),
        pytest.param(KERNEL, "3", 3, id="one size"),
        pytest.param(KERNEL, "(3, 5)", (3, 5), id="sizes in brackets"),
        pytest.param(LENGTH, "3", 3, id="size of the one axis"),
        pytest.param(SHAPE, "28, 28, 1", (28, 28, 1), id="shape"),
        pytest.param(SHAPE, "10", (10,), id="shape of one axis"),
        pytest.param(SHAPE, "(10,)", (10,), id="shape as Python writes it"),
        pytest.param(SHAPE, "None, 8", (None, 8), id="unknown axis"),
        pytest.param(SHAPE, "()", (), id="no axes"),
        pytest.param(SEED, "", None, id="optional left empty"),
        pytest.param(FACTOR, "-0.1, 0.2", (-0.1, 0.2), id="range"),
        pytest.param(NAMES, "a, 'b'", ("a", "b"), id="words"),
        pytest.param(NAMES, "", (), id="no words"),
        pytest.param(ANY, "{'a': [1, None]}", Params(a=(1, None)), id="literal"),
        pytest.param(ANY, "((1, 2), (0,))", ((1, 2), (0,)), id="tuples in a tuple"),
        pytest.param(ANY, "auto", "auto", id="word"),
    ],
)
def test_typed_text_becomes_a_value(param: Param, text: str, value: Value) -> None:
    read = read_entry(param, text)
    assert (type(read), read) == (type(value), value)
    assert read_entry(param, write_entry(read)) == read


@pytest.mark.parametrize(
    ("param", "text", "sentence"),
    [
        pytest.param(UNITS, "3.5", "whole number", id="int with a fraction"),
        pytest.param(UNITS, "0", "At least 1", id="too small"),
        pytest.param(UNITS, "", "value is needed", id="required left empty"),
        pytest.param(RATE, "1.5", "At most 1", id="too large"),
        pytest.param(RATE, "nan", "finite", id="not a number"),
        pytest.param(KERNEL, "3, 3, 3", "One whole number", id="too many sizes"),
        pytest.param(KERNEL, "0", "At least 1", id="size of nothing"),
        pytest.param(SHAPE, "28 x 28", "Whole numbers", id="shape with a cross"),
        pytest.param(ANY, "__import__('os')", "Python can read", id="a call"),
    ],
)
def test_wrong_text_is_refused_in_plain_words(param: Param, text: str, sentence: str) -> None:
    with pytest.raises(EntryError, match=sentence):
        read_entry(param, text)
