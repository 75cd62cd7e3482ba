"""What a script's ``compile`` and ``fit`` say, as settings of a training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.spec import Family
from netbuilder.graph import Config, Params
from netbuilder.graph.values import params_from_json
from netbuilder.i18n import tr
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.notes import Notes
from netbuilder.importing.source.classes import parameters_of
from netbuilder.importing.source.configs import NotWritableError, as_config, bound, public_class
from netbuilder.importing.source.values import Arguments, Function, Instance, Made, Named, Unknown
from netbuilder.importing.values import read_params
from netbuilder.training.settings import ACCURACY, TrainingSettings

_OWN = (Family.LOSS, Family.METRIC)
_ACCURACY = ("acc", "accuracy")
_RENAMED = {"lr": "learning_rate"}
_COMPILE = ("optimizer", "loss", "loss_weights", "metrics")
_COMPILE_LOST = ("loss_weights", "weighted_metrics")
_FIT_LOST = ("validation_data", "class_weight", "sample_weight", "steps_per_epoch")
"""Arguments that change what is trained, and that no setting stands for."""
_FIT = ("x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_split")


def training_of(
    compiled: Arguments | None,
    fitted: Arguments | None,
    seed: int | None,
    notes: Notes,
    own: Set[str],
) -> TrainingSettings | None:
    """Return the settings of a training, or None where the script neither compiles nor fits.

    Args:
        compiled: What ``compile`` is given.
        fitted: What ``fit`` is given.
        seed: What the script fixes its random numbers with.
        notes: Takes what could not be taken over.
        own: What the script defines itself; losses and metrics may be among it.
    """
    if compiled is None and fitted is None:
        return None
    reader = _Reader(notes, own)
    settings = TrainingSettings(metrics=())
    if compiled is not None:
        settings = reader.compiled(settings, compiled)
    if fitted is not None:
        settings = reader.fitted(settings, fitted)
    return settings if seed is None else replace(settings, seed=seed)


class _Reader:
    def __init__(self, notes: Notes, own: Set[str]) -> None:
        self._notes = notes
        self._own = own

    def compiled(self, settings: TrainingSettings, arguments: Arguments) -> TrainingSettings:
        given = bound(_COMPILE, arguments)
        line = arguments.line
        self._note_lost("compile", _COMPILE_LOST, given, line)
        optimizer = self._object(Family.OPTIMIZER, given.get("optimizer", "rmsprop"), line)
        loss = self._loss(given.get("loss"), line)
        return replace(
            settings,
            optimizer=optimizer or settings.optimizer,
            loss=loss or settings.loss,
            metrics=tuple(self._metrics(given.get("metrics"), line)),
        )

    def fitted(self, settings: TrainingSettings, arguments: Arguments) -> TrainingSettings:
        given = bound(_FIT, arguments)
        line = arguments.line
        # Weights that only the data can tell are balanced ones, nearly always.
        weighs = isinstance(given.get("class_weight"), Unknown)
        lost = [name for name in _FIT_LOST if name != "class_weight" or not weighs]
        self._note_lost("fit", lost, given, line)
        if "nb_epoch" in given:
            given["epochs"] = given.pop("nb_epoch")
        epochs = self._whole("epochs", given.get("epochs", 1), 1, line)
        batch = given.get("batch_size")
        size = 32 if batch is None else self._whole("batch_size", batch, 32, line)
        split = given.get("validation_split", 0.0)
        shares = isinstance(split, (int, float)) and 0 <= split < 1
        return replace(
            settings,
            epochs=epochs,
            batch_size=size,
            validation_split=float(split) if shares and isinstance(split, (int, float)) else 0.0,
            shuffle=given.get("shuffle", True) is not False,
            callbacks=tuple(self._callbacks(given.get("callbacks"), line)),
            class_weights=weighs,
        )

    def _note_lost(
        self, method: str, names: Iterable[str], given: Mapping[str, object], line: int
    ) -> None:
        for name in names:
            if given.get(name) is not None:
                self._not_taken(f"{method}({name}=…)", line)

    def _whole(self, name: str, value: object, default: int, line: int) -> int:
        if isinstance(value, int) and value > 0:
            return value
        code = value.what if isinstance(value, Unknown) else name
        self._notes.add(
            tr(
                "{name} stays at {default}, because {code} is not known before the script runs.",
                name=name,
                default=default,
                code=code,
            ),
            line,
        )
        return default

    def _loss(self, value: object, line: int) -> Config | None:
        if isinstance(value, (list, tuple, dict)):
            parts = list(value.values() if isinstance(value, dict) else value)
            if any(_told_apart(part) != _told_apart(parts[0]) for part in parts[1:]):
                self._notes.add(
                    tr("The outputs have losses of their own; only the first is taken over."), line
                )
            value = parts[0] if parts else None
        return None if value is None else self._object(Family.LOSS, value, line)

    def _metrics(self, value: object, line: int) -> list[Config]:
        if isinstance(value, dict):
            value = list(value.values())
        listed = value if isinstance(value, (list, tuple)) else [value]
        found: list[Config] = []
        for part in listed:
            if isinstance(part, (list, tuple)):
                found += self._metrics(part, line)
            elif part in _ACCURACY:
                found.append(ACCURACY)
            elif part is not None and (metric := self._object(Family.METRIC, part, line)):
                found.append(metric)
        return list(dict.fromkeys(found))

    def _callbacks(self, value: object, line: int) -> list[Config]:
        listed = value if isinstance(value, (list, tuple)) else [value]
        found = (self._object(Family.CALLBACK, part, line) for part in listed if part is not None)
        return [config for config in found if config is not None]

    def _object(self, family: Family, value: object, line: int) -> Config | None:
        """Return an optimizer, a loss or the like; None with a note where it is not known."""
        name, config = _name_and_config(value)
        if family in _OWN and name in self._own and name is not None:
            return Config(name, self._plain(name, config, line))
        class_name = public_class(family, name) if name is not None else ""
        spec = load_catalog().families[family].get(class_name)
        if spec is None:
            code = value.what if isinstance(value, Unknown) else family.value
            self._not_taken(name or code, line)
            return None
        given = self._written(class_name, config, line)
        known = {key: part for key, part in given.items() if spec.param(key) is not None}
        for key in given.keys() - known.keys() - {"name"}:
            self._not_taken(f"{class_name}({key}=…)", line)
        try:
            return Config(class_name, read_params(spec, known))
        except ConfigError:
            return Config(class_name, Params())

    def _plain(self, name: str, config: dict[str, object], line: int) -> Params:
        """Return the parameters of an own loss or metric."""
        return params_from_json(self._written(name, config, line))

    def _written(self, class_name: str, config: dict[str, object], line: int) -> dict[str, object]:
        given: dict[str, object] = {}
        for old, part in config.items():
            key = _RENAMED.get(old, old)
            try:
                given[key] = as_config(part)
            except NotWritableError:
                self._not_taken(f"{class_name}({key}=…)", line)
        return given

    def _not_taken(self, code: str, line: int) -> None:
        self._notes.add(tr("{code} could not be taken over.", code=code), line)


def _name_and_config(value: object) -> tuple[str | None, dict[str, object]]:
    match value:
        case str():
            return value, {}
        case Named():
            return value.last, {}
        case Made():
            return value.class_name, dict(value.config)
        case Function(name=name) if name:
            return name, {}
        case Instance(of=of, made_with=arguments):
            return of.name, bound(parameters_of(of), arguments)
        case _:
            return None, {}


def _told_apart(value: object) -> str:
    """Return what tells two losses apart."""
    name, config = _name_and_config(value)
    return f"{name} {sorted(config)}"
