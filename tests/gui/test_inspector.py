"""The inspector: every layer, every kind of editor, by typing and clicking."""

from __future__ import annotations

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from netbuilder.catalog.entry import write_entry
from netbuilder.catalog.library import Catalog, load_catalog
from netbuilder.catalog.spec import Family, Kind, Param
from netbuilder.graph import Config, Graph, Params, Port, Value, edits
from netbuilder.project import Project
from netbuilder.ui.document import Document
from netbuilder.ui.inspector.editors import TextEditor
from netbuilder.ui.inspector.inspector import Inspector, LayerPage
from netbuilder.ui.inspector.objects import ObjectEditor, ObjectsEditor, ParamForm
from netbuilder.ui.inspector.project_page import ProjectPage
from netbuilder.ui.inspector.row import ParamRow
from netbuilder.ui.theme import Scheme
from tests.gui.canvas_hand import LEFT
from tests.gui.window_helpers import choose, give, type_over
from tests.unit.drawing import chain, image, layer

Shown = TypeVar("Shown", bound=QWidget)
LAYERS = sorted(load_catalog().layers)


@pytest.fixture
def inspector(qtbot: QtBot, document: Document) -> Inspector:
    """A shown inspector of the empty project."""
    view = Inspector(document, Scheme.LIGHT)
    qtbot.addWidget(view)
    view.resize(380, 1000)
    view.show()
    qtbot.waitExposed(view)
    return view


def place(document: Document, class_name: str) -> None:
    """Put a layer as it starts into an empty project and select it."""
    params = Params(dict(document.catalog.layers[class_name].starting))
    node = edits.new_node(Graph(), class_name, params)
    document.open(Project(graph=edits.add_node(Graph(), node)))
    document.select((node.id,))


def form_of(inspector: Inspector) -> ParamForm:
    """Return the parameters of the layer that is shown."""
    page = inspector.page
    assert isinstance(page, LayerPage)
    assert page.form is not None
    return page.form


def param(document: Document, name: str) -> Value:
    """Return what a parameter of the one selected layer is set to; None if it is not."""
    (key,) = document.selection
    return document.graph.nodes[key].params.get(name)


@pytest.mark.parametrize("class_name", LAYERS)
def test_every_layer_is_shown_with_all_its_parameters(
    inspector: Inspector, document: Document, class_name: str
) -> None:
    place(document, class_name)
    before = document.project
    form = form_of(inspector)
    spec = document.catalog.layers[class_name]
    assert {row.editor.param.name for row in rows(form)} == {p.name for p in spec.params}
    assert inspector.help.text()
    assert document.project == before, "showing a layer must not change it"


@pytest.mark.parametrize("class_name", LAYERS)
def test_every_number_and_text_that_is_shown_can_be_typed_again(
    inspector: Inspector, document: Document, class_name: str
) -> None:
    place(document, class_name)
    before = effective(document)
    for row in rows(form_of(inspector)):
        editor = row.editor
        if isinstance(editor, TextEditor) and editor.field.text():
            shown = editor.field.text()
            type_over(editor.field, shown)
            assert editor.field.property("invalid") is not True, editor.param.name
            assert editor.field.text() == shown
    assert effective(document) == before


def effective(document: Document) -> Params:
    """Return all parameters of the one selected layer, those that are not set by default."""
    (key,) = document.selection
    node = document.graph.nodes[key]
    spec = document.catalog.layers[node.class_name]
    return Params({param.name: param.default for param in spec.params} | dict(node.params))


