"""Places of values in a project, and a project with other values there.

A place is a way of words: ``optimizer, learning_rate`` or ``layers, block, dense, units``. One
that ends in :data:`HOW_MANY` means a row of equal layers, by the first of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any, TypeAlias

from netbuilder.graph import Config, Graph, NodeId, Params, Value
from netbuilder.graph.rows import repeated, rows, shortened
from netbuilder.graph.sharing import change_layer
from netbuilder.graph.submodels import set_inner
from netbuilder.i18n import tr
from netbuilder.project.model import Project
from netbuilder.training.settings import OutputSettings, TrainingSettings
from netbuilder.training.sweeps import Place

LAYERS, TRAINING, DATA = "layers", "training", "data"
HOW_MANY = "how-many"  # no parameter can be called so
MOST_IN_A_ROW = 100

_LayerEdit: TypeAlias = Callable[[Graph, NodeId, Sequence[str]], Graph]


class VaryingError(Exception):
    """A value cannot be put at its place; the message is one plain sentence."""


class _NotThereError(Exception):
    """A place leads nowhere."""


def with_values(project: Project, values: Mapping[Place, Value]) -> Project:
    """Return a project with other values; whole objects are put before their parameters.

    Layers are repeated at the end, so that all in a row have the other values too.

    Raises:
        VaryingError: a place is not there, or cannot have its value.
    """
    counted = [place for place in values if place[-1] == HOW_MANY]
    plain = sorted(values.keys() - set(counted), key=len)
    counted.sort(key=len, reverse=True)  # what is inside is repeated before what holds it
    steps: list[tuple[Place, Callable[[Project, Place], Project]]] = [
        *((place, partial(_at_layer, edit=_shorten)) for place in counted),
        *((place, partial(_with_value, value=values[place])) for place in plain),
        *((place, partial(_with_row, times=values[place])) for place in counted),
    ]
    for place, step in steps:
        try:
            project = step(project, place)
        except _NotThereError:
            raise missing(place) from None
    return project


def place_words(place: Place) -> str:
    """Return a place as one reads it: ``optimizer · learning_rate``."""
    shown = place[1:] if place[0] in (LAYERS, TRAINING) and len(place) > 1 else place
    return " · ".join(tr("how many") if word == HOW_MANY else word for word in shown)


def missing(place: Place) -> VaryingError:
    """Return the error that says that a place is not there."""
    words = place_words(place)
    return VaryingError(tr("There is no {place} in this project.", place=words))


def _with_value(project: Project, place: Place, value: Value) -> Project:
    head, *rest = place
    if head == LAYERS and len(rest) > 1:
        return _at_layer(project, place, partial(_set_param, value=value))
    if head == DATA and len(rest) == 1:
        options = project.data.options.with_value(rest[0], value)
        return replace(project, data=replace(project.data, options=options))
    if head == TRAINING:
        head, *rest = rest or [""]
    if head not in (field.name for field in fields(TrainingSettings)):
        raise _NotThereError
    changed: dict[str, Any] = {head: _in_value(getattr(project.training, head), rest, value)}
    return replace(project, training=replace(project.training, **changed))


def _in_value(before: Any, way: Sequence[str], value: Value) -> Any:
    """Return a value with another one inside it, or that itself at the end of the way."""
    if not way:
        return value
    name, *rest = way
    match before:
        case Config():
            return replace(before, params=_in_value(before.params, way, value))
        case Params():
            return before.with_value(name, _in_value(before.get(name), rest, value))
        case OutputSettings() if name in ("weight", "loss"):
            inside: dict[str, Any] = {name: _in_value(getattr(before, name), rest, value)}
            return replace(before, **inside)
        case tuple() if name.isdecimal() and int(name) < len(before):
            at = int(name)
            return (*before[:at], _in_value(before[at], rest, value), *before[at + 1 :])
        case _:
            raise _NotThereError


def _at_layer(project: Project, place: Place, edit: _LayerEdit) -> Project:
    """Edit the layer, perhaps one of a submodel, that a place leads to."""
    return replace(project, graph=_at_layer_of(project.graph, place[1:], edit))


def _at_layer_of(graph: Graph, way: Sequence[str], edit: _LayerEdit) -> Graph:
    name, *rest = way
    found = (key for key, node in graph.nodes.items() if node.name == name and node.shares is None)
    key = next(found, None)
    if key is None or not rest:
        raise _NotThereError
    inner = graph.nodes[key].inner
    if inner is None or rest == [HOW_MANY]:
        return edit(graph, key, rest)
    return set_inner(graph, key, _at_layer_of(inner, rest, edit))


def _set_param(graph: Graph, key: NodeId, way: Sequence[str], *, value: Value) -> Graph:
    params = _in_value(graph.nodes[key].params, way, value)
    return change_layer(graph, key, lambda layer: replace(layer, params=params))


def _with_row(project: Project, place: Place, *, times: Value) -> Project:
    """Return a project in which a layer that stands alone stands several times in a row."""
    if not isinstance(times, int) or not 0 <= times <= MOST_IN_A_ROW:
        words = tr("A layer can stand 0 to {most} times in a row.", most=MOST_IN_A_ROW)
        raise VaryingError(words)
    return _at_layer(project, place, lambda graph, key, _way: repeated(graph, key, times))


def _shorten(graph: Graph, key: NodeId, way: Sequence[str]) -> Graph:
    """Leave only the first layer of a row."""
    row = next((row for row in rows(graph) if row[0] == key), None)
    if row is None or len(way) > 1:
        raise _NotThereError
    return shortened(graph, row)
