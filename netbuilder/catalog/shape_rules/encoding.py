"""Rules for the preprocessing layers that turn values into categories."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from netbuilder.catalog.arguments import Arguments, Call, RuleError, is_number, is_whole, show
from netbuilder.catalog.shape_rules.axes import doubt_text, require_known
from netbuilder.catalog.shape_rules.dtypes import INTEGERS, compute_dtype
from netbuilder.catalog.shape_rules.inputs import need_axes, need_rank, same_batch, show_shapes
from netbuilder.catalog.tensors import Outcome, Rule, Shape, Tensor, promised
from netbuilder.graph.values import Config, Value
from netbuilder.i18n import tr

_MODES = ("int", "one_hot", "multi_hot", "count")


def category_encoding(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``CategoryEncoding``: whole numbers below ``num_tokens`` as rows of zeros and ones."""
    tensor = inputs[0]
    mode = arguments.choice("output_mode", "one_hot", "multi_hot", "count", "binary")
    tokens = arguments.integer("num_tokens")
    if arguments.flag("sparse"):
        raise _no_sparse(tensor, mode)
    dtype = compute_dtype(arguments)
    mixed = str(arguments.get("dtype")).startswith("mixed_")
    written = "float32" if mixed else dtype
    _refuse_counting(mode, tensor, written)
    said = Tensor(encoded(tensor, mode, tokens), dtype)
    real = Tensor(really_encoded(tensor, mode, tokens), written)
    return Outcome((promised(said, real),), doubt=doubt_text(tensor))


def encoded(tensor: Tensor, mode: str, depth: int | None, call: Call = Call.FIRST) -> Shape:
    """Return the shape of categories written as rows of ``depth`` zeros, ones or counts.

    Each value gets its row with ``"one_hot"``, unless the last axis holds a single one
    anyway; else all values of the last axis share one.
    """
    shape = tensor.shape
    if mode != "one_hot" or (len(shape) > 1 and shape[-1] == 1):
        return (*shape[:-1], depth)
    if len(shape) > 1 and depth is not None and not tensor.ragged and call is not Call.ASKED:
        purpose = tr("Keras looks whether there is one value or more on the last axis.")
        require_known(shape[-1], len(shape) - 1, purpose, late=True)
    return (*shape, depth)


def really_encoded(tensor: Tensor, mode: str, depth: int | None, call: Call = Call.FIRST) -> Shape:
    """Return the shape that really comes: Keras 3.15.1 sums over axis 1, not over the last one."""
    shape = tensor.shape
    if mode == "one_hot" and not shape:
        return (1, depth)  # a single value is taken for a row of one
    if mode == "one_hot" or len(shape) < 3:
        return encoded(tensor, mode, depth, call)
    return (*shape[:1], *shape[2:], depth)


_COUNTED = frozenset(("float32", "float64", "int32", "int64"))


def _refuse_counting(mode: str, tensor: Tensor, dtype: str) -> None:
    """Refuse what TensorFlow cannot count in; Keras asks it up to two axes."""
    if mode != "one_hot" and tensor.rank < 3 and dtype not in _COUNTED:
        raise _no_counts(dtype)


def _no_counts(dtype: str) -> RuleError:
    return RuleError(
        tr("cannot count in {dtype}", dtype=dtype),
        tr("TensorFlow counts in numbers of 32 or 64 bits."),
        setting="dtype",
        late=True,
    )


