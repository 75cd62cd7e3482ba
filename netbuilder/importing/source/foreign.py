"""What other libraries have: layers that nobody knows here, and functions of which all is open."""

from __future__ import annotations

import re
from difflib import get_close_matches

from netbuilder.catalog.library import load_catalog
from netbuilder.i18n import tr
from netbuilder.importing.source.calling import call_layer
from netbuilder.importing.source.keras_code import is_network
from netbuilder.importing.source.layers import Layers
from netbuilder.importing.source.paths import canonical
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import Arguments, Named, tensors_in

_ALIKE = 0.8
"""How alike two names are of which one may be a slip of the other, of 1."""
_CLASS_NAME = re.compile(r"[A-Z]\w*[a-z]\w*")
_WITH_LAYERS = re.compile(
    r"(?:keras\.(?:layers|models|applications)|(?:keras_|tensorflow_|tfa)\w*)\."
)
"""Modules whose classes may be layers; ``keras.random.SeedGenerator`` is none."""
_WITHOUT_LAYERS = ("keras_tuner.", "tensorflow_datasets.")


class Foreign:
    """Lets an unknown layer stand for what is not known.

    Args:
        session: The reading.
        layers: What makes layers.
    """

    def __init__(self, session: Session, layers: Layers) -> None:
        self._session = session
        self._layers = layers

    def call(self, callee: Named, arguments: Arguments) -> object:
        """Return an unknown layer for what another library has; ``...`` where it is none."""
        path = callee.path
        if has_tensors(arguments) and not is_network(callee):
            return self.opaque(path, arguments)
        if is_known_elsewhere(callee):
            return self._layers.make(callee.last, arguments)
        if not _may_be_layer(callee):
            return ...
        if not is_network(callee):
            self.note_class(path, arguments.line)
        module = ".".join(path.split(".")[:2])
        entries = tuple(tensors_in(arguments.kwargs.pop("input_tensor", None)))
        layer = self._layers.make(callee.last, arguments, f"own.{module}")
        match arguments.kwargs.get("input_shape"):
            case tuple() | list() as shape:
                layer.shape = (None, *shape)
        if entries:
            call_layer(self._session, layer, entries, {})
        return layer

    def opaque(self, code: str, arguments: Arguments) -> object:
        """Return what an unknown function gives for tensors: a layer that nobody knows."""
        self._session.notes.add(
            tr(
                "What {code} does to its input is not known here; it can only stand as an "
                "unknown layer.",
                code=code,
            ),
            arguments.line,
        )
        name = re.sub(r"\W.*", "", code.rpartition(".")[2]) or "function"
        layer = self._layers.make(name, Arguments(arguments.line), "own")
        return call_layer(self._session, layer, tuple(tensors_in(arguments.everything())), {})

    def note_class(self, name: str, line: int) -> None:
        """Say that a class is no layer that is known here."""
        alike = get_close_matches(name, load_catalog().layers, n=1, cutoff=_ALIKE)
        message = (
            tr(
                "{class_name} is not known here (perhaps {other} is meant); it can only "
                "stand as an unknown layer.",
                class_name=name,
                other=alike[0],
            )
            if alike
            else tr(
                "{class_name} is not known here; it can only stand as an unknown layer.",
                class_name=name,
            )
        )
        self._session.notes.add(message, line)


def is_known_elsewhere(callee: Named) -> bool:
    """Tell whether a class is a layer of Keras's that ``keras.layers`` lacks."""
    spec = load_catalog().layers.get(callee.last)
    return spec is not None and canonical(f"{spec.module}.{spec.name}") == callee.path


def has_tensors(arguments: Arguments) -> bool:
    """Tell whether symbolic tensors are among the arguments."""
    return next(tensors_in(arguments.everything()), None) is not None


def _may_be_layer(callee: Named) -> bool:
    path = callee.path
    named = _WITH_LAYERS.match(path) and not path.startswith(_WITHOUT_LAYERS)
    return bool(named and _CLASS_NAME.fullmatch(callee.last))
