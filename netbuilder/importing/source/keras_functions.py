"""Functions of Keras that are about tensors' shapes, data or the session."""

from __future__ import annotations

from netbuilder.catalog import tensors
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import Arguments, Array, Named, Tensor

_SEEDS = frozenset(
    (
        "keras.utils.set_random_seed",
        "numpy.random.seed",
        "random.seed",
        "tensorflow.random.set_seed",
        "tensorflow.set_random_seed",
    )
)
_SHAPES = frozenset(("keras.backend.int_shape", "keras.ops.shape", "keras.backend.shape"))


def call(session: Session, callee: Named, arguments: Arguments) -> object:
    """Return what such a function gives; ``...`` for all others."""
    first = arguments.args[0] if arguments.args else None
    if callee.path in _SEEDS or callee.last in ("clear_session", "reset_uids"):
        if callee.path not in _SEEDS:
            session.names.forget()
        elif isinstance(first, int) and 0 <= first < 2**32:
            session.seed = first
        return None
    if callee.last == "image_data_format":
        return "channels_last"
    match first:
        case Tensor(known=tensors.Tensor() as known) if callee.path in _SHAPES:
            return known.shape
        case Tensor(known=tensors.Tensor() as known) if callee.path == "keras.backend.ndim":
            return known.rank
        case Array(shape=(samples, *_)) if callee.last == "to_categorical":
            classes = arguments.get("num_classes", 1, arguments.kwargs.get("nb_classes"))
            return Array((samples, classes if isinstance(classes, int) else None))
        case _:
            return ...
