"""How many places a window takes that slides along axes of an input.

The formulas are those of ``compute_conv_output_shape`` and
``compute_pooling_output_shape`` in ``keras/src/ops/operation_utils.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netbuilder.catalog.arguments import LARGEST_INT32, RuleError
from netbuilder.catalog.shape_rules.axes import space_axis
from netbuilder.catalog.tensors import Shape
from netbuilder.i18n import tr


@dataclass(frozen=True, slots=True)
class Window:
    """A window that slides along one axis.

    Attributes:
        size: How many places it covers, gaps not counted.
        stride: How far it moves at a time.
        dilation: The distance between two places that it covers; 1 leaves no gaps.
    """

    size: int
    stride: int = 1
    dilation: int = 1

    @property
    def reach(self) -> int:
        """How far it stretches, gaps included."""
        return self.dilation * (self.size - 1) + 1


def slide(
    space: Shape, windows: Sequence[Window], padding: str, setting: str, first: bool
) -> Shape:
    """Return how many places the windows take along each axis; None where unknown.

    Args:
        space: The sizes of the axes along which they slide.
        windows: One for each of these axes.
        padding: ``"valid"``, ``"same"`` or ``"causal"``.
        setting: The parameter that gives the windows' size.
        first: The channels come before the axes of space.

    Raises:
        RuleError: A window does not fit into the input even once.
    """
    check_strides(windows)
    return tuple(
        None if size is None else _places(size, window, padding, setting, space_axis(index, first))
        for index, (size, window) in enumerate(zip(space, windows, strict=True))
    )


def check_strides(windows: Sequence[Window]) -> None:
    """Refuse strides that TensorFlow cannot hold."""
    widest = max(window.stride for window in windows)
    if widest > LARGEST_INT32:
        raise RuleError(
            tr("has {value} for strides, which is out of its limits", value=widest),
            tr("It can be from {low} to {high}.", low=1, high=LARGEST_INT32),
            setting="strides",
        )


def _places(size: int, window: Window, padding: str, setting: str, axis: int) -> int:
    if padding != "valid":
        return (size - 1) // window.stride + 1
    places = (size - window.reach) // window.stride + 1
    if places <= 0:
        raise RuleError(
            tr(
                "has a window of {reach}, but its input is only {size} long on axis {axis}",
                reach=window.reach,
                size=size,
                axis=axis,
            ),
            tr(
                "Without padding the window has to fit into the input. Make it smaller, "
                "choose padding 'same', or shrink the input less before."
            ),
            setting=setting,
            port=0,
            axis=axis,
        )
    return places
