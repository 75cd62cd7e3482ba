"""Writes the catalogue: what the installed Keras offers, class by class, as JSON.

Run ``python -m netbuilder.worker.catalogue`` after a change of Keras or of
``resources/catalog/overlay.json``, and with ``--check`` to see whether the shipped files
are what it would write.

Keras tells the names, parameters, defaults and explanations; the overlay, written by hand,
tells what Keras cannot say of itself. It also names the classes that are left out and why:
abstract classes, wrappers of other libraries, and ``Lambda``, which would run code that a
file brings along.
"""

from __future__ import annotations

import argparse
import inspect
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import keras

from netbuilder.catalog.spec import Family
from netbuilder.resources import resource_path
from netbuilder.worker.catalogue_docs import read_docstring
from netbuilder.worker.catalogue_params import describe_param

_MODULES: Mapping[Family, ModuleType] = {
    Family.LAYER: keras.layers,
    Family.CELL: keras.layers,
    Family.OPERATION: keras.ops,
    Family.LOSS: keras.losses,
    Family.METRIC: keras.metrics,
    Family.OPTIMIZER: keras.optimizers,
    Family.SCHEDULE: keras.optimizers.schedules,
    Family.CALLBACK: keras.callbacks,
    Family.FUNCTION: keras.callbacks,
    Family.INITIALIZER: keras.initializers,
    Family.REGULARIZER: keras.regularizers,
    Family.CONSTRAINT: keras.constraints,
    Family.ACTIVATION: keras.activations,
}
_CHOSEN = (Family.CELL, Family.OPERATION, Family.FUNCTION)
"""Families of which only what the overlay describes is taken."""

_PREFIXES = {Family.OPERATION: "ops."}
_FIELDS = ("category", "ports", "telling", "synonyms", "starting")
_EVERY_LAYER = {
    name: inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default)
    for name, default in (("activity_regularizer", None), ("trainable", True), ("dtype", None))
}


def main(arguments: list[str] | None = None) -> int:
    """Write the files, or compare them with ``--check``; return 0 if they are up to date."""
    parser = argparse.ArgumentParser(prog="netbuilder.worker.catalogue", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    parser.add_argument("--into", type=Path, default=resource_path("catalog"), metavar="FOLDER")
    options = parser.parse_args(arguments)
    overlay = json.loads(resource_path("catalog", "overlay.json").read_text(encoding="utf-8"))
    texts = {family.value: render(family, overlay) for family in Family}
    texts["signatures"] = render_signatures(overlay)
    stale = []
    for name, text in texts.items():
        path: Path = options.into / f"{name}.json"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not options.check:
                path.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.writelines(f"{'stale' if options.check else 'wrote'} {path}\n" for path in stale)
    return 1 if stale and options.check else 0


def render(family: Family, overlay: Mapping[str, Any]) -> str:
    """Return the catalogue file of a family as text."""
    classes = [
        describe_class(family, name, target, overlay)
        for name, target in public_classes(family, overlay)
    ]
    document = {"keras": keras.__version__, "classes": classes}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def render_signatures(overlay: Mapping[str, Any]) -> str:
    """Return the order in which classes and functions take arguments without names, as text."""
    document = {
        family.value: {
            name: _positional(target) for name, target in public_classes(family, overlay)
        }
        for family in Family
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _positional(target: Any) -> list[str]:
    if inspect.isclass(target) and target.__init__ is object.__init__:
        return []
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    parameters = inspect.signature(target).parameters.values()
    return [parameter.name for parameter in parameters if parameter.kind in kinds]


def public_classes(family: Family, overlay: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the public name and the class or function of all of a family, each once, by name."""
    module = _MODULES[family]
    if family in _CHOSEN:
        prefix = _PREFIXES.get(family, "")
        for name in sorted(overlay["classes"][family]):
            yield name, getattr(module, name.removeprefix(prefix))
        return
    left_out = overlay["left_out"][family]
    wanted = inspect.isfunction if family is Family.ACTIVATION else inspect.isclass
    for name, target in sorted(inspect.getmembers(module, wanted)):
        own = target.__name__
        is_alias = own != name and hasattr(module, own)
        if name not in left_out and not is_alias:
            yield name, target


def describe_class(
    family: Family, name: str, target: Any, overlay: Mapping[str, Any]
) -> dict[str, Any]:
    """Return all that the catalogue says about one class."""
    docstring = read_docstring(target.__doc__)
    own = overlay["classes"][family].get(name, {})
    shared = overlay["params"]
    params = []
    also = own.get("also", {})
    for parameter in (*_parameters(family, target), *_further(also)):
        key = parameter.name
        if not {f"{family}.{key}", f"{family}.{name}.{key}"} & set(overlay["unlisted"]):
            levels = (shared["*"], shared[family], own.get("params", {}), also)
            corrections = [level[key] for level in levels if key in level]
            doc = docstring.arguments.get(key, "")
            params.append(describe_param(parameter, name, doc, corrections))
    params += _of_the_call(name, target, own.get("called", {}))
    described = {
        "name": name,
        "module": _MODULES[family].__name__.replace("keras._tf_keras.", ""),
        "summary": own.get("explanation", docstring.summary),
        "doc": docstring.description,
        "params": sort_params(params, own.get("telling", ())),
    }
    described |= {field: own[field] for field in _FIELDS if field in own}
    heeds = family is Family.LAYER and name not in overlay["same_in_training"]
    return described | ({"training": True} if heeds and _asks_for_training(target) else {})


def _of_the_call(
    class_name: str, target: Any, chosen: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Yield those arguments of a layer's call that are settings, as the overlay chooses them."""
    taken = inspect.signature(target.call).parameters if chosen else {}
    for name, facts in chosen.items():
        yield describe_param(taken[name], class_name, "", (facts,)) | {"called": True}


def _asks_for_training(target: Any) -> bool:
    return "training" in inspect.signature(target.call).parameters


def _further(also: Mapping[str, Any]) -> Iterator[inspect.Parameter]:
    """Yield what a class takes among its ``**kwargs``, which only the overlay knows."""
    for name, facts in also.items():
        yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=facts["default"])


def sort_params(params: list[dict[str, Any]], telling: list[str]) -> list[dict[str, Any]]:
    """Put the telling parameters first, then required ones, the rest, and the advanced ones."""

    def rank(param: Mapping[str, Any]) -> tuple[int, int]:
        if param["name"] in telling:
            return 0, telling.index(param["name"])
        return (1 if param.get("required") else 3 if param.get("advanced") else 2), 0

    return sorted(params, key=rank)


def _parameters(family: Family, target: Any) -> list[inspect.Parameter]:
    """Return what a class or function takes, without ``self``, the tensor and ``**kwargs``."""
    if family is Family.OPERATION:
        return list(inspect.signature(target).parameters.values())
    if family is Family.ACTIVATION:
        return list(inspect.signature(target).parameters.values())[1:]
    if target.__init__ is object.__init__:
        return []
    every = list(inspect.signature(target).parameters.values())
    named = [p for p in every if p.kind not in {p.VAR_POSITIONAL, p.VAR_KEYWORD}]
    if (
        family in (Family.LAYER, Family.CELL)
        and len(named) < len(every)
        and target is not keras.layers.InputLayer
    ):
        known = {parameter.name for parameter in named}
        named += [extra for key, extra in _EVERY_LAYER.items() if key not in known]
    return named


if __name__ == "__main__":
    sys.exit(main())
