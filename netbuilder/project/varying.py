"""What can be varied in a project, and a project with other values there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import ClassSpec, Family, Kind, Param
from netbuilder.dataset.options import effective_options, options_of
from netbuilder.graph import Config, Graph, Params, Value
from netbuilder.graph.sharing import change_layer
from netbuilder.graph.submodels import set_inner
from netbuilder.i18n import tr
from netbuilder.project.custom import catalog_of
from netbuilder.project.model import Project
from netbuilder.training.settings import (
    JIT_CHOICES,
    PRECISIONS,
    OutputSettings,
    TrainingSettings,
)
from netbuilder.training.sweeps import Between, OneOf, Place, Range, SweepPlan, range_fault

LAYERS, TRAINING, DATA = "layers", "training", "data"
_FAMILIES = {"optimizer": Family.OPTIMIZER, "loss": Family.LOSS, "callbacks": Family.CALLBACK}
_LEAST = {"epochs": 1, "batch_size": 1, "seed": 0}
_CHOICES = {"precision": tuple(PRECISIONS), "jit": tuple(JIT_CHOICES)}
_NOT_VARIED = frozenset({"name", "trainable", "dtype"})
_SHARES = ("dropout", "split", "share")
_NEARLY_ALL = 0.5
_WIDE = 4
_LOG_FROM = 16  # whole numbers from here on are varied by factors
_USUAL: Mapping[Family, tuple[Value, ...]] = {
    Family.ACTIVATION: ("relu", "tanh", "gelu", "silu"),
    Family.OPTIMIZER: (
        Config("Adam", Params(learning_rate=0.001)),
        Config("RMSprop", Params(learning_rate=0.001)),
        Config("SGD", Params(learning_rate=0.01, momentum=0.9)),
    ),
}
"""What is offered beside the present one."""


class VaryingError(Exception):
    """A place is not in a project; the message is one plain sentence."""


@dataclass(frozen=True, slots=True)
class Varied:
    """Something that can be varied.

    Attributes:
        place: Where it stands.
        param: What it takes.
        value: What it is now.
        summary: What it belongs to: a layer's class, or the class of an optimizer.
    """

    place: Place
    param: Param
    value: Value
    summary: str = ""


def varied(project: Project) -> Iterator[Varied]:
    """Yield all that can be varied: the training, then layer by layer, then the data."""
    catalog = catalog_of(project)
    yield from _of_training(project.training, catalog)
    yield from _of_graph(project.graph, catalog, (LAYERS,))
    if project.data.source:
        options = effective_options(project.data)
        for option in options_of(project.data):
            value = options.values.get(option.name, option.default)
            yield Varied((DATA, option.name), option, value, project.data.source)


def with_values(project: Project, values: Mapping[Place, Value]) -> Project:
    """Return a project with other values; whole objects are put before their parameters.

    Raises:
        VaryingError: a place is not there.
    """
    for place in sorted(values, key=len):
        project = _with_value(project, place, values[place])
    return project


def plan_faults(project: Project, plan: SweepPlan) -> Iterator[str]:
    """Yield why a plan cannot be carried out with a project, each in one sentence."""
    places = {one.place for one in varied(project)}
    if not plan.dimensions:
        yield tr("Nothing is varied yet.")
    for dimension in plan.dimensions:
        if dimension.place not in places:
            yield str(_missing(dimension.place))
        elif fault := range_fault(dimension.range):
            yield f"{place_words(dimension.place)}: {fault}"


def suggested_range(one: Varied) -> Range:
    """Return a range around the present value, as a first offer."""
    value, param = one.value, one.param
    if param.kind is Kind.BOOL:
        return OneOf((True, False))
    if param.kind is Kind.CHOICE:
        return OneOf(param.choices)
    if isinstance(value, int) and param.kind is Kind.INT and value >= 0:
        return _whole_around(value, param)
    if isinstance(value, int | float) and param.kind is Kind.FLOAT and value >= 0:
        return _around(value, param)
    others = _USUAL.get(param.family, ()) if param.family is not None else ()
    return OneOf(tuple(dict.fromkeys((value, *others))))


def place_words(place: Place) -> str:
    """Return a place as one reads it: ``optimizer · learning_rate``."""
    shown = place[1:] if place[0] in (LAYERS, TRAINING) and len(place) > 1 else place
    return " · ".join(shown)


def _whole_around(value: int, param: Param) -> Between:
    least = 1 if param.minimum is None else int(param.minimum)
    number = max(value, least, 1)
    high = number * _WIDE if param.maximum is None else min(number * _WIDE, int(param.maximum))
    low = max(number // _WIDE, least)
    return Between(low, max(high, low + 1), log=number >= _LOG_FROM)


def _around(value: float, param: Param) -> Between:
    most = float("inf") if param.maximum is None else float(param.maximum)
    if param.name == "rate" or any(word in param.name for word in _SHARES):
        return Between(0.0, min(0.5, most))
    if _NEARLY_ALL <= value < 1:  # a momentum
        return Between(_NEARLY_ALL, min(0.99, most))
    if value > 0:
        return Between(float(f"{value / 10:.3g}"), float(f"{min(value * 10, most):.3g}"), log=True)
    return Between(0.0, min(1.0, most))


def _of_training(settings: TrainingSettings, catalog: Catalog) -> Iterator[Varied]:
    for field in fields(settings):
        value = getattr(settings, field.name)
        family = _FAMILIES.get(field.name)
        if isinstance(value, Config) and family is not None:
            param = Param(field.name, Kind.OBJECT, family=family)
            yield Varied((field.name,), param, value, value.class_name)
            yield from _of_config(value, family, (field.name,), catalog)
        elif family is not None and isinstance(value, tuple):
            for number, part in enumerate(value):
                yield from _of_config(part, family, (field.name, str(number)), catalog)
        elif isinstance(value, bool | int | float) or (isinstance(value, str) and value):
            yield Varied((TRAINING, field.name), _setting_param(field.name, value), value)
    for number, output in enumerate(settings.outputs):
        place = ("outputs", str(number))
        weight = Param("weight", Kind.FLOAT, default=1.0, minimum=0)
        yield Varied((*place, "weight"), weight, output.weight, output.name)
        yield from _of_config(output.loss, Family.LOSS, (*place, "loss"), catalog)


def _setting_param(name: str, value: bool | int | float | str) -> Param:
    if isinstance(value, str):
        choices = _CHOICES.get(name, ())
        return Param(name, Kind.CHOICE if choices else Kind.TEXT, default=value, choices=choices)
    if isinstance(value, bool):
        return Param(name, Kind.BOOL, default=value)
    if isinstance(value, int):
        return Param(name, Kind.INT, default=value, minimum=_LEAST.get(name))
    return Param(name, Kind.FLOAT, default=value, minimum=0)


def _of_graph(graph: Graph, catalog: Catalog, before: Place) -> Iterator[Varied]:
    for node in graph.nodes.values():
        if node.shares is not None:
            continue
        place = (*before, node.name)
        if node.inner is not None:
            yield from _of_graph(node.inner, catalog, place)
            continue
        spec = catalog.layers.get(node.class_name)
        if spec is not None:
            yield from _of_params(spec, node.params, place, catalog)


def _of_config(config: Config, family: Family, place: Place, catalog: Catalog) -> Iterator[Varied]:
    spec = catalog.find(family, config.class_name)
    if spec is not None:
        yield from _of_params(spec, config.params, place, catalog)


def _of_params(spec: ClassSpec, params: Params, place: Place, catalog: Catalog) -> Iterator[Varied]:
    for param in spec.params:
        if param.name in _NOT_VARIED:
            continue
        value = params.get(param.name, param.default)
        yield Varied((*place, param.name), param, value, spec.name)
        if isinstance(value, Config) and param.family is not None:
            yield from _of_config(value, param.family, (*place, param.name), catalog)


def _with_value(project: Project, place: Place, value: Value) -> Project:
    head, *rest = place
    if head == LAYERS and len(rest) > 1:
        return replace(project, graph=_in_graph(project.graph, rest, value, place))
    if head == DATA and len(rest) == 1:
        options = project.data.options.with_value(rest[0], value)
        return replace(project, data=replace(project.data, options=options))
    if head == TRAINING:
        head, *rest = rest or [""]
    if head not in (field.name for field in fields(TrainingSettings)):
        raise _missing(place)
    changed: dict[str, Any] = {head: _in_value(getattr(project.training, head), rest, value, place)}
    return replace(project, training=replace(project.training, **changed))


def _in_graph(graph: Graph, way: Sequence[str], value: Value, place: Place) -> Graph:
    """Return a network in which a layer, perhaps one of a submodel, has another parameter."""
    name, *rest = way
    found = (
        node for node in graph.nodes.values() if node.name == name and node.shares is None and rest
    )
    node = next(found, None)
    if node is None:
        raise _missing(place)
    if node.inner is not None:
        return set_inner(graph, node.id, _in_graph(node.inner, rest, value, place))
    params = _in_value(node.params, rest, value, place)
    return change_layer(graph, node.id, lambda layer: replace(layer, params=params))


def _in_value(before: Any, way: Sequence[str], value: Value, place: Place) -> Any:
    """Return a value with another one inside it, or that itself at the end of the way."""
    if not way:
        return value
    name, *rest = way
    match before:
        case Config():
            return replace(before, params=_in_value(before.params, way, value, place))
        case Params():
            return before.with_value(name, _in_value(before.get(name), rest, value, place))
        case OutputSettings() if name in ("weight", "loss"):
            inside: dict[str, Any] = {name: _in_value(getattr(before, name), rest, value, place)}
            return replace(before, **inside)
        case tuple() if name.isdecimal() and int(name) < len(before):
            at = int(name)
            return (*before[:at], _in_value(before[at], rest, value, place), *before[at + 1 :])
        case _:
            raise _missing(place)


def _missing(place: Place) -> VaryingError:
    words = place_words(place)
    return VaryingError(tr("There is no {place} in this project.", place=words))
