"""Reads the config of a model: ``model.to_json()``, or ``config.json`` in a .keras file.

Configs of Keras 1 and 2 are first written as Keras 3 would write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from netbuilder.catalog.custom import CustomCode
from netbuilder.graph import Graph
from netbuilder.i18n import tr
from netbuilder.importing.entries import is_network
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.legacy.models import is_legacy, is_model, upgrade_model
from netbuilder.importing.network import read_network
from netbuilder.importing.notes import Note
from netbuilder.importing.spreading import any_holds_model, how_it_is_drawn
from netbuilder.importing.values import is_object
from netbuilder.layout import layered
from netbuilder.training.settings import TrainingSettings


@dataclass(frozen=True, slots=True)
class Imported:
    """A model that was read.

    Attributes:
        name: What Keras calls it.
        graph: Its network, each node at a place of its own.
        training: How it is trained, where the source says so.
        notes: What could not be followed, or was taken over otherwise than it stood.
        custom: The source's own layers and functions that it needs, as text.
    """

    name: str
    graph: Graph
    training: TrainingSettings | None = None
    notes: tuple[Note, ...] = ()
    custom: tuple[CustomCode, ...] = ()


def read_config(data: object) -> Graph:
    """Return the network of a model.

    Args:
        data: What :func:`json.loads` makes of the config.

    Raises:
        ConfigError: it is no config of a Sequential or Functional model.
    """
    return read_model(data).graph


def read_model(data: object) -> Imported:
    """Return a model with its name; otherwise like :func:`read_config`."""
    if not is_object(data):
        raise ConfigError(tr("It does not describe a Keras model."))
    if is_legacy(data) and is_model(data):
        data = upgrade_model(data)
    return _read_model(data)


def _read_model(data: Mapping[str, object]) -> Imported:
    if not is_network(data):
        raise ConfigError(
            tr(
                "It describes a {class_name}; only Sequential and Functional models can be read.",
                class_name=str(data["class_name"])[:80],
            )
        )
    config = data["config"]
    name = config.get("name") if isinstance(config, dict) else None
    notes = (Note(how_it_is_drawn()),) if any_holds_model(data) else ()
    graph = layered(read_network(data))
    return Imported(name if isinstance(name, str) else "", graph, notes=notes)
