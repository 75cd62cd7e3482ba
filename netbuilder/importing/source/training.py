"""What a script's ``compile`` and ``fit`` say, as settings of a training."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
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
from netbuilder.importing.source.phases import Tuning
from netbuilder.importing.source.values import Arguments, Function, Instance, Made, Named, Unknown
from netbuilder.importing.values import read_params
from netbuilder.training.settings import ACCURACY, OutputSettings, TrainingSettings

_OWN = (Family.LOSS, Family.METRIC, Family.CALLBACK)
_ACCURACY = ("acc", "accuracy")
_RENAMED = {"lr": "learning_rate"}
_COMPILE = ("optimizer", "loss", "loss_weights", "metrics")
_COMPILE_LOST = ("weighted_metrics",)
_FIT_LOST = ("validation_data", "class_weight", "steps_per_epoch")
"""Arguments that change what is trained, and that no setting stands for."""
_FIT = ("x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_split")
_JIT = {True: "yes", False: "no"}


class TrainingReader:
    """Reads how a model is trained.

    Args:
        notes: Takes what could not be taken over.
        own: What the script defines itself; losses and metrics may be among it.
        outputs: The names of the model's outputs.
    """

    def __init__(self, notes: Notes, own: Set[str], outputs: Sequence[str]) -> None:
        self._notes = notes
        self._own = own
        self._outputs = outputs

    def read(
        self, compiled: Arguments | None, fitted: Arguments | None, tuning: Tuning | None
    ) -> TrainingSettings | None:
        """Return the settings, or None where the script neither compiles nor fits.

        Args:
            compiled: What ``compile`` is given.
            fitted: What ``fit`` is given.
            tuning: A second phase, if there is one.
        """
        if compiled is None and fitted is None:
            return None
        if tuning is not None:
            compiled, fitted = tuning.first.compiled, tuning.first.fitted
        settings = TrainingSettings(metrics=())
        if compiled is not None:
            settings = self._compiled(settings, compiled)
        if fitted is not None:
            settings = self._fitted(settings, fitted)
        return settings if tuning is None else self._tuned(settings, tuning)

    def _tuned(self, settings: TrainingSettings, tuning: Tuning) -> TrainingSettings:
        """Add the second phase of a training."""
        given = bound(_FIT, tuning.second.fitted)
        line = tuning.second.fitted.line
        before, epochs = given.get("initial_epoch", 0), given.get("epochs", 1)
        count = epochs - before if isinstance(epochs, int) and isinstance(before, int) else epochs
        rate = settings.tuning_rate
        if tuning.second.compiled is not None:
            second = self._compiled(settings, tuning.second.compiled)
            told = second.optimizer.params.get("learning_rate")
            rate = float(told) if isinstance(told, (int, float)) else rate
        if not tuning.is_whole:
            self._notes.add(
                tr(
                    "In the second phase, all layers that were frozen learn here; the script "
                    "sets only some of them free."
                ),
                line,
            )
        if tuning.measures:
            self._notes.add(
                tr("In the second phase, BatchNormalization layers stay frozen here."), line
            )
        return replace(
            settings,
            tuning_epochs=self._whole("epochs", count, 1, line),
            tuning_rate=rate,
            tuning_from=tuning.start,
        )

    def _compiled(self, settings: TrainingSettings, arguments: Arguments) -> TrainingSettings:
        given = bound(_COMPILE, arguments)
        line = arguments.line
        self._note_lost("compile", _COMPILE_LOST, given, line)
        optimizer = self._object(Family.OPTIMIZER, given.get("optimizer", "rmsprop"), line)
        jit = given.get("jit_compile")
        known = replace(
            settings,
            optimizer=optimizer or settings.optimizer,
            jit=_JIT.get(jit, settings.jit) if isinstance(jit, bool) else settings.jit,
        )
        if len(self._outputs) > 1:
            return self._for_each_output(known, given, line)
        loss = self._loss(_only(given.get("loss")), line)
        metrics = tuple(self._metrics(given.get("metrics"), line))
        return replace(known, loss=loss or settings.loss, metrics=metrics)

    def _for_each_output(
        self, settings: TrainingSettings, given: Mapping[str, object], line: int
    ) -> TrainingSettings:
        """Return settings with the losses, metrics and weights of several outputs."""
        losses, metrics, weights = (
            _by_output(given.get(name), self._outputs)
            for name in ("loss", "metrics", "loss_weights")
        )
        outputs = tuple(
            OutputSettings(
                name,
                self._loss(losses.get(name), line) or settings.loss,
                tuple(self._metrics(metrics.get(name), line)),
                self._weight(weights.get(name), line),
            )
            for name in self._outputs
        )
        first = outputs[0]
        return replace(settings, loss=first.loss, metrics=first.metrics, outputs=outputs)

    def _weight(self, value: object, line: int) -> float:
        if value is None:
            return 1.0
        if isinstance(value, (int, float)):
            return float(value)
        self._not_taken("compile(loss_weights=…)", line)
        return 1.0

    def _fitted(self, settings: TrainingSettings, arguments: Arguments) -> TrainingSettings:
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
            if isinstance(part, Function) and part.name in self._own:  # which a callback calls
                given[key] = {"class_name": part.name, "config": {}}
                continue
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


def _only(value: object) -> object:
    """Return what is given for the only output, by its name or in a list."""
    match value:
        case dict():
            return next(iter(value.values()), None)
        case list() | tuple():
            return value[0] if value else None
        case _:
            return value


def _by_output(value: object, outputs: Sequence[str]) -> dict[str, object]:
    """Return what is given for each output, by name, in their order, or for all."""
    match value:
        case dict():
            return {str(name): part for name, part in value.items()}
        case list() | tuple() if len(value) == len(outputs):
            return dict(zip(outputs, value, strict=True))
        case _:
            return dict.fromkeys(outputs, value)
