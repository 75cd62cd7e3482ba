"""The steps that a script's ``main()`` and a notebook's cells take: from the data to the saving."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import Family
from netbuilder.codegen.adapting import adapted_layers, adapting_lines
from netbuilder.codegen.data import DataSource
from netbuilder.codegen.data_named import Listed
from netbuilder.codegen.ends import input_names, output_names
from netbuilder.codegen.machines import SCOPE
from netbuilder.codegen.model import Style
from netbuilder.codegen.objects import object_expression
from netbuilder.codegen.starting import EPOCHS, LOADING, SEEDING, Start
from netbuilder.codegen.training import compile_lines, fit_data, fit_lines
from netbuilder.codegen.tuning import (
    COUNTING,
    TUNING_EPOCHS,
    freed_layers,
    freeing_lines,
    remembering,
    second_phase,
)
from netbuilder.codegen.write import INDENT, call, led, lines, text
from netbuilder.project import Project
from netbuilder.training.settings import FLOAT32
from netbuilder.training.weights import START_WEIGHTS
from netbuilder.validation import Report


class MainSteps:
    """Writes each step as lines.

    Args:
        project: What is trained.
        report: What validation found out about its graph.
        catalog: What is known of Keras's classes.
        depth: How far the lines are indented, in steps of four spaces.
        start: Where the training goes on; None to begin with fresh weights.
        style: How the network is written; None for the plainest style.
        machines: Whether several machines may share the training.

    Attributes:
        listed: What the model takes as a list: a class of its own its inputs, and all models
            their answers where samples have weights.
        tuning: Whether a second phase follows, in which frozen layers learn too.
    """

    def __init__(
        self,
        project: Project,
        report: Report,
        catalog: Catalog,
        depth: int,
        *,
        start: Start | None = None,
        style: Style | None = None,
        machines: bool = False,
    ) -> None:
        self._project = project
        self._report = report
        self._catalog = catalog
        self._depth = depth
        self._start = start
        self._machines = machines
        self._inner = depth + 1 if machines else depth  # of what makes variables
        self._outputs = output_names(project.graph, report, catalog)
        weighs = bool(project.data.options.get("sample_weights"))
        self.listed = Listed(
            input_names(project.graph, report) if style == "subclass" else (),
            self._outputs if weighs else (),
        )
        self._freed = freed_layers(project.graph, report, project.training)
        self.tuning = bool(self._freed)

    def seed(self) -> tuple[str, ...]:
        """Make every run begin with the same random numbers; say what layers calculate in."""
        seeded = SEEDING if self._start else "keras.utils.set_random_seed(SEED)"
        precision = self._project.training.precision
        policy = [f"keras.config.set_dtype_policy({text(precision)})"]
        return self._plain(seeded, *(policy if precision != FLOAT32 else ()))

    def load(self, data: DataSource) -> tuple[str, ...]:
        """Load the data."""
        if data.streams:
            validation = "validation" if data.has_validation else "_"
            return self._plain(
                f"train, {validation}, {'test' if data.has_test else '_'} = load_data()"
            )
        weights = ", w_{}" if data.weighs else ""
        train, test = (f"(x_{end}, y_{end}{weights.format(end)})" for end in ("train", "test"))
        return self._plain(f"{train}, {test if data.has_test else '_'} = load_data()")

    def build(self) -> tuple[str, ...]:
        """Build the model; what it has learnt before comes ahead of all that is measured."""
        files = weights_beside(self._project) if self._start is None else ()
        loaded = (f"model.load_weights({text(file)})" for file in files)
        scope = self._plain(SCOPE) if self._machines else ()
        return (*scope, *self._plain("model = build_model()", *loaded, depth=self._inner))

    def measure(self, data: DataSource) -> tuple[str, ...]:
        """Show the training samples to the layers that adapt to them."""
        layers = tuple(adapted_layers(self._project.graph, self._report))
        indent = INDENT * self._inner
        listed = {name: str(place) for place, name in enumerate(self.listed.inputs)}
        places = {name: listed.get(name, text(name)) for name in data.inputs}
        lines = adapting_lines(layers, places, data, indent)
        return self._plain(*lines, depth=self._inner)

    def compile(self) -> tuple[str, ...]:
        """Compile the model and show it."""
        settings = self._project.training
        compiled = compile_lines(settings, self._catalog, self._inner, self._outputs)
        return (*compiled, *self._plain("model.summary()"))

    def load_state(self) -> tuple[str, ...]:
        """Take over what another script has learnt, if there is such a one."""
        return self._plain(*LOADING) if self._start else ()

    def fit(self, data: DataSource) -> tuple[str, ...]:
        """Train the model and keep the figures."""
        settings = self._project.training
        given = fit_data(settings, data)
        epochs = ("epochs=EPOCHS",) if self._start is None else EPOCHS
        function = "fit" if self._machines else "model.fit"
        made = remembering(settings.callbacks) if self.tuning else ()
        fitted = fit_lines(
            settings, self._catalog, self._depth, given, epochs=epochs, function=function, made=made
        )
        if not self.tuning:
            return (*fitted, *self._plain("keep_history(history.history)"))
        second = second_phase(settings)
        return (
            *self._made(made),
            *fitted,
            *self._plain("", *freeing_lines(self._freed)),
            *(self._plain(SCOPE) if self._machines else ()),
            *compile_lines(second, self._catalog, self._inner, self._outputs),
            *self._plain(COUNTING),
            *fit_lines(
                second,
                self._catalog,
                self._depth,
                given,
                epochs=TUNING_EPOCHS,
                result="tuning",
                function=function,
                made=made,
            ),
            *self._plain("keep_history(joined(history.history, tuning.history))"),
        )

    def _made(self, names: Sequence[str]) -> Iterator[str]:
        """Yield the lines that make the callbacks that serve both phases."""
        if any(names):
            yield from self._plain("# Keeps the best of both phases.")
        for name, callback in zip(names, self._project.training.callbacks, strict=False):
            if name:
                made = object_expression(callback, self._catalog, Family.CALLBACK)
                yield from lines(led(f"{name} = ", made), self._depth)

    def test(self, data: DataSource) -> tuple[str, ...]:
        """Evaluate the model on the test data."""
        weights = ["sample_weight=w_test"] if data.weighs else []
        arrays = ["x_test", "y_test", *weights, "batch_size=BATCH_SIZE"]
        given = [*(["test"] if data.streams else arrays), "return_dict=True"]
        evaluating = call("model.evaluate", given)
        if self._machines:
            evaluating = call("evaluate", ["model", *given])
        evaluated = lines(led("results = ", evaluating), self._depth)
        return (*evaluated, *self._plain('print(f"Test: {figures(results)}")'))

    def save(self) -> tuple[str, ...]:
        """Save the model."""
        saving = 'save(model, "model.keras")' if self._machines else 'model.save("model.keras")'
        return self._plain(saving)

    def _plain(self, *code: str, depth: int | None = None) -> tuple[str, ...]:
        margin = " " * INDENT * (self._depth if depth is None else depth)
        return tuple(margin + line if line else "" for line in code)


def weights_beside(project: Project) -> tuple[str, ...]:
    """Return the name of the file of weights that has to lie beside a project's code, if any."""
    return (START_WEIGHTS,) if project.start is not None else ()
