"""The steps that a script's ``main()`` and a notebook's cells take: from the data to the saving."""

from __future__ import annotations

from netbuilder.catalog.library import Catalog
from netbuilder.codegen.adapting import adapted_layers, adapting_lines
from netbuilder.codegen.data import DataSource
from netbuilder.codegen.starting import LOADING, SEEDING, Start
from netbuilder.codegen.training import compile_lines, fit_data, fit_lines
from netbuilder.codegen.write import INDENT, call, led, lines, text
from netbuilder.project import Project
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
    """

    def __init__(
        self,
        project: Project,
        report: Report,
        catalog: Catalog,
        depth: int,
        start: Start | None = None,
    ) -> None:
        self._project = project
        self._report = report
        self._catalog = catalog
        self._depth = depth
        self._start = start

    def seed(self) -> tuple[str, ...]:
        """Make every run begin with the same random numbers."""
        return self._plain(SEEDING if self._start else "keras.utils.set_random_seed(SEED)")

    def load(self, data: DataSource) -> tuple[str, ...]:
        """Load the data."""
        if data.streams:
            validation = "validation" if data.has_validation else "_"
            return self._plain(
                f"train, {validation}, {'test' if data.has_test else '_'} = load_data()"
            )
        test = "(x_test, y_test)" if data.has_test else "_"
        return self._plain(f"(x_train, y_train), {test} = load_data()")

    def build(self) -> tuple[str, ...]:
        """Build the model; what it has learnt before comes ahead of all that is measured."""
        files = weights_beside(self._project) if self._start is None else ()
        loaded = (f"model.load_weights({text(file)})" for file in files)
        return self._plain("model = build_model()", *loaded)

    def measure(self, data: DataSource) -> tuple[str, ...]:
        """Show the training samples to the layers that adapt to them."""
        layers = tuple(adapted_layers(self._project.graph, self._report))
        indent = INDENT * self._depth
        return self._plain(*adapting_lines(layers, streams=data.streams, indent=indent))

    def compile(self) -> tuple[str, ...]:
        """Compile the model and show it."""
        compiled = compile_lines(self._project.training, self._catalog, self._depth)
        return (*compiled, *self._plain("model.summary()"))

    def load_state(self) -> tuple[str, ...]:
        """Take over what another script has learnt, if there is such a one."""
        return self._plain(*LOADING) if self._start else ()

    def fit(self, data: DataSource) -> tuple[str, ...]:
        """Train the model and keep the figures."""
        going_on = self._start is not None
        given = fit_data(self._project.training, data)
        fitted = fit_lines(
            self._project.training, self._catalog, self._depth, given, going_on=going_on
        )
        return (*fitted, *self._plain("keep_history(history.history)"))

    def test(self, data: DataSource) -> tuple[str, ...]:
        """Evaluate the model on the test data."""
        samples = ["test"] if data.streams else ["x_test", "y_test", "batch_size=BATCH_SIZE"]
        given = [*samples, "return_dict=True"]
        evaluated = lines(led("results = ", call("model.evaluate", given)), self._depth)
        return (*evaluated, *self._plain('print(f"Test: {figures(results)}")'))

    def save(self) -> tuple[str, ...]:
        """Save the model."""
        return self._plain('model.save("model.keras")')

    def _plain(self, *code: str) -> tuple[str, ...]:
        return tuple(" " * INDENT * self._depth + line for line in code)


def weights_beside(project: Project) -> tuple[str, ...]:
    """Return the name of the file of weights that has to lie beside a project's code, if any."""
    return (START_WEIGHTS,) if project.start is not None else ()
