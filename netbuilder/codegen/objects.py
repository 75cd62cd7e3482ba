"""Writes parameter values and Keras objects as Python expressions."""

from __future__ import annotations

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.own_format import NO_POLICY
from netbuilder.catalog.spec import ClassSpec, Family, Kind, LayerSpec, Param
from netbuilder.codegen.write import (
    Bracketed,
    Expression,
    call,
    led,
    listing,
    named,
    number,
    text,
    tupled,
)
from netbuilder.graph import Config, Params, Value

ABSOLUTE = ("OrbaxCheckpoint", "directory")
"""A class and its parameter: Orbax refuses a path that does not begin at the root."""
PATHS = "os"


def value_expression(value: Value, catalog: Catalog, param: Param | None = None) -> Expression:
    """Return the expression for a value.

    Args:
        value: Any value; one that is no Keras object is written as its literal.
        catalog: Where to look up the classes of Keras objects.
        param: The parameter that it is for, which says of which family an object is.
    """
    match value:
        case str():
            is_own = _family(param) is Family.ACTIVATION and value in catalog.custom
            return value if is_own else text(value)
        case Config():
            return object_expression(value, catalog, _family(param))
        case tuple():
            return tupled(value_expression(part, catalog, param) for part in value)
        case Params():
            parts = (
                led(f"{text(name)}: ", value_expression(part, catalog))
                for name, part in value.items()
            )
            return Bracketed("{", tuple(parts), "}")
        case bool() | None:
            return repr(value)
        case _:
            return number(value)


def object_expression(config: Config, catalog: Catalog, family: Family | None) -> Expression:
    """Return the expression for a Keras object: ``keras.regularizers.L2(l2=0.001)``.

    A class that the catalogue lacks, and a plain function such as an activation, are
    written as their name in quotes, by which Keras finds them too. A function of the
    project's own is written as its name.
    """
    spec = find_class(config, catalog, family)
    if config.class_name in catalog.custom and (spec is None or spec.is_function):
        return config.class_name
    if spec is None:
        return text(config.class_name)
    named_only = spec.custom is not None
    return call(public_name(spec), arguments(spec, config.params, catalog, all_named=named_only))


def arguments(
    spec: ClassSpec, params: Params, catalog: Catalog, *, all_named: bool = False
) -> tuple[Expression, ...]:
    """Return the arguments of a class's constructor; defaults and those of calls are left out.

    The parameter that a class cannot do without goes first and without its name, as in
    ``layers.Dense(10)``, unless ``all_named``. Names that the class does not know are
    left out: validation reports them.
    """
    leading = None if all_named else _leading(spec)
    names = set(params)
    given = [
        param
        for param in spec.params
        if param.name in names and not param.called and _differs(param, params)
    ]
    ordered = sorted(given, key=lambda param: param is not leading)
    values = {param.name: _value(spec, param, params[param.name], catalog) for param in ordered}
    return tuple(
        values[param.name] if param is leading else named(param.name, values[param.name])
        for param in ordered
    )


def _value(spec: ClassSpec, param: Param, value: Value, catalog: Catalog) -> Expression:
    expression = value_expression(value, catalog, param)
    if param.kind is Kind.DTYPE and value in NO_POLICY:
        return call("keras.DTypePolicy", [expression])
    if (spec.name, param.name) == ABSOLUTE:
        return call(f"{PATHS}.path.abspath", [expression])
    return expression


def call_arguments(spec: ClassSpec, params: Params) -> tuple[Expression, ...]:
    """Return what a layer's call is told besides its tensors: ``use_causal_mask=True``."""
    return tuple(
        named(param.name, repr(params[param.name]))
        for param in spec.params
        if param.called and param.name in params and _differs(param, params)
    )


def find_class(config: Config, catalog: Catalog, family: Family | None) -> ClassSpec | None:
    """Return an object's class, or None for a function and for a class not in the catalogue."""
    spec = catalog.find(family or Family.LAYER, config.class_name)
    if family is Family.ACTIVATION:  # functions, but a layer will do too
        return None if spec is not None else catalog.layers.get(config.class_name)
    return spec


def public_name(spec: ClassSpec) -> str:
    """Return what generated code calls a class: ``layers.Dense``, ``keras.losses.Huber``.

    A layer that ``keras.layers`` lacks is called by its name alone, for which
    :func:`further_imports` gives the import; so is custom code, which stands before.
    """
    if spec.custom is not None:
        return spec.name
    if not isinstance(spec, LayerSpec):
        return f"{spec.module}.{spec.name}"
    return spec.name if _is_extra(spec) else f"layers.{spec.name}"


def further_imports(code: str, catalog: Catalog) -> tuple[str, ...]:
    """Return the imports of the layers that code makes and ``keras.layers`` lacks."""
    return tuple(
        f"from {spec.module} import {spec.name}"
        for spec in catalog.layers.values()
        if _is_extra(spec) and f" {spec.name}(" in code
    )


def _is_extra(spec: LayerSpec) -> bool:
    """Tell whether a layer is one that only ``keras.applications`` bring along."""
    return spec.module.startswith("keras.src.")


def listed(parts: tuple[Config, ...], catalog: Catalog, family: Family) -> Bracketed:
    """Return a list of Keras objects of one family."""
    return listing(object_expression(part, catalog, family) for part in parts)


def _leading(spec: ClassSpec) -> Param | None:
    required = [param for param in spec.params if param.required]
    if len(required) == 1 or (required and required[0].name == "filters"):
        return required[0]
    return None


def _differs(param: Param, params: Params) -> bool:
    value, default = params[param.name], param.default
    return param.required or Params(value=value) != Params(value=default)


def _family(param: Param | None) -> Family | None:
    return param.family if param is not None else None
