"""What can be varied in a project, and a project with other values there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import ClassSpec, Family, Kind, Param
from netbuilder.dataset.options import effective_options, options_of
from netbuilder.graph import Config, Graph, Params, Value
from netbuilder.graph.rows import rows
from netbuilder.i18n import tr
from netbuilder.project.custom import catalog_of
from netbuilder.project.model import Project
from netbuilder.project.places import (
    DATA,
    HOW_MANY,
    LAYERS,
    MOST_IN_A_ROW,
    TRAINING,
    missing,
    place_words,
)
from netbuilder.training.settings import (
    JIT_CHOICES,
    PRECISIONS,
    TrainingSettings,
)
from netbuilder.training.sweeps import Between, OneOf, Place, Range, SweepPlan, range_fault

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


def plan_faults(project: Project, plan: SweepPlan) -> Iterator[str]:
    """Yield why a plan cannot be carried out with a project, each in one sentence."""
    places = {one.place for one in varied(project)}
    if not plan.dimensions:
        yield tr("Nothing is varied yet.")
    for dimension in plan.dimensions:
        if dimension.place not in places:
            yield str(missing(dimension.place))
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
    lengths = {row[0]: len(row) for row in rows(graph)}
    for key, node in graph.nodes.items():
        if node.shares is not None:
            continue
        place = (*before, node.name)
        if key in lengths:
            kind = tr("Number of layers like this {class_name}", class_name=node.class_name)
            yield Varied((*place, HOW_MANY), _in_a_row(), lengths[key], kind)
        if node.inner is not None:
            yield from _of_graph(node.inner, catalog, place)
            continue
        spec = catalog.layers.get(node.class_name)
        if spec is not None:
            yield from _of_params(spec, node.params, place, catalog)


def _in_a_row() -> Param:
    words = tr(
        "So many follow one another, all of the same width and with the same settings, each "
        "with weights of its own; 0 leaves the layer out. A block of several layers is repeated "
        "as a submodel."
    )
    return Param(HOW_MANY, Kind.INT, default=1, minimum=0, maximum=MOST_IN_A_ROW, doc=words)


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
