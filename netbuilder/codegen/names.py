"""Names: those that Keras gives to layers, and those of variables in generated code."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from netbuilder.catalog.custom import needed
from netbuilder.catalog.custom_reading import makes_layers
from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import LayerSpec
from netbuilder.codegen.objects import find_class
from netbuilder.graph import Config, Params
from netbuilder.graph.edits import automatic_stem
from netbuilder.graph.names import is_numbered

_AUGMENTATIONS = (
    "RandomShear",
    "RandomTranslation",
    "RandomRotation",
    "RandomBrightness",
    "RandomColorDegeneration",
    "RandomContrast",
    "RandomSharpness",
    "Solarization",
    "RandomPosterization",
    "AutoContrast",
    "Equalization",
)
_INNER_WHEN_BUILT = {
    "Masking": ("ops.any", "ops.not_equal"),
    "MultiHeadAttention": ("Softmax", "Dropout"),
    "GroupQueryAttention": ("Softmax", "Dropout"),
}
"""Classes whose layers, when first called, make other layers or operations; Keras counts both."""

_INNER = {
    "TextVectorization": ("StringLookup",),
    "AugMix": _AUGMENTATIONS,
    "RandAugment": _AUGMENTATIONS,
}
"""The same for layers that are made at once (Keras 3.15)."""

_INNER_IF_SET = {
    "RandomColorJitter": {
        "brightness_factor": "RandomBrightness",
        "contrast_factor": "RandomContrast",
        "saturation_factor": "RandomSaturation",
        "hue_factor": "RandomHue",
    },
    "Embedding": {"mask_zero": "ops.not_equal"},
}
"""The same for layers and operations that are made only where a parameter is set."""

_FUNCTION = "build_"
_RESERVED = frozenset(
    {
        *("build_model", "keras", "layers", "np", "model", "ops", "x", "inputs", "outputs", "_"),
        *("self", "training"),
    }
)
_RESERVED_CLASSES = frozenset({"Net", "Path", "CustomScaleLayer", "LayerScale"})
_LONGEST = 32


class LayerNames:
    """Counts layers as a fresh Keras session does, class by class in the order made.

    Attributes:
        last: The name that the last layer or operation has in Keras.

    Args:
        catalog: What is known of the layers' classes.
        called_later: All layers are made before the first is called, as in ``__init__``.
        operations: What Keras calls the functions of ``keras.ops`` in the network, such as
            ``add``; it names each call itself, and no layer may have the same name.
        names_all: Leave no name to Keras, which makes layers of which nothing is known here.
    """

    def __init__(
        self,
        catalog: Catalog,
        *,
        called_later: bool = False,
        operations: frozenset[str] = frozenset(),
        names_all: bool = False,
    ) -> None:
        self._catalog = catalog
        self._called_later = called_later
        self._operations = operations
        self._names_all = names_all
        self._made: Counter[str] = Counter()
        self.last = ""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many names Keras has given out, by the class's name as names have it."""
        return self._made

    def make(self, spec: LayerSpec, params: Params, name: str) -> str | None:
        """Return the name that a layer has to be given, or None if Keras finds it itself.

        A layer that could take the name of an operation is left to Keras: it is then
        numbered along with these, and may be called otherwise than ``name``.

        Args:
            spec: The class of the layer that is made next.
            params: Its parameters, which may hold layers.
            name: What it has to be called.
        """
        self._count_held(spec, params)
        stem = automatic_stem(spec.name)
        automatic = self._automatic(stem)
        if stem in self._operations and is_numbered(name, stem):
            name = automatic
        is_automatic = automatic == name and not self._names_all
        if is_automatic:
            self._made[stem] += 1
        self._count_inner(spec, params)
        self.last = name
        return None if is_automatic else name

    def called(self, spec: LayerSpec) -> None:
        """Count the call of a function of ``keras.ops``."""
        stem = automatic_stem(spec.name)
        self.last = self._automatic(stem)
        self._made[stem] += 1

    def _automatic(self, stem: str) -> str:
        return f"{stem}_{self._made[stem]}" if self._made[stem] else stem

    def _count_held(self, spec: LayerSpec, params: Params) -> None:
        """Count the layers that are arguments of another; they are made before it."""
        for name, value in params.items():
            param = spec.param(name)
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Config) and param is not None:
                    held = find_class(part, self._catalog, param.family)
                    if isinstance(held, LayerSpec):
                        self._count_held(held, part.params)
                        self._made[automatic_stem(held.name)] += 1
                        self._count_inner(held, part.params)

    def _count_inner(self, spec: LayerSpec, params: Params) -> None:
        """Count the layers that a layer makes for itself.

        Which ones custom code makes is not known, so all layers after it are named.
        """
        if spec.custom is not None and makes_layers(needed((spec.name,), self._catalog.custom)):
            self._names_all = True
        optional = _INNER_IF_SET.get(spec.name, {})
        made = [inner for name, inner in optional.items() if params.get(name) not in (None, False)]
        built = () if self._called_later else _INNER_WHEN_BUILT.get(spec.name, ())
        self._made.update(map(automatic_stem, (*_INNER.get(spec.name, ()), *built, *made)))


class Identifiers:
    """Gives out names, each once.

    Args:
        taken: Those that are never given out; for variables, what generated code uses itself.
        custom: The names of custom code, which are not given out either.
    """

    def __init__(self, taken: frozenset[str] = _RESERVED, custom: Iterable[str] = ()) -> None:
        self._taken = {*taken, *custom}

    def take(self, name: str) -> str:
        """Return a free name for a variable, made from ``name``; never one for a function."""
        stem = identifier(name) or "layer"
        if stem.startswith(_FUNCTION):
            stem = f"layer_{stem}"
        if keyword.iskeyword(stem) or keyword.issoftkeyword(stem) or hasattr(builtins, stem):
            stem = f"{stem}_layer"
        return self._free(stem)

    def take_function(self, name: str) -> str:
        """Return a free name for the function that builds what is called ``name``."""
        return self._free(f"{_FUNCTION}{identifier(name) or 'part'}")

    def take_class(self, name: str) -> str:
        """Return a free name for the class of what is called ``name``: ``ResidualBlock``."""
        words = (identifier(name) or "part").split("_")
        stem = "".join(word[:1].upper() + word[1:] for word in words)
        is_taken = stem in _RESERVED_CLASSES or hasattr(builtins, stem) or keyword.iskeyword(stem)
        return self._free(f"{stem}Model" if is_taken else stem)

    def _free(self, stem: str) -> str:
        free = next(word for word in _candidates(stem) if word not in self._taken)
        self._taken.add(free)
        return free


def identifier(name: str) -> str:
    """Return ``name`` in plain lower-case letters, digits and ``_``, or "" if nothing is left.

    Words beyond the 32nd character are left out.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "_", plain.lower()).strip("_")
    if len(words) > _LONGEST:
        words = words[: _LONGEST + 1].rpartition("_")[0] or words[:_LONGEST]
    return f"n{words}" if words[:1].isdigit() else words


def _candidates(stem: str) -> Iterable[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}_{number}"
        number += 1
