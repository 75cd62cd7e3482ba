"""What the shape rules say, and that nothing but a RuleError ever comes out of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netbuilder.catalog.arguments import RuleError, show
from netbuilder.catalog.judging import judge
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.shape_rules import RULES
from netbuilder.catalog.spec import LayerSpec
from netbuilder.catalog.tensors import Outcome, Shape, Tensor
from netbuilder.graph.values import Config, Params, Value

IMAGE = (None, 28, 28, 1)


def judged(class_name: str, params: dict[str, Value], *shapes: Shape) -> Outcome | None:
    spec = load_catalog().layers[class_name]
    return judge(spec, Params(params), tuple(map(Tensor, shapes)))


def outcome(class_name: str, params: dict[str, Value], *shapes: Shape) -> Outcome:
    found = judged(class_name, params, *shapes)
    assert found is not None
    return found


def error(class_name: str, params: dict[str, Value], *shapes: Shape) -> RuleError:
    with pytest.raises(RuleError) as caught:
        judged(class_name, params, *shapes)
    return caught.value


@pytest.mark.parametrize(
    ("class_name", "params", "shape", "output", "weights"),
    [
        ("Dense", {"units": 10}, (None, 784), (None, 10), 7850),
        (
            "Conv2D",
            {"filters": 32, "kernel_size": 3},
            (None, 28, 28, 1),
            (None, 26, 26, 32),
            320,
        ),
        ("MaxPooling2D", {}, (None, 26, 26, 32), (None, 13, 13, 32), 0),
        ("Flatten", {}, (None, 13, 13, 32), (None, 5408), 0),
        ("Flatten", {}, (None, None, 32), (None, None), 0),
        ("Dense", {"units": 10**12}, (None, 10**12), (None, 10**12), 10**24 + 10**12),
        ("Conv2D", {"filters": 10**9, "kernel_size": 10**6, "padding": "same"}, IMAGE, None, None),
    ],
    ids=["dense", "conv", "pool", "flatten", "flatten-unknown", "huge-dense", "huge-conv"],
)
def test_shapes_and_sizes(
    class_name: str,
    params: dict[str, Value],
    shape: Shape,
    output: Shape | None,
    weights: int | None,
) -> None:
    found = outcome(class_name, params, shape)
    assert output in (None, found.outputs[0].shape)
    assert weights in (None, sum(weight.size for weight in found.weights))


@pytest.mark.parametrize(
    ("class_name", "params", "shape", "message", "setting"),
    [
        (
            "Conv2D",
            {"filters": 8, "kernel_size": 3},
            (None, 784),
            "needs height, width and channels (rank 4), but gets (None, 784)",
            None,
        ),
        (
            "Conv1D",
            {"filters": 8, "kernel_size": 3, "data_format": "channels_first"},
            IMAGE,
            "needs channels and steps (rank 3), but gets (None, 28, 28, 1)",
            None,
        ),
        (
            "MaxPooling2D",
            {},
            (None, 1, 5, 3),
            "has a window of 2, but its input is only 1 long on axis 1",
            "pool_size",
        ),
        (
            "Dense",
            {"units": 3},
            (None, None),
            "needs to know the size of axis 1 of its input, which is None",
            None,
        ),
        ("Dense", {"units": 0}, (None, 3), "has 0 for units, which is out of its limits", "units"),
        ("Dense", {}, (None, 3), "needs a value for units", "units"),
        ("Dense", {"unit": 3}, (None, 3), "has no parameter 'unit'", "unit"),
        (
            "Dense",
            {"units": "3"},
            (None, 3),
            "needs a whole number for units, but has '3'",
            "units",
        ),
        (
            "Dense",
            {"units": 3, "activation": "rellu"},
            (None, 3),
            "has 'rellu' for activation, which Keras does not know",
            "activation",
        ),
        (
            "Dense",
            {"units": 3, "kernel_regularizer": Config("L2", Params(l3=0.1))},
            (None, 3),
            "has a L2 that has no parameter 'l3'",
            "kernel_regularizer",
        ),
        (
            "Dropout",
            {"rate": 1.5},
            (None, 3),
            "has 1.5 for rate, which is out of its limits",
            "rate",
        ),
        (
            "Reshape",
            {"target_shape": (5, 5)},
            (None, 24),
            "cannot turn (None, 24) into target_shape (5, 5)",
            "target_shape",
        ),
        (
            "Conv2D",
            {"filters": 5, "kernel_size": 1, "groups": 2},
            IMAGE,
            "has 5 filters, which 2 does not divide",
            "groups",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_messages(
    class_name: str, params: dict[str, Value], shape: Shape, message: str, setting: str | None
) -> None:
    found = error(class_name, params, shape)
    assert found.message == message
    assert found.setting == setting
    assert (found.port is None) == (setting is not None) or found.why


def test_frozen_layer_has_no_trainable_weight() -> None:
    found = outcome("Dense", {"units": 3, "trainable": False}, (None, 4))
    assert [weight.trainable for weight in found.weights] == [False, False]


def test_number_of_inputs_is_checked() -> None:
    assert error("Dense", {"units": 3}).message == "needs 1 inputs, but gets 0"
    assert error("Dense", {"units": 3}, IMAGE, IMAGE).message == "takes 1 inputs, but gets 2"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ((1, None), "(1, None)"),
        ((3,), "(3,)"),
        (Config("L2"), "L2"),
        ("a" * 500, None),
        (10**5000, None),
        ((10**5000,) * 50, None),
    ],
    ids=["tuple", "single", "object", "long-text", "huge", "many-huge"],
)
def test_values_are_shown_short(value: Value, text: str | None) -> None:
    shown = show(value)
    assert len(shown) < 500
    assert text in (None, shown)


SCALARS: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 5),
    st.sampled_from((10**12, 2**63, -(10**30), 10**4000)),
    st.floats(),
    st.sampled_from(("same", "valid", "causal", "channels_first", "relu", "ab,bc->ac", "l2", "")),
    st.builds(Config, st.sampled_from(("L2", "Dense", "DTypePolicy", "Nothing"))),
)
GARBAGE: st.SearchStrategy[Value] = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4).map(tuple), max_leaves=6
)
TENSORS = st.builds(
    Tensor,
    st.lists(st.none() | st.integers(0, 9) | st.just(10**12), min_size=1, max_size=6).map(tuple),
    st.sampled_from(("float32", "int32", "string", "bool")),
)


@pytest.mark.parametrize("class_name", sorted(RULES.keys() & load_catalog().layers))
@settings(max_examples=25)
@given(data=st.data())
def test_garbage_is_refused_by_rule_error_only(class_name: str, data: st.DataObject) -> None:
    spec = load_catalog().layers[class_name]
    names = [param.name for param in spec.params]
    needed = {param.name: GARBAGE for param in spec.params if param.required}
    some = st.dictionaries(st.sampled_from(names), GARBAGE, max_size=3) if names else st.just({})
    params = {**data.draw(st.fixed_dictionaries(needed)), **data.draw(some)}
    most = 3 if spec.ports.maximum is None else spec.ports.maximum
    inputs = data.draw(st.lists(TENSORS, min_size=spec.ports.minimum, max_size=most).map(tuple))
    found = _judged_or_refused(spec, Params(params), inputs)
    if isinstance(found, RuleError):
        assert len(found.message) < 2000
        assert found.setting is None or found.setting in names
        return
    assert found is not None
    sizes = [size for tensor in found.outputs for size in tensor.shape]
    assert all(size is None or size >= 0 for size in sizes)
    assert all(size >= 0 for weight in found.weights for size in weight.shape)


def _judged_or_refused(
    spec: LayerSpec, params: Params, inputs: tuple[Tensor, ...]
) -> Outcome | RuleError | None:
    try:
        return judge(spec, params, inputs)
    except RuleError as refusal:
        return refusal
