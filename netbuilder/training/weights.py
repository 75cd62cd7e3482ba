"""Weights to start from: what the worker is told, what it tells, and how that is said."""

from __future__ import annotations

from typing import Final

import msgspec

from netbuilder.i18n import tr

START_WEIGHTS: Final = "start.weights.h5"
"""The file that a script loads its first weights from, beside it."""

_NAMED = 3


class StartWeights(msgspec.Struct, frozen=True):
    """A file of weights that Keras has written.

    Attributes:
        path: Where it lies.
        digest: Its SHA-256 when it was chosen.
    """

    path: str
    digest: str


class LeftOut(msgspec.Struct, frozen=True):
    """A layer that begins with fresh weights, since the file has none that fit.

    Attributes:
        layer: Its name; inside a submodel ``model/layer``.
        here: The shapes of its weights.
        there: The shapes of those in the file; empty if it has none for it.
    """

    layer: str
    here: list[list[int]] = []
    there: list[list[int]] = []


class Fitted(msgspec.Struct, frozen=True):
    """What came of the weights of a file.

    Attributes:
        file: Its name.
        fitted: How many layers got weights.
        left: The layers that have weights, but not from there.
    """

    file: str
    fitted: int
    left: list[LeftOut] = []


def fitted_words(found: Fitted) -> str:
    """Return what came of the weights of a file, in plain words."""
    if not found.left:
        return tr(
            "Starts from the weights of {file}: all {count} layers have theirs.",
            file=found.file,
            count=found.fitted,
        )
    named = "; ".join(map(left_words, found.left[:_NAMED]))
    if len(found.left) > _NAMED:
        named = tr("{named}; and {count} more", named=named, count=len(found.left) - _NAMED)
    if not found.fitted:
        return tr(
            "Starts afresh, for no weights in {file} fit: {named}.", file=found.file, named=named
        )
    return tr(
        "Starts from the weights of {file}: {fitted} of {count} layers have theirs. These "
        "begin fresh: {named}.",
        file=found.file,
        fitted=found.fitted,
        count=found.fitted + len(found.left),
        named=named,
    )


def left_words(left: LeftOut) -> str:
    """Return why a layer got no weights: ``'scores' (needs (64, 5), the file has (64, 10))``."""
    if not left.there:
        return tr("'{layer}' (not in the file)", layer=left.layer)
    return tr(
        "'{layer}' (needs {here}, the file has {there})",
        layer=left.layer,
        here=_shapes(left.here),
        there=_shapes(left.there),
    )


def _shapes(shapes: list[list[int]]) -> str:
    return ", ".join(str(tuple(shape)) for shape in shapes)
