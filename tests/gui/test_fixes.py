"""Fixes of the training settings are one click and one undo step, as those of the network."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from netbuilder.catalog.library import load_catalog
from netbuilder.graph.submodels import edit_inner
from netbuilder.project import Project
from netbuilder.training.settings import TrainingSettings
from netbuilder.ui.document import Document
from netbuilder.ui.panels.problems import ProblemsPanel
from netbuilder.ui.theme import Scheme
from tests.golden.projects import PROJECTS
from tests.unit.drawing import chain, image, layer


def test_a_fix_of_the_settings_is_one_click_and_one_undo_step(qtbot: QtBot) -> None:
    graph = chain(image(4), layer("dense", "Dense", units=2, activation="softmax"))
    document = Document(load_catalog())
    panel = ProblemsPanel(document, Scheme.LIGHT)
    qtbot.addWidget(panel)
    panel.show()
    document.open(Project(graph=graph, training=TrainingSettings(epochs=0)))
    (button,) = panel.details.findChildren(QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert document.project.training.epochs == 1
    assert document.graph == graph
    document.undo()
    assert document.project.training.epochs == 0


def test_a_fix_inside_a_submodel_changes_it_where_it_is() -> None:
    document = Document(load_catalog())
    project = PROJECTS["two_halves"]
    outer = next(key for key, node in project.graph.nodes.items() if node.name == "encoder")
    wrong = edit_inner(
        project.graph,
        (outer,),
        lambda graph: replace(graph, wires=(*graph.wires, graph.wires[0])),
    )
    document.open(replace(project, graph=wrong))
    document.go_to((outer,))
    fix = next(fix for problem in document.level.report.problems for fix in problem.fixes)
    document.apply_fix(fix, here=True)
    assert document.graph.nodes[outer].inner == document.level.graph
    assert len(document.history.steps) == 1
