"""Which initializers cannot draw the first numbers of which weights.

Keras draws them while it makes a layer, before any data come.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from netbuilder.catalog.arguments import Arguments, RuleError
from netbuilder.catalog.names import snake_case
from netbuilder.catalog.shape_rules.dtypes import FLOATS, compute_dtype
from netbuilder.catalog.tensors import Weight
from netbuilder.graph.values import Config, Value
from netbuilder.i18n import tr


@dataclass(frozen=True, slots=True)
class _Place:
    """Where among a layer's weights those stand that an initializer fills.

    Attributes:
        place: The index of the first of them, or of the one with the fewest axes.
        flag: The parameter that turns them off, or "".
    """

    place: int = 0
    flag: str = ""


_PLACES: Mapping[str, _Place] = {
    "alpha_initializer": _Place(),
    "beta_initializer": _Place(flag="center"),
    "bias_initializer": _Place(-1, "use_bias"),
    "depthwise_initializer": _Place(),
    "embeddings_initializer": _Place(),
    "gamma_initializer": _Place(flag="scale"),
    "kernel_initializer": _Place(),
    "moving_mean_initializer": _Place(),
    "moving_variance_initializer": _Place(),
    "pointwise_initializer": _Place(1),
    "recurrent_initializer": _Place(1),
}

_MATRIX_RANK = 2

_COUNTING = frozenset(("constant", "one", "ones"))
_EMPTY = frozenset(("zero", "zeros"))
"""Initializers that draw nothing by chance; the second ones fill in empty texts too."""


def check_first_weights(values: Mapping[str, Value], weights: Sequence[Weight]) -> None:
    """Check that the initializers can fill the weights of a layer.

    Args:
        values: The layer's parameters by name.
        weights: The weights that it makes, in Keras's order.

    Raises:
        RuleError: One of them cannot.
    """
    if not weights:
        return
    if values.get("rms_scaling") is True:  # LayerNormalization then has a scale and no centre
        values = {**values, "scale": True, "center": False}
    if "bias_axes" in values:
        values = {**values, "use_bias": values["bias_axes"] is not None}
    own = compute_dtype(Arguments(values))
    for name, place in _PLACES.items():
        chosen = _class_of(values.get(name))
        if chosen and (not place.flag or values.get(place.flag) is not False):
            _check(chosen, name, len(weights[place.place].shape), values.get("dtype"))
            _check_format(chosen, own)


def _class_of(value: Value) -> str:
    """Return which initializer a parameter names, or ""."""
    chosen = value.class_name if isinstance(value, Config) else value
    return snake_case(chosen).removesuffix("_initializer") if isinstance(chosen, str) else ""


def _check_format(chosen: str, own: str) -> None:
    """Refuse what is drawn by chance for weights without a fraction, and numbers for texts."""
    drawn = chosen not in _EMPTY | _COUNTING
    if own not in FLOATS and (drawn or (own == "string" and chosen in _COUNTING)):
        raise RuleError(
            tr("cannot have its first weights drawn in {dtype}", dtype=own),
            tr("They are numbers with a fraction. Choose float32."),
            setting="dtype",
        )


def _check(chosen: str, name: str, rank: int, dtype: Value) -> None:
    """Refuse an initializer that cannot fill weights of a rank.

    An orthogonal one needs at least two axes, an identity two; the first also needs a number
    format that TensorFlow can factorize a matrix in.
    """
    if chosen == "orthogonal" and rank < _MATRIX_RANK:
        raise RuleError(
            tr("cannot have an orthogonal {name}", name=name),
            tr("Orthogonal rows need a matrix, and these weights are a single row."),
            setting=name,
        )
    if chosen == "identity" and rank != _MATRIX_RANK:
        raise RuleError(
            tr("cannot have an identity as {name}", name=name),
            tr("An identity is a matrix, and these weights have {rank} axes.", rank=rank),
            setting=name,
        )
    if chosen == "orthogonal" and dtype == "bfloat16":
        raise RuleError(
            tr("cannot compute in bfloat16"),
            tr("TensorFlow cannot draw its first weights; mixed_bfloat16 works."),
            setting="dtype",
        )
