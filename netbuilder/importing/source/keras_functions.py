"""Functions of Keras that are about tensors' shapes, data or the session."""

from __future__ import annotations

from netbuilder.catalog import tensors
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import Arguments, Array, Named, Tensor, tensors_in

_SEEDS = frozenset(
    (
        "keras.utils.set_random_seed",
        "numpy.random.seed",
        "random.seed",
        "tensorflow.random.set_seed",
        "tensorflow.set_random_seed",
    )
)
_POLICIES = frozenset(
    (
        "keras.config.set_dtype_policy",
        "keras.mixed_precision.set_dtype_policy",
        "keras.mixed_precision.set_global_policy",
    )
)
_CONSTANTS = {
    f"keras.{area}.{name}": value
    for area in ("backend", "config")
    for name, value in (("epsilon", 1e-7), ("floatx", "float32"))
}
"""Functions that give what the user's settings of Keras say, as long as nobody changed them."""
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
    if callee.path in _POLICIES:
        session.precision = first if isinstance(first, str) else ""
        return None
    if callee.path in _CONSTANTS:
        return _CONSTANTS[callee.path]
    if callee.last == "image_data_format":
        return "channels_last"
    return _of_tensors(callee, arguments, first)


def _of_tensors(callee: Named, arguments: Arguments, first: object) -> object:
    """Return what a function about a tensor or an array gives."""
    found: object = ...
    match first:
        case _ if callee.last == "is_keras_tensor":
            found = isinstance(first, Tensor)
        case Tensor() if callee.last == "get_source_inputs":
            found = _entries(first)
        case Tensor(known=known) if callee.last == "convert_to_tensor":
            dtype = arguments.get("dtype", 1)
            found = first if dtype is None or (known and known.dtype == dtype) else ...
        case Tensor(known=tensors.Tensor() as known) if callee.path in _SHAPES:
            found = known.shape
        case Tensor(known=tensors.Tensor() as known) if callee.path == "keras.backend.ndim":
            found = known.rank
        case Array(shape=(samples, *_)) if callee.last == "to_categorical":
            classes = arguments.get("num_classes", 1, arguments.kwargs.get("nb_classes"))
            found = Array((samples, classes if isinstance(classes, int) else None))
    return found


def _entries(tensor: Tensor) -> list[Tensor]:
    """Return the Inputs that a tensor comes from, in the order in which they were made."""
    found: dict[int, Tensor] = {}
    seen: set[int] = set()
    waiting = [tensor]
    while waiting:
        one = waiting.pop()
        before = list(tensors_in((one.call.args, dict(one.call.kwargs))))
        if not before:
            found[one.call.number] = one
        if one.call.number not in seen:
            seen.add(one.call.number)
            waiting += before
    return [found[number] for number in sorted(found)]
