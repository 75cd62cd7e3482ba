"""Literals, calls and lists are written as black and ruff format leave them."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netbuilder.codegen.write import (
    Bracketed,
    Expression,
    call,
    led,
    lines,
    listing,
    named,
    number,
    text,
    tupled,
)
from tests.unit.formatters import by_black, by_ruff

_names = st.text("abcdefghij", min_size=1, max_size=25).map("k_".__add__)
_numbers = st.one_of(st.integers(-(10**30), 10**30), st.floats())
_atoms = st.one_of(_numbers.map(number), st.text(max_size=40).map(text), st.just("None"))


def _containers(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    parts = st.lists(inner, max_size=4)
    pairs = st.dictionaries(_names, inner, max_size=3)
    keywords = pairs.map(lambda pair: [named(name, value) for name, value in pair.items()])
    return st.one_of(
        parts.map(listing),
        parts.map(tupled),
        st.builds(call, _names.map("keras.".__add__), keywords),
        st.builds(call, _names, parts),
        pairs.map(_dict),
    )


def _dict(pairs: dict[str, Expression]) -> Bracketed:
    parts = (led(f"{text(name)}: ", value) for name, value in pairs.items())
    return Bracketed("{", tuple(parts), "}")


_expressions = st.recursive(_atoms, _containers, max_leaves=12)
_calls = st.builds(call, _names, st.lists(_expressions, max_size=4))


@given(st.lists(_calls, min_size=10, max_size=30))
@settings(max_examples=20)
def test_formatters_leave_calls_as_they_are(calls: list[Bracketed]) -> None:
    statements = [
        *("\n".join(lines(led("x = ", made), 0)) for made in calls),
        "\n\ndef f():",
        *("\n".join(lines(made, 1)) for made in calls),
    ]
    code = "\n".join(statements) + "\n"
    assert by_black(code) == code
    assert by_ruff(code) == code


@given(st.text())
def test_text_means_itself(value: str) -> None:
    assert ast.literal_eval(text(value)) == value


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_number_means_itself(value: float) -> None:
    read = ast.literal_eval(number(value))
    assert (type(read), repr(read)) == (type(value), repr(value))


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param("relu", '"relu"', id="plain"),
        pytest.param("it's", '"it\'s"', id="apostrophe"),
        pytest.param('a "b"', "'a \"b\"'", id="double quotes"),
        pytest.param("a 'b' \"", '"a \'b\' \\""', id="more single than double"),
        pytest.param("C:\\new", '"C:\\\\new"', id="backslash"),
        pytest.param("\n", '"\\n"', id="line break"),
    ],
)
def test_text(value: str, written: str) -> None:
    assert text(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param(1e16, "1e16", id="no plus in the exponent"),
        pytest.param(1e-7, "1e-07", id="small"),
        pytest.param(float("inf"), 'float("inf")', id="infinity"),
        pytest.param(-3, "-3", id="negative"),
    ],
)
def test_number(value: float, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize("name", ["a b", "class", "", "1st", "x=1)#"])
def test_only_python_names_name_arguments(name: str) -> None:
    with pytest.raises(ValueError, match="no name for an argument"):
        named(name, "1")