def shown_children(qtbot: QtBot, parent: QWidget, kind: type[Shown]) -> list[Shown]:
    """Return what is shown within a widget, after Qt has shown what was put there last."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in parent.findChildren(kind)))
    return [one for one in parent.findChildren(kind) if one.isVisible()]


def inner_form(qtbot: QtBot, form: ParamForm, name: str) -> ParamForm:
    """Return the parameters of the object that a parameter holds."""
    return shown_children(qtbot, form.editor(name), ParamForm)[0]


def rows(form: ParamForm) -> list[ParamRow]:
    """Return the rows of a form, the folded ones too, without those of forms within it."""
    form.more.setChecked(True)
    found = form.findChildren(ParamRow)
    return [row for row in found if _form_around(row) is form]


def _form_around(row: ParamRow) -> object:
    around = row.parentWidget()
    while around is not None and not isinstance(around, ParamForm):
        around = around.parentWidget()
    return around


EDITS: dict[str, tuple[str, str, str, Value]] = {
    "whole number": ("Dense", "units", "64", 64),
    "number": ("Dropout", "rate", "0.25", 0.25),
    "number with a comma": ("Dropout", "rate", "0,25", 0.25),
    "number in short": ("LayerNormalization", "epsilon", "1e-5", 1e-5),
    "no number where that may be": ("ReLU", "max_value", "6", 6.0),
    "one size": ("Conv2D", "kernel_size", "5", 5),
    "a size for each axis": ("Conv2D", "kernel_size", "3, 5", (3, 5)),
    "shape": ("InputLayer", "shape", "32, 32, 3", (32, 32, 3)),
    "shape in brackets": ("InputLayer", "shape", "(28, 28)", (28, 28)),
    "shape with a free axis": ("InputLayer", "shape", "None, 8", (None, 8)),
    "range": ("RandomZoom", "height_factor", "-0.2, 0.3", (-0.2, 0.3)),
    "list of numbers": ("RandomBrightness", "value_range", "0, 1", (0, 1)),
    "list of words": ("StringLookup", "vocabulary", "red, green", ("red", "green")),
    "text": ("StringLookup", "oov_token", "?", "?"),
    "free form": ("Cropping2D", "cropping", "((1, 1), (2, 2))", ((1, 1), (2, 2))),
    "yes or no": ("Dense", "use_bias", "no", False),
    "automatic, yes or no": ("MultiHeadAttention", "flash_attention", "yes", True),
    "choice": ("Conv2D", "padding", "same", "same"),
    "automatic or a choice": ("Conv2D", "data_format", "channels_last", "channels_last"),
    "number type": ("Dense", "dtype", "float16", "float16"),
    "activation": ("Dense", "activation", "relu", "relu"),
    "initializer": ("Dense", "kernel_initializer", "HeNormal", Config("HeNormal")),
    "constraint": ("Dense", "kernel_constraint", "NonNeg", Config("NonNeg")),
}


@pytest.mark.parametrize(("class_name", "name", "text", "value"), EDITS.values(), ids=EDITS)
def test_each_kind_of_editor_sets_its_parameter_in_one_step(
    inspector: Inspector,
    document: Document,
    class_name: str,
    name: str,
    text: str,
    value: Value,
) -> None:
    place(document, class_name)
    before = document.project
    give(form_of(inspector), name, text)
    assert Params(v=param(document, name)) == Params(v=value)
    assert len(document.history.steps) == 1
    document.undo()
    assert document.project == before


def test_the_table_of_edits_knows_every_kind_of_parameter(catalog: Catalog) -> None:
    tried = set()
    for class_name, name, _, _ in EDITS.values():
        spec = catalog.layers[class_name].param(name)
        assert spec is not None
        tried.add(spec.kind)
    # Layers in layers have tests of their own; only training has lists of objects.
    assert tried | {Kind.LAYER, Kind.OBJECTS} == set(Kind)


INVALID = {
    "words for a number": ("Dense", "units", "many"),
    "too small": ("Dense", "units", "0"),
    "nothing where something is needed": ("Dense", "units", ""),
    "above the limit": ("Dropout", "rate", "1.5"),
    "too many axes": ("Conv2D", "kernel_size", "3, 3, 3"),
    "shape of words": ("InputLayer", "shape", "big, red"),
    "half a value": ("Cropping2D", "cropping", "((1, 1), "),
}


@pytest.mark.parametrize(("class_name", "name", "text"), INVALID.values(), ids=INVALID)
def test_invalid_text_marks_the_field_and_leaves_the_network_alone(
    inspector: Inspector, document: Document, class_name: str, name: str, text: str
) -> None:
    place(document, class_name)
    form = form_of(inspector)
    editor = form.editor(name)
    assert isinstance(editor, TextEditor)
    type_over(editor.field, text)
    assert editor.field.property("invalid") is True
    assert editor.field.toolTip().endswith(".")
    accepted = effective(document)[name]
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    assert editor.field.property("invalid") is False
    assert editor.field.text() == write_entry(accepted)


def test_typing_is_one_undo_step_and_leaving_the_field_ends_it(
    inspector: Inspector, document: Document
) -> None:
    place(document, "Dense")
    editor = form_of(inspector).editor("units")
    assert isinstance(editor, TextEditor)
    editor.field.setFocus()
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "128")
    assert len(document.history.steps) == 1
    QTest.keyClick(editor.field, Qt.Key.Key_Return)
    editor.field.selectAll()
    QTest.keyClicks(editor.field, "64")
    assert len(document.history.steps) == 2
    document.undo()
    assert param(document, "units") == 128
    assert editor.field.text() == "128"


def test_reset_gives_the_default_back(inspector: Inspector, document: Document) -> None:
    place(document, "Conv2D")
    form = form_of(inspector)
    give(form, "padding", "same")
    (row,) = (row for row in rows(form) if row.editor.param.name == "padding")
    assert row.label.font().bold()
    QTest.mouseClick(row.reset, LEFT)
    assert param(document, "padding") is None
    assert not row.label.font().bold()
    assert not row.reset.isVisible()


def test_what_must_be_given_cannot_be_reset(inspector: Inspector, document: Document) -> None:
    place(document, "Dense")
    (row,) = (row for row in rows(form_of(inspector)) if row.editor.param.name == "units")
    assert not row.reset.isVisible()


def test_rename_by_typing(inspector: Inspector, document: Document) -> None:
    place(document, "Dense")
    page = inspector.page
    assert isinstance(page, LayerPage)
    type_over(page.name, "scores")
    (key,) = document.selection
    assert document.graph.nodes[key].name == "scores"
    assert len(document.history.steps) == 1


@pytest.fixture
def wired(document: Document) -> Document:
    """An input and two dense layers."""
    layers = image(4), layer("a", "Dense", units=8), layer("b", "Dense", units=2)
    document.open(Project(graph=chain(*layers)))
    return document


def test_output_tick_marks_and_unmarks(inspector: Inspector, wired: Document) -> None:
    wired.select(("a",))
    page = inspector.page
    assert isinstance(page, LayerPage)
    (box,) = page.answers.boxes
    assert not box.isChecked()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert list(wired.report.outputs) == [Port("b"), Port("a")]
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert list(wired.report.outputs) == [Port("b")]


def test_each_output_of_a_layer_has_a_tick_of_its_own(
    inspector: Inspector, document: Document
) -> None:
    read = layer("read", "LSTM", units=4, return_state=True)
    document.open(Project(graph=chain(image(9, 4), read)))
    document.select(("read",))
    page = inspector.page
    assert isinstance(page, LayerPage)
    titles = [f"Output {number} gives an answer" for number in (1, 2, 3)]
    assert [box.text() for box in page.answers.boxes] == titles
    assert [box.isChecked() for box in page.answers.boxes] == [True, False, False]
    QTest.keyClick(page.answers.boxes[2], Qt.Key.Key_Space)
    QTest.keyClick(page.answers.boxes[0], Qt.Key.Key_Space)
    assert document.report.outputs == (Port("read", 2),)
    document.apply(lambda graph: edits.reset_param(graph, "read", "return_state"), "Reset")
    assert [box.isChecked() for box in page.answers.boxes] == [False, False, True]
    problem = document.report.problems[0]
    assert problem.code == "graph.no_such_output"
    for fix in problem.fixes:
        document.apply_fix(fix)
        assert document.report.outputs == (Port("read"),)
        assert problem not in document.report.problems
        document.undo()


def test_the_shape_follows_the_parameters(inspector: Inspector, wired: Document) -> None:
    wired.select(("a",))
    page = inspector.page
    assert isinstance(page, LayerPage)
    assert page.shape.text() == "(None, 8)"
    give(form_of(inspector), "units", "16")
    assert page.shape.text() == "(None, 16)"


def test_a_problem_is_shown_with_a_button_that_mends_it(
    inspector: Inspector, document: Document
) -> None:
    picture = image(28, 28, 1)
    flawed = chain(picture, layer("conv", "Conv2D", filters=4, kernel_size=40))
    document.open(Project(graph=flawed))
    document.select(("conv",))
    page = inspector.page
    assert isinstance(page, LayerPage)
    problem = document.report.problems_of("conv")[0]
    assert problem.message in [label.text() for label in page.findChildren(QLabel)]
    assert problem.fixes
    (button,) = (b for b in page.findChildren(QPushButton) if b.text() == problem.fixes[0].title)
    QTest.mouseClick(button, LEFT)
    assert problem.code not in {left.code for left in document.report.problems}
    assert len(document.history.steps) == 1


def test_help_explains_the_layer_and_then_the_field(
    inspector: Inspector, document: Document
) -> None:
    place(document, "Dropout")
    assert inspector.help.text() == document.catalog.layers["Dropout"].doc
    form_of(inspector).editor("rate").setFocus()
    assert inspector.help.text().startswith("**rate**")


def test_an_initializer_has_parameters_of_its_own(
    inspector: Inspector, document: Document, qtbot: QtBot
) -> None:
    place(document, "Dense")
    form = form_of(inspector)
    give(form, "kernel_initializer", "RandomNormal")
    give(inner_form(qtbot, form, "kernel_initializer"), "stddev", "0.5")
    value = param(document, "kernel_initializer")
    assert isinstance(value, Config)
    assert (value.class_name, value.params["stddev"]) == ("RandomNormal", 0.5)
    give(form, "kernel_initializer", "Zeros")
    assert param(document, "kernel_initializer") == Config("Zeros")


def test_a_regularizer_can_be_taken_away(
    inspector: Inspector, document: Document, qtbot: QtBot
) -> None:
    place(document, "Dense")
    form = form_of(inspector)
    give(form, "kernel_regularizer", "L2")
    give(inner_form(qtbot, form, "kernel_regularizer"), "l2", "0.1")
    assert param(document, "kernel_regularizer") == Config("L2", Params(l2=0.1))
    give(form, "kernel_regularizer", "none")
    assert param(document, "kernel_regularizer") is None


def test_the_layer_inside_bidirectional_is_chosen_and_edited(
    inspector: Inspector, document: Document, qtbot: QtBot
) -> None:
    place(document, "Bidirectional")
    form = form_of(inspector)
    give(form, "layer", "GRU")
    give(inner_form(qtbot, form, "layer"), "units", "12")
    value = param(document, "layer")
    assert isinstance(value, Config)
    assert (value.class_name, value.params["units"]) == ("GRU", 12)
    editor = form.editor("layer")
    assert isinstance(editor, ObjectEditor)
    offered = [editor.box.itemText(i) for i in range(editor.box.count())]
    assert "Dense" not in offered


def test_objects_are_added_edited_and_removed(qtbot: QtBot, catalog: Catalog) -> None:
    editor = ObjectsEditor(Param("callbacks", Kind.OBJECTS, family=Family.CALLBACK), catalog)
    qtbot.addWidget(editor)
    seen: list[Value] = []
    editor.edited.connect(seen.append)
    editor.edited.connect(editor.show_value)
    editor.show_value(())
    editor.show()
    for name in ("EarlyStopping", "TerminateOnNaN"):
        choose(editor.add_box, name)
    fields = shown_children(qtbot, editor, TextEditor)
    type_over(next(f.field for f in fields if f.param.name == "patience"), "7")
    value = seen[-1]
    assert isinstance(value, tuple)
    first, second = value
    assert isinstance(first, Config)
    assert first.params["patience"] == 7
    assert second == Config("TerminateOnNaN")
    removers = [
        button
        for button in shown_children(qtbot, editor, QToolButton)
        if button.toolTip() == "Remove"
    ]
    QTest.mouseClick(removers[0], LEFT)
    assert seen[-1] == (second,)


def test_several_layers_and_none_have_pages_too(inspector: Inspector, wired: Document) -> None:
    wired.select(("a", "b"))
    assert isinstance(inspector.page, QLabel)
    assert "2" in inspector.page.text()
    wired.select(())
    page = inspector.page
    assert isinstance(page, ProjectPage)
    type_over(page.title, "My net")
    assert wired.project.title == "My net"


def test_a_layer_of_no_known_class_can_still_be_renamed(
    inspector: Inspector, document: Document
) -> None:
    document.open(Project(graph=chain(layer("x", "Mystery", size=3))))
    document.select(("x",))
    page = inspector.page
    assert isinstance(page, LayerPage)
    assert page.form is None
    type_over(page.name, "known")
    assert document.graph.nodes["x"].name == "known"


def test_thousands_of_words_are_told_of_and_stay_as_they_are(
    inspector: Inspector, document: Document
) -> None:
    words = tuple(f"word{number}" for number in range(1200))
    text = layer("text", "InputLayer", shape=(1,), dtype="string")
    lookup = layer("lookup", "StringLookup", vocabulary=words)
    document.open(Project(graph=chain(text, lookup)))
    document.select(("lookup",))
    editors = {row.editor.param.name: row.editor for row in rows(form_of(inspector))}
    editor = editors["vocabulary"]
    assert isinstance(editor, TextEditor)
    assert editor.field.text().startswith("1200 values: word0, word1, word2")
    type_over(editor.field, "another")
    assert document.graph.nodes["lookup"].params["vocabulary"] == words
