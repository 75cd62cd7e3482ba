"""Where a name of a library belongs, whatever way it was imported.

``tf.keras.layers.Dense``, ``keras.layers.core.Dense`` and ``tensorflow.python.keras.layers.Dense``
all are ``keras.layers.Dense``.
"""

from __future__ import annotations

from netbuilder.catalog.library import load_catalog
from netbuilder.importing.legacy.classes import is_known_layer

_ROOTS = ("tensorflow", "python", "contrib", "compat", "v1", "v2", "tf_keras")
_INSIDE = frozenset(("api", "src", "_tf_keras", "keras", "legacy", "engine", "utils_v1"))
_AREAS = {
    "engine": "models",
    "training": "models",
    "topology": "models",
    "input_layer": "models",
    "objectives": "losses",
    "np_utils": "utils",
}
_MODELS = ("Functional", "Input", "Model", "Sequential", "InputLayer")
_FUNCTIONS = ("add", "average", "concatenate", "dot", "maximum", "minimum", "multiply", "subtract")
"""Functions of ``keras.layers``."""
_INITIALIZER = "_initializer"
"""What the names of TensorFlow's own end with: ``tf.random_normal_initializer``."""
_DATA = frozenset(("datasets", "preprocessing", "applications"))
"""Modules of Keras whose functions keep their module of their own."""


def canonical(path: str) -> str:
    """Return the one way to write a dotted name."""
    parts = path.split(".")
    if parts[0] == "tensorflow" and "keras" in parts[:4]:
        parts = parts[parts.index("keras") :]
    elif parts[0] == "tf_keras":
        parts[0] = "keras"
    elif parts[0] == "tensorflow":
        return ".".join(_of_tensorflow(parts))
    if parts[0] != "keras":
        return path
    return ".".join(_of_keras(parts))


def star_names(module: str, name: str) -> bool:
    """Tell whether ``from module import *`` brings a name, as far as that matters here."""
    match canonical(module):
        case "keras.layers":
            return is_known_layer(name) or name in (*_MODELS, *_FUNCTIONS, "merge")
        case "keras.models":
            return name in _MODELS
        case "keras.optimizers" | "keras.callbacks" | "keras.losses" | "keras.metrics" as area:
            return name in _names_of(area.rpartition(".")[2])
        case _:
            return False


def _names_of(area: str) -> frozenset[str]:
    families = load_catalog().families
    return frozenset(
        name for family, classes in families.items() if family.value == area for name in classes
    )


def _of_keras(parts: list[str]) -> list[str]:
    inside = [part for part in parts[1:] if part not in _INSIDE]
    if not inside:
        return ["keras"]
    area = _AREAS.get(inside[0], inside[0])
    last = inside[-1]
    if last in _MODELS:
        return ["keras", last]
    if len(inside) == 1:
        return ["keras", area]
    if area == "optimizers" and "schedules" in inside:
        area = "schedules"
    middle = inside[1:-1] if area in _DATA else []
    return ["keras", area, *middle, last]


def _of_tensorflow(parts: list[str]) -> list[str]:
    inside = [part for part in parts[1:] if part not in _ROOTS]
    if inside and inside[0] in ("losses", "metrics", "optimizers", "initializers"):
        return _of_keras(["keras", *inside])
    if inside and inside[-1].endswith(_INITIALIZER):
        return ["keras", "initializers", inside[-1].removesuffix(_INITIALIZER)]
    return ["tensorflow", *inside]
