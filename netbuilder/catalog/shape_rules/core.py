"""Rules for the layers of ``keras/src/layers/core``."""

from __future__ import annotations

from collections.abc import Mapping

from netbuilder.catalog.arguments import Arguments
from netbuilder.catalog.shape_rules.dtypes import autocast
from netbuilder.catalog.tensors import Outcome, Rule, Tensor


def identity(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Identity``: what comes in goes out."""
    return Outcome((autocast(arguments, inputs[0]),))


RULES: Mapping[str, Rule] = {
    "Identity": identity,
}
