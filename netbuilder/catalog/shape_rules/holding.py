"""What the rules of layers that hold others have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from netbuilder.catalog.arguments import Arguments, RuleError, show
from netbuilder.catalog.tensors import Outcome, Tensor
from netbuilder.graph.values import Config
from netbuilder.i18n import tr

Inputs: TypeAlias = tuple[Tensor, ...]
Judge: TypeAlias = Callable[[Config, Inputs], Outcome | None]
HoldingRule: TypeAlias = Callable[[Judge, Arguments, Inputs], Outcome | None]


def judged(judge: Judge, held: Config, inputs: Inputs, setting: str) -> Outcome | None:
    """Return what a held layer gives, or None where no rule knows it.

    Raises:
        RuleError: The held layer is refused; ``setting`` is named as the fault.
    """
    try:
        return judge(held, inputs)
    except RuleError as error:
        raise RuleError(
            tr("holds a {layer} that {message}", layer=held.class_name, message=error.message),
            error.why,
            setting=setting,
            port=error.port,
            late=error.late,
        ) from error


def several(arguments: Arguments, name: str) -> tuple[Config, ...]:
    """Return the layers that a parameter holds.

    Raises:
        RuleError: It holds none, or something else.
    """
    value = arguments.get(name)
    parts = value if isinstance(value, tuple) else ()
    layers = tuple(part for part in parts if isinstance(part, Config))
    if not layers or len(layers) < len(parts):
        raise RuleError(
            tr("needs layers for {name}, but has {value}", name=name, value=show(value)),
            setting=name,
        )
    return layers
