"""What everything needs that runs a project's script without keeping what it learns."""

from __future__ import annotations

from pathlib import Path

from netbuilder.codegen.data import data_source
from netbuilder.codegen.script import script
from netbuilder.i18n import tr
from netbuilder.runs.folder import prepare_run
from netbuilder.ui.custom.trust_book import inert_words
from netbuilder.ui.document import Document
from netbuilder.ui.training.control import TrainingControl


def trial_hindrance(document: Document, control: TrainingControl) -> str:
    """Return why the script cannot be run now, in one sentence; empty if it can."""
    if control.running:
        return tr("A training is under way; this has to wait for its end.")
    inert = inert_words(document)
    if inert:
        return inert
    if not document.graph.nodes or not document.report.ok:
        return tr("The network has problems; see the Problems panel.")
    if not document.project.data.source:
        return tr("Choose data to train on, in the Data panel.")
    return ""


def prepare_trial(document: Document, folder: Path) -> Path:
    """Put the project's script with its data into ``folder``, and return its path.

    Raises:
        DataError: the data lack something.
        ProjectError: the project cannot be written.
        OSError: a file cannot be written.
    """
    project = document.project
    source = script(project, document.report, document.catalog)
    return prepare_run(folder, project, source.text, data_source(project.data).files)
