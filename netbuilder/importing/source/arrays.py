"""Data of which only the shape is known: ``x_train.shape[1:]`` often says what a model takes."""

from __future__ import annotations

from math import prod

from netbuilder.importing.source.values import Arguments, Array, Unknown

_PICTURES = {
    "cifar10": ((50000, 32, 32, 3), (50000, 1), 10000),
    "cifar100": ((50000, 32, 32, 3), (50000, 1), 10000),
    "fashion_mnist": ((60000, 28, 28), (60000,), 10000),
    "mnist": ((60000, 28, 28), (60000,), 10000),
    "boston_housing": ((404, 13), (404,), 102),
    "california_housing": ((16512, 8), (16512,), 4128),
    "imdb": ((25000,), (25000,), 25000),
    "reuters": ((8982,), (8982,), 2246),
}
"""The sets of ``keras.datasets``: features and targets for training, and samples for testing."""

_FILLED = frozenset(("empty", "ones", "zeros", "full"))
_RANDOM = frozenset(("normal", "rand", "randint", "randn", "random", "uniform", "random_sample"))
_SAME = frozenset(("array", "asarray", "constant", "convert_to_tensor", "copy", "float32", "cast"))
_SAME_METHODS = frozenset(("astype", "copy", "clip", "numpy", "round"))


def dataset(name: str) -> object:
    """Return what ``keras.datasets.NAME.load_data()`` gives, or None for an unknown set."""
    if name not in _PICTURES:
        return None
    features, targets, test = _PICTURES[name]
    return (
        (Array(features), Array(targets)),
        (Array((test, *features[1:])), Array((test, *targets[1:]))),
    )


def made_array(path: str, arguments: Arguments) -> Array | None:
    """Return the data that a function of NumPy or TensorFlow makes, or None.

    Args:
        path: The function: ``"numpy.zeros"``, ``"tensorflow.random.normal"``.
        arguments: What it is called with.
    """
    root, _, name = path.rpartition(".")
    if root.split(".")[0] not in ("numpy", "tensorflow"):
        return None
    first = arguments.get("shape", 0)
    if name in _FILLED:
        return _of_shape(first)
    if "random" in root and name in _RANDOM:
        return _random(name, arguments)
    if isinstance(first, Array):
        return _changed(name, first, arguments)
    return _listed(first) if name in _SAME else None


def _random(name: str, arguments: Arguments) -> Array:
    if name in ("rand", "randn"):
        return _of_shape(arguments.args)
    size = arguments.kwargs.get("size", arguments.kwargs.get("shape"))
    return _of_shape(arguments.get("shape", 0) if size is None else size)


def _changed(name: str, array: Array, arguments: Arguments) -> Array | None:
    """Return what a function makes of data."""
    if name == "expand_dims":
        return _with_axis(array, arguments.get("axis", 1))
    if name == "reshape":
        return _reshaped(array, arguments.get("newshape", 1))
    return array if name in _SAME else None


def array_attribute(array: Array, name: str) -> object:
    """Return an attribute of data, or None for a method."""
    if name == "shape" and array.shape is not None:
        return tuple(_size(size) for size in array.shape)
    if name == "ndim" and array.shape is not None:
        return len(array.shape)
    if name == "size" and array.shape is not None and None not in array.shape:
        return prod(size for size in array.shape if size is not None)
    return None


def call_array(array: Array, name: str, arguments: Arguments) -> Array:
    """Return what a method of data gives."""
    if name in _SAME_METHODS:
        return array
    if name == "reshape":
        whole = arguments.args[0] if len(arguments.args) == 1 else arguments.args
        return _reshaped(array, whole)
    return Array()


def indexed(array: Array, key: object) -> Array:
    """Return ``array[key]``, as far as the shape goes."""
    keys = list(key) if isinstance(key, tuple) else [key]
    if array.shape is None:
        return Array()
    left = list(array.shape)
    if ... in keys:
        place = keys.index(...)
        behind = sum(part is not None for part in keys[place + 1 :])
        count = len(left) - behind - sum(part is not None for part in keys[:place])
        keys[place : place + 1] = [slice(None)] * max(count, 0)
    shape: list[int | None] = []
    for part in keys:
        if part is None:
            shape.append(1)
        elif not left:
            return Array()
        else:
            size = left.pop(0)
            if not isinstance(part, int):
                shape.append(_cut(size, part))
    return Array((*shape, *left))


def _cut(size: int | None, part: object) -> int | None:
    match part:
        case slice(start=None | int(), stop=None | int(), step=None | int()) if size is not None:
            return len(range(size)[part])
        case _:
            return None


def _reshaped(array: Array, shape: object) -> Array:
    made = _of_shape(shape)
    if made.shape is None or array.shape is None or -1 not in made.shape:
        return made
    known = [size for size in made.shape if size not in (-1, None)]
    whole = None if None in array.shape else prod(size or 0 for size in array.shape)
    rest = None if whole is None else whole // max(prod(size or 1 for size in known), 1)
    return Array(tuple(rest if size == -1 else size for size in made.shape))


def _with_axis(array: Array, axis: object) -> Array:
    if array.shape is None or not isinstance(axis, int):
        return Array()
    sizes = list(array.shape)
    sizes.insert(axis if axis >= 0 else len(sizes) + 1 + axis, 1)
    return Array(tuple(sizes))


def _of_shape(shape: object) -> Array:
    match shape:
        case int():
            return Array((shape,))
        case tuple() | list():
            return Array(tuple(size if isinstance(size, int) else None for size in shape))
        case _:
            return Array()


def _listed(value: object) -> Array:
    """Return the shape of nested lists."""
    shape: list[int | None] = []
    while isinstance(value, (list, tuple)) and value and len(shape) < 8:
        shape.append(len(value))
        value = value[0]
    return Array(tuple(shape)) if shape else Array()


def _size(size: int | None) -> object:
    return Unknown(0, "shape") if size is None else size