def discretization(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Discretization``: the number of the interval in which each value lies."""
    tensor = inputs[0]
    mode = arguments.choice("output_mode", *_MODES)
    _check_sparse(arguments, mode, tensor)
    depth = _intervals(arguments)
    doubt = doubt_text(tensor) or _doubt_order(arguments) or _doubt_precision(arguments)
    if mode == "int":
        return Outcome((Tensor(tensor.shape, "int32"),), doubt=doubt)
    shape = encoded(tensor, mode, depth, arguments.call)
    _refuse_counting(mode, tensor, compute_dtype(arguments))
    if mode != "one_hot":
        # Keras 3.15.1 drops the second axis here, not the last one.
        shape = (*tensor.shape[:1], *tensor.shape[2:], depth) if tensor.rank > 1 else (depth,)
    said = Tensor(shape, compute_dtype(arguments))
    real = shape if tensor.rank else really_encoded(tensor, mode, depth, arguments.call)
    return Outcome((promised(said, Tensor(real, said.dtype)),), doubt=doubt)


def hashing(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``Hashing``: each value in one of ``num_bins`` bins, found from its text."""
    tensor = inputs[0]
    bins = arguments.integer("num_bins")
    mode = arguments.choice("output_mode", *_MODES)
    if mode == "one_hot":
        need_axes(tensor, 1, tr("batch and others"), 0)
    _check_sparse(arguments, mode, tensor)
    check_salt(arguments)
    if bins > 1:
        _check_mask(arguments, tensor)  # Keras keeps no bin of a single one for the mask
    dtype = _hash_dtype(arguments, mode)
    if mode == "int":
        return Outcome((Tensor(tensor.shape, dtype),))
    _refuse_counting(mode, tensor, dtype)
    said = Tensor((*tensor.shape[:-1], bins), dtype)
    single = mode == "one_hot" and tensor.rank > 1 and tensor.shape[-1] == 1
    # Keras takes a last axis of 1 away.
    values = replace(tensor, shape=tensor.shape[:-1]) if single else tensor
    real = Tensor(really_encoded(values, mode, bins), dtype)
    return Outcome((promised(said, real),))


def hashed_crossing(arguments: Arguments, inputs: tuple[Tensor, ...]) -> Outcome:
    """``HashedCrossing``: each pair of two features in one of ``num_bins`` bins."""
    bins = arguments.integer("num_bins", minimum=0)
    mode = arguments.choice("output_mode", "int", "one_hot")
    first = inputs[0]
    for port, tensor in enumerate(inputs):
        need_rank(tensor, (1, 2), tr("batch, and at most one feature"), port, late=True)
        if tensor.rank == 2 and tensor.shape[1] != 1:
            raise _not_one_feature(inputs, port)
        if tensor.dtype != "string" and tensor.dtype not in INTEGERS:
            raise RuleError(
                tr("crosses texts or whole numbers, but gets {dtype}", dtype=tensor.dtype),
                tr("Decimal numbers hardly ever repeat; Discretization makes categories of them."),
                port=port,
                late=True,
            )
    same_batch(inputs)
    if any(tensor.shape != first.shape for tensor in inputs):
        raise _not_one_feature(inputs, 1)
    if mode == "int":
        named = arguments.get("dtype") is not None
        return Outcome((Tensor(first.shape, compute_dtype(arguments) if named else "int64"),))
    if compute_dtype(arguments) == "string":
        raise _no_counts("string")
    before = first.shape[:-1] if first.shape[-1] == 1 else first.shape
    return Outcome((Tensor((*before, bins), compute_dtype(arguments)),))


def check_salt(arguments: Arguments, *, hashes: bool = True) -> None:
    """Refuse a ``salt`` that is neither None, a whole number nor a pair.

    Args:
        arguments: The layer's parameters.
        hashes: The layer hashes something; only then Keras looks into a pair.
    """
    value = arguments.get("salt")
    if isinstance(value, tuple):
        fits = len(value) == 2 and not (hashes and any(isinstance(part, tuple) for part in value))
    else:
        fits = value is None or is_whole(value)
    if not fits:
        raise RuleError(
            tr("needs one whole number or two for salt, but has {value}", value=show(value)),
            tr("The salt changes into which bin each value falls."),
            setting="salt",
        )


def _no_sparse(tensor: Tensor, mode: str) -> RuleError:
    return RuleError(
        tr(
            "cannot write {shape} sparsely with output_mode {mode}",
            shape=show(tensor.shape),
            mode=repr(mode),
        ),
        tr("Keras 3.15.1 fails at it, and the fault is its own. Set sparse to no."),
        setting="sparse",
    )


def _check_sparse(arguments: Arguments, mode: str, tensor: Tensor) -> None:
    if arguments.flag("sparse") and (mode == "one_hot" or (mode != "int" and tensor.rank > 2)):
        raise _no_sparse(tensor, mode)
    if arguments.flag("sparse") and mode == "int":
        raise RuleError(
            tr("cannot be sparse with output_mode 'int'"),
            tr("Only rows of many zeros can be stored without the zeros."),
            setting="sparse",
        )


def _intervals(arguments: Arguments) -> int:
    bins = arguments.optional_integer("num_bins", minimum=0)
    boundaries = arguments.get("bin_boundaries")
    if (bins is None) == (boundaries is None):
        raise RuleError(
            tr("needs either num_bins or bin_boundaries, and not both"),
            tr("The boundaries are given, or as many as needed are measured from the data."),
            setting="bin_boundaries",
        )
    if bins is not None:
        return bins
    numbers = boundaries if isinstance(boundaries, tuple) else (boundaries,)
    if not isinstance(boundaries, tuple) or not all(map(is_number, numbers)):
        raise _not_rising(boundaries)
    return len(numbers) + 1


def _doubt_order(arguments: Arguments) -> RuleError | None:
    """Return a doubt about boundaries that do not rise, which Keras finds when data comes."""
    boundaries = arguments.get("bin_boundaries")
    parts = boundaries if isinstance(boundaries, tuple) else ()
    numbers = [part for part in parts if is_number(part)]
    return _not_rising(boundaries) if numbers != sorted(numbers) else None


def _doubt_precision(arguments: Arguments) -> RuleError | None:
    """Return a doubt about no ``epsilon``, which Keras needs when it measures boundaries."""
    if arguments.get("epsilon") is not None or arguments.get("bin_boundaries") is not None:
        return None
    try:
        arguments.number("epsilon")
    except RuleError as error:
        return error
    return None


def _not_rising(boundaries: Value) -> RuleError:
    return RuleError(
        tr("needs rising numbers for bin_boundaries, but has {value}", value=show(boundaries)),
        tr("Each is the end of one interval and the beginning of the next."),
        setting="bin_boundaries",
        late=True,
    )


def _hash_dtype(arguments: Arguments, mode: str) -> str:
    value = arguments.get("dtype")
    name = value.params.get("name") if isinstance(value, Config) else value
    if mode == "int" and name not in (None, "int32", "int64"):
        raise RuleError(
            tr("has the dtype {dtype}, but gives whole numbers", dtype=show(name)),
            tr("With output_mode 'int' the dtype is int32 or int64."),
            setting="dtype",
        )
    if name is None:
        return "int64" if mode == "int" else "float32"
    mixed = isinstance(name, str) and name.startswith("mixed_")
    return "float32" if mixed else compute_dtype(arguments)


def _check_mask(arguments: Arguments, tensor: Tensor) -> None:
    """Refuse a mask of another kind than the input, with which it is compared."""
    value = arguments.get("mask_value")
    if tensor.dtype == "string":
        fits = isinstance(value, str)
    elif tensor.dtype == "bool" or isinstance(value, bool):
        fits = isinstance(value, bool)
    else:
        fits = is_whole(value) or (is_number(value) and tensor.dtype not in INTEGERS)
    if value is None or fits:
        return
    raise RuleError(
        tr(
            "has {value} for mask_value, but gets {dtype}",
            value=show(value),
            dtype=tensor.dtype,
        ),
        tr("The value that stands for nothing is one of those that come in."),
        setting="mask_value",
        port=0,
        late=True,
    )


def _not_one_feature(inputs: tuple[Tensor, ...], port: int) -> RuleError:
    return RuleError(
        tr("crosses two single features, but gets {shapes}", shapes=show_shapes(inputs)),
        tr("Both inputs have one value for each sample: (None, 1)."),
        port=port,
        late=True,
    )


RULES: Mapping[str, Rule] = {
    "CategoryEncoding": category_encoding,
    "Discretization": discretization,
    "HashedCrossing": hashed_crossing,
    "Hashing": hashing,
}
