"""What the shape rules of part B tell a student, and that no input makes them fail."""

from __future__ import annotations

from random import Random

import pytest

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.judging import judge
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.shape_rules import (
    HOLDING_RULES,
    attention,
    attention_heads,
    augmentation,
    embedding,
    encoding,
    lookup,
    merging,
    normalization,
    preprocessing,
    recurrent,
    spectrogram,
)
from netbuilder.catalog.tensors import Outcome, Shape, Tensor
from netbuilder.graph.values import Config, Params, Value


def _judge(class_name: str, params: dict[str, Value], *inputs: Tensor | Shape) -> Outcome | None:
    tensors = tuple(item if isinstance(item, Tensor) else Tensor(item) for item in inputs)
    return judge(load_catalog().layers[class_name], Params(params), tensors)


def _refusal(class_name: str, params: dict[str, Value], *inputs: Tensor | Shape) -> RuleError:
    with pytest.raises(RuleError) as caught:
        _judge(class_name, params, *inputs)
    return caught.value


LSTM = Config("LSTM", Params(units=8))
RULES = {
    **attention.RULES,
    **attention_heads.RULES,
    **augmentation.RULES,
    **embedding.RULES,
    **encoding.RULES,
    **lookup.RULES,
    **merging.RULES,
    **normalization.RULES,
    **preprocessing.RULES,
    **recurrent.RULES,
    **spectrogram.RULES,
}


@pytest.mark.parametrize(
    ("class_name", "params", "inputs", "message"),
    [
        pytest.param(
            "Add",
            {},
            [(None, 74, 74, 3), (None, 75, 75, 3)],
            "cannot join (None, 74, 74, 3) and (None, 75, 75, 3): axis 1 is 74 and 75",
            id="add-different-sizes",
        ),
        pytest.param(
            "Concatenate",
            {"axis": -1},
            [(None, 4, 8), (None, 5, 8)],
            "cannot join (None, 4, 8) and (None, 5, 8): axis 1 is 4 and 5",
            id="concatenate-different-sizes",
        ),
        pytest.param(
            "Concatenate",
            {},
            [(None, 4, 8), (None, 8)],
            "cannot join (None, 4, 8) and (None, 8): they differ in the number of axes",
            id="concatenate-different-ranks",
        ),
        pytest.param(
            "LSTM",
            {"units": 8},
            [(None, 784)],
            "needs the axes batch, time and features, but gets (None, 784)",
            id="lstm-on-a-flat-input",
        ),
        pytest.param(
            "LSTM",
            {"units": 8, "stateful": True},
            [(None, 5, 4)],
            "needs to know the batch size to be stateful, but gets (None, 5, 4)",
            id="stateful-without-batch-size",
        ),
        pytest.param(
            "BatchNormalization",
            {},
            [(None, 5, None)],
            "needs to know the size of axis 2, but gets (None, 5, None)",
            id="open-channel-axis",
        ),
        pytest.param(
            "GroupNormalization",
            {"groups": 4},
            [(None, 6)],
            "cannot split 6 channels into 4 equal groups",
            id="groups-that-do-not-divide",
        ),
        pytest.param(
            "Attention",
            {},
            [(None, 4, 8), (None, 5, 7)],
            "cannot match a query of 8 features with 7",
            id="attention-different-features",
        ),
        pytest.param(
            "RandomHue",
            {"factor": 0.2},
            [(None, 28, 28, 1)],
            "needs images of 3 channels, but gets 1",
            id="hue-of-a-grey-image",
        ),
        pytest.param(
            "Bidirectional",
            {"layer": Config("Dense", Params(units=2))},
            [(None, 5, 4)],
            "cannot hold a Dense",
            id="bidirectional-dense",
        ),
        pytest.param(
            "Bidirectional",
            {"layer": LSTM, "backward_layer": Config("LSTM", Params(units=9, go_backwards=True))},
            [(None, 5, 4)],
            "cannot join (None, 8) forwards and (None, 9) backwards",
            id="bidirectional-different-units",
        ),
        pytest.param(
            "TimeDistributed",
            {"layer": Config("Dense", Params(units=0))},
            [(None, 5, 4)],
            "holds a Dense that has 0 for units, which is out of its limits",
            id="fault-of-the-held-layer",
        ),
    ],
)
def test_says_what_is_wrong(
    class_name: str, params: dict[str, Value], inputs: list[Shape], message: str
) -> None:
    refusal = _refusal(class_name, params, *inputs)
    assert refusal.message == message
    assert refusal.why


