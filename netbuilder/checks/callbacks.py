"""Rules about callbacks: what they watch, and what they cannot do without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from netbuilder.catalog.spec import Family
from netbuilder.checks.context import Context
from netbuilder.checks.fixes import change_callback
from netbuilder.checks.names import metric_name
from netbuilder.checks.settings import hold_back, trained_outputs
from netbuilder.graph import Config, Params
from netbuilder.i18n import tr
from netbuilder.validation import Fix, Problem, Severity

_SAVING = ("ModelCheckpoint", "OrbaxCheckpoint")
_WATCHING = ("EarlyStopping", "ReduceLROnPlateau", *_SAVING)
_PACKAGES = {"OrbaxCheckpoint": "orbax-checkpoint"}
"""What callbacks need and NetBuilder does not bring."""
_ALWAYS_LOGGED = frozenset(("loss", "learning_rate"))


def arguments(context: Context) -> Iterator[Problem]:
    """A callback lacks something that it cannot do without, or a function that is not there."""
    for callback in context.project.training.callbacks:
        spec = context.catalog.families[Family.CALLBACK].get(callback.class_name)
        for param in spec.params if spec is not None else ():
            value = callback.params.get(param.name)
            known = context.catalog.families[param.family] if param.family else {}
            gone = isinstance(value, Config) and value.class_name not in known
            if (param.required and value is None) or gone:
                yield _lacking(callback, param.name, value)


def _lacking(callback: Config, name: str, value: object) -> Problem:
    message = tr("{callback} needs its {param}.", callback=callback.class_name, param=name)
    if isinstance(value, Config):
        message = tr(
            "{callback} is to call {name}, which the project does not have.",
            callback=callback.class_name,
            name=value.class_name,
        )
    remove = tr("Remove {name}", name=callback.class_name)
    return Problem(
        "callback.argument",
        Severity.ERROR,
        message,
        tr("A function is written in the Own code panel; then it can be chosen here."),
        fixes=(change_callback(remove, callback, None),),
    )


def packages(context: Context) -> Iterator[Problem]:
    """A callback needs a package that is not installed."""
    for callback in context.project.training.callbacks:
        package = _PACKAGES.get(callback.class_name)
        if package is None or is_installed(package):
            continue
        kept = {"save_best_only", "save_weights_only", "monitor", "mode", "save_freq"}
        params = {name: callback.params[name] for name in callback.params if name in kept}
        name = "last.weights.h5" if params.get("save_weights_only") else "last.keras"
        instead = Config("ModelCheckpoint", Params({"filepath": name, **params}))
        title = tr("Take ModelCheckpoint instead")
        yield Problem(
            "callback.package",
            Severity.ERROR,
            tr(
                "{callback} needs the package {package}, which is not installed.",
                callback=callback.class_name,
                package=package,
            ),
            tr(
                "Install it with: pip install netbuilder[orbax]. It brings JAX along and takes "
                "about 500 MB; ModelCheckpoint saves the network as well."
            ),
            fixes=(change_callback(title, callback, instead),),
        )


@cache
def is_installed(package: str) -> bool:
    """Tell whether a package is there, without importing it."""
    try:
        version(package)
    except PackageNotFoundError:
        return False
    return True


def monitors(context: Context) -> Iterator[Problem]:
    """O11, O12: a callback watches a figure that training does not give, or the wrong way."""
    settings = context.project.training
    names = _ALWAYS_LOGGED | set(logged_names(context))
    for callback in settings.callbacks:
        watched = _monitor(context, callback)
        if watched is None:
            continue
        base = watched.removeprefix("val_")
        if watched != base and not settings.validation_split:
            why = tr("Nothing is held back to validate on.")
            other = _watch(callback, base) if base in names else _watch(callback, "loss")
            yield _blind(callback, watched, why, (hold_back(), other))
        elif base not in names:
            why = tr("Training gives {names}.", names=", ".join(sorted(names)))
            loss = "val_loss" if settings.validation_split else "loss"
            yield _blind(callback, watched, why, (_watch(callback, loss),))
        elif _wrong_way(callback, base):
            yield Problem(
                "callback.mode",
                Severity.WARNING,
                tr(
                    "{callback} takes a good {name} for a bad one.",
                    callback=callback.class_name,
                    name=watched,
                ),
                tr("Its mode says whether less or more is better; 'auto' finds out by itself."),
                fixes=(_without_mode(callback),),
            )


def _monitor(context: Context, callback: Config) -> str | None:
    """Return what a callback watches, or None if it watches nothing."""
    if callback.class_name not in _WATCHING:
        return None
    if callback.class_name in _SAVING and not callback.params.get("save_best_only"):
        return None
    spec = context.catalog.families[Family.CALLBACK].get(callback.class_name)
    param = None if spec is None else spec.param("monitor")
    value = callback.params.get("monitor", None if param is None else param.default)
    return value if isinstance(value, str) else None


def _wrong_way(callback: Config, base: str) -> bool:
    mode = callback.params.get("mode")
    return (mode == "min" and "acc" in base) or (mode == "max" and base == "loss")


def _watch(callback: Config, name: str) -> Fix:
    """Return the fix that lets a callback watch another figure, where less is better."""
    params = callback.params.with_value("monitor", name).without("mode")
    title = tr("Let {callback} watch {name}", callback=callback.class_name, name=name)
    return change_callback(title, callback, replace(callback, params=params))


def _without_mode(callback: Config) -> Fix:
    title = tr("Let {callback} find out by itself", callback=callback.class_name)
    changed = replace(callback, params=callback.params.without("mode"))
    return change_callback(title, callback, changed)


def _blind(callback: Config, watched: str, why: str, fixes: tuple[Fix, ...]) -> Problem:
    return Problem(
        "callback.monitor",
        Severity.WARNING,
        tr(
            "{callback} watches {name}, which this training does not give.",
            callback=callback.class_name,
            name=watched,
        ),
        why,
        fixes=fixes,
    )


def logged_names(context: Context) -> Iterator[str]:
    """Yield the names under which losses and metrics stand in the history."""
    for output in trained_outputs(context):
        before = f"{output.name}_" if output.name else ""
        yield from (before + metric_name(metric, context.catalog) for metric in output.metrics)
        if before:
            yield f"{before}loss"
