"""Whatever comes to a layer, its rule answers or refuses it, and never stumbles."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from netbuilder.catalog.arguments import Call, RuleError
from netbuilder.catalog.formulas import said_by_formula
from netbuilder.catalog.judging import judge
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Kind, LayerSpec
from netbuilder.catalog.tensors import Shape, Tensor, promised
from netbuilder.graph.values import Params

CATALOG = load_catalog()
DRAWS = 40
SHAPES: tuple[Shape, ...] = (
    *((), (None,), (2,), (None, 1), (None, 4), (None, None), (0, 4), (None, 0)),
    *((None, 5, 4), (None, None, 4), (None, 4, None), (None, 5, 0)),
    *((None, 8, 8, 3), (None, None, None, 3), (None, 8, 8, None)),
    *((None, 4, 5, 6, 2), (2, 3, 8, 8, 2), (None, 2, 4, 4, 4, 3)),
)
DTYPES = ("float32", "float32", "float32", "float16", "int32", "uint8", "bool", "string")
SIZES = (0, 1, 2, -1, (1,), (1, 2), (2, 2), (), None)
SIZED = (Kind.INT, Kind.SIZE, Kind.SHAPE, Kind.JSON)


def tensors(random: Random, count: int) -> Iterator[Tensor]:
    """Yield tensors, some wrongly announced, masked or with rows of different lengths."""
    for _ in range(count):
        said = Tensor(random.choice(SHAPES), random.choice(DTYPES))
        real = Tensor(random.choice(SHAPES), random.choice(DTYPES))
        tensor = promised(said, real) if random.random() < 0.35 else said
        mask = random.choice(SHAPES) if random.random() < 0.15 else None
        yield replace(tensor, mask=mask, ragged=random.random() < 0.1)


def params(random: Random, spec: LayerSpec) -> Params:
    """Return what a layer starts with, some sizes and words changed."""
    chosen = dict(spec.starting)
    for param in spec.params:
        if param.kind in SIZED and random.random() < 0.06:
            chosen[param.name] = random.choice(SIZES)
        elif param.choices and random.random() < 0.15:
            chosen[param.name] = random.choice(param.choices)
    return Params(chosen)


@pytest.mark.parametrize("name", sorted(CATALOG.layers))
def test_a_rule_never_stumbles(name: str) -> None:
    random, spec, judged = Random(name), CATALOG.layers[name], 0
    for _ in range(DRAWS):
        chosen = params(random, spec)
        count = max(spec.ports.minimum, 1) + (spec.ports.maximum is None)
        inputs = tuple(tensors(random, 0 if spec.ports.maximum == 0 else count))
        said_by_formula(name, chosen, tuple(tensor.shape for tensor in inputs))
        for call in Call:
            try:
                judged += judge(spec, chosen, inputs, call) is not None
            except RuleError as error:
                judged += bool(error.message)
    assert judged == DRAWS * len(Call)