@pytest.mark.parametrize(
    ("class_name", "params", "inputs", "place"),
    [
        pytest.param("Dot", {"axes": 0}, [(4, 4), (4, 4)], ("axes", None, None), id="setting"),
        pytest.param("LSTM", {"units": 8}, [(None, 784)], (None, 0, None), id="port"),
        pytest.param("Add", {}, [(None, 3), (None, 4)], (None, None, 1), id="axis"),
        pytest.param(
            "GroupQueryAttention",
            {"head_dim": 2, "num_query_heads": 2, "num_key_value_heads": 1},
            [(None, 4, 8), (None, 4, 6)],
            (None, 1, 2),
            id="port-and-axis",
        ),
    ],
)
def test_says_where_it_is_wrong(
    class_name: str,
    params: dict[str, Value],
    inputs: list[Shape],
    place: tuple[str | None, int | None, int | None],
) -> None:
    refusal = _refusal(class_name, params, *inputs)
    assert (refusal.setting, refusal.port, refusal.axis) == place


def test_states_are_outputs_of_their_own() -> None:
    outcome = _judge("LSTM", {"units": 8, "return_state": True}, (None, 5, 4))
    assert outcome is not None
    assert [tensor.shape for tensor in outcome.outputs] == [(None, 8)] * 3


@pytest.mark.parametrize("name", ["TimeDistributed", "Bidirectional"])
def test_layer_that_holds_an_unknown_one_is_refused(name: str) -> None:
    with pytest.raises(RuleError, match="holds a MyLayer that is not known here") as caught:
        _judge(name, {"layer": Config("MyLayer", Params(size=3))}, (None, 5, 4))
    assert caught.value.setting == "layer"


def test_huge_sizes_need_no_memory() -> None:
    outcome = _judge("Embedding", {"input_dim": 2**60, "output_dim": 2**60}, (None, 5))
    assert outcome is not None
    assert outcome.weights[0].size == 2**120
    words: dict[str, Value] = {"vocabulary": ("a",), "num_oov_indices": 2**60}
    assert _judge("StringLookup", words, Tensor((None, 1), "string")) is not None


GARBAGE: list[Value] = [
    None,
    True,
    0,
    -1,
    3,
    2**62,
    0.5,
    -1.5,
    "",
    "concat",
    (),
    (1,),
    (1, 2),
    (0, -1, 5),
    ("a", "a"),
    ((1, 2), (3,)),
    Params(rmax=0, rmin=2),
    LSTM,
    Config("Dense", Params(units="x")),
]
SHAPES: list[Shape] = [
    (),
    (None,),
    (0,),
    (None, 0),
    (None, 3),
    (None, None, None),
    (2, 5, 4),
    (None, 8, 8, 3),
    (None, 2, 3, 4, 5, 6),
]
DTYPES = ["float32", "int32", "string", "bool"]


@pytest.mark.parametrize(
    "class_name", sorted({*RULES, *HOLDING_RULES} & set(load_catalog().layers))
)
def test_garbage_is_judged_or_refused(class_name: str) -> None:
    """Also without the check of types that the catalogue makes before any rule."""
    random = Random(class_name)
    spec = load_catalog().layers[class_name]
    usual = load_catalog().defaults(spec)
    judged = 0
    for _ in range(150):
        values = dict(usual)
        for param in spec.params:
            if random.random() < (0.9 if param.required else 0.15):
                values[param.name] = random.choice(GARBAGE)
        count = random.choice([2, 3]) if spec.ports.maximum != 1 else 1
        inputs = tuple(Tensor(random.choice(SHAPES), random.choice(DTYPES)) for _ in range(count))
        judged += _is_judged(class_name, values, inputs)
    assert judged == 150


def _is_judged(class_name: str, values: dict[str, Value], inputs: tuple[Tensor, ...]) -> bool:
    try:
        if class_name in RULES:
            return isinstance(RULES[class_name](Arguments(values), inputs), Outcome)
        HOLDING_RULES[class_name](lambda *_: None, Arguments(values), inputs)
    except RuleError as error:
        return bool(error.message)
    return True
