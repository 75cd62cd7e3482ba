"""What a command is given, read and checked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from netbuilder.checks import check_project
from netbuilder.checks.custom import with_inert
from netbuilder.checks.data_choice import UNUSABLE_DATA
from netbuilder.cli.output import InputError, complain
from netbuilder.dataset import shipped_profile
from netbuilder.dataset.errors import DataError
from netbuilder.graph import NodeId
from netbuilder.i18n import tr
from netbuilder.importing import ConfigError, read_file
from netbuilder.importing.files import SUFFIXES
from netbuilder.project import Project
from netbuilder.project.custom import catalog_of
from netbuilder.project.file import ProjectError, read_project
from netbuilder.project.trust import inert_code, runnable_digests
from netbuilder.project.weights import weights_in
from netbuilder.runs.answers import known_answers
from netbuilder.runs.folders import user_folder
from netbuilder.training.settings import TrainingSettings
from netbuilder.validation import Problem, Report
from netbuilder.validation.custom import NO_ANSWERS
from netbuilder.validation.validate import Validator


@dataclass(frozen=True, slots=True)
class Checked:
    """A project and all that is known of it.

    Attributes:
        file: As it was given.
        project: What it holds.
        report: The problems of its network, its data and its training settings.
    """

    file: str
    project: Project
    report: Report

    def name_of(self, node: NodeId | None) -> str | None:
        """Return a layer's name, or None for the network as a whole."""
        found = self.project.graph.nodes.get(node) if node is not None else None
        return found.name if found is not None else None


def open_project(file: str) -> Project:
    """Read what a command was given.

    Raises:
        InputError: it cannot be read.
    """
    path = Path(file)
    suffix = path.suffix.lower()
    if suffix in SUFFIXES:
        return import_model(file)
    try:
        return read_project(path)
    except ProjectError as error:
        raise InputError(str(error)) from None


def check(file: str, project: Project) -> Checked:
    """Find all problems of a project, without Keras."""
    answers = known_answers(user_folder()) if project.custom else NO_ANSWERS
    report = Validator(catalog_of(project), answers).validate(project.graph)
    profile = None
    with suppress(DataError):  # check_project tells what is wrong with the data's options
        profile = shipped_profile(project.data)
    checked = check_project(project, report, profile)
    if project.custom:
        checked = with_inert(checked, project, runnable_digests(user_folder()))
    return Checked(file, project, checked)


def require_trust(checked: Checked) -> None:
    """Make sure that the user of this computer trusts the project's own code.

    Raises:
        InputError: some that would run has not been trusted here.
    """
    if not checked.project.custom:
        return
    inert = inert_code(checked.project, runnable_digests(user_folder()))
    if inert:
        message = tr(
            "{file} brings code of its own that is not trusted on this computer: {names}. Look at "
            "it in the app, or train with --trust-code.",
            file=checked.file,
            names=", ".join(code.name for code in inert),
        )
        raise InputError(message)


def require_data(checked: Checked) -> None:
    """Make sure that the data can be loaded, where some are chosen.

    Raises:
        InputError: they are unknown, lack a choice, or their file is not there.
    """
    for problem in checked.report.problems:
        if problem.code in UNUSABLE_DATA:
            message = tr("{file}: {reason}", file=checked.file, reason=problem.message)
            raise InputError(message)


def import_model(file: str) -> Project:
    """Make a project of a Keras model; its data are for the user to choose.

    What could not be followed is said on standard error, each with its line.

    Raises:
        InputError: it cannot be read.
    """
    path = Path(file)
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(_not_such(file))
    try:
        model, weights = read_file(path), weights_in(path)
    except (ConfigError, OSError) as error:
        raise InputError(tr("{file}: {reason}", file=file, reason=str(error))) from None
    for note in model.notes:
        place = file if note.line is None else f"{file}:{note.line}"
        complain(f"{place}: {note.message}")
    training = model.training or TrainingSettings()
    return Project(
        model.name, graph=model.graph, training=training, custom=model.custom, weights=weights
    )


def _not_such(file: str) -> str:
    return tr(
        "{file}: NetBuilder cannot import such files, only .keras, .h5, .json and .py.",
        file=file,
    )


def problem_to_json(checked: Checked, problem: Problem) -> dict[str, object]:
    """Return a problem with the keys that the command line promises."""
    return {
        "code": problem.code,
        "severity": problem.severity.value,
        "node": checked.name_of(problem.node),
        "setting": problem.setting,
        "message": problem.message,
        "why": problem.why,
        "fixes": [{"title": fix.title} for fix in problem.fixes],
    }
