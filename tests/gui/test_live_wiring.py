"""What a student sees while drawing a wire, and the popup where it is let go."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.tensors import Tensor
from netbuilder.graph import Graph
from netbuilder.graph.sharing import call_again
from netbuilder.ui.canvas import Canvas
from netbuilder.ui.canvas.bubble import Bubble
from netbuilder.ui.canvas.choices import Chance, choices, matching
from netbuilder.ui.canvas.fitting import Fit, Fitting, FixedEnd
from netbuilder.ui.canvas.marks import Mark, MarkKind
from netbuilder.ui.canvas.navigation import seen_area
from netbuilder.ui.canvas.search import SearchPopup
from netbuilder.ui.document import Document
from netbuilder.validation import NodeState
from tests.gui.canvas_hand import LEFT, NONE, SHIFT, Hand, moved, show, wires
from tests.unit.drawing import chain, draw, image, layer

IMAGE = Tensor((None, 28, 28, 3))
EMPTY = QPointF(560, 60)


def network() -> Graph:
    """A picture through a convolution, with loose layers of several kinds beside it."""
    graph = draw(
        image(28, 28, 1),
        layer("conv", "Conv2D", "x", filters=4, kernel_size=3),
        layer("flat", "Flatten", "conv"),
        layer("scores", "Dense", "flat", units=10),
        layer("lstm", "LSTM", units=3),
        layer("merge", "Add"),
        layer("attend", "MultiHeadAttention", num_heads=1, key_dim=2),
        layer("later", "Dense", units=2),
        layer("joined", "Concatenate", "flat"),
    )
    return moved(
        graph,
        x=(0, 0),
        conv=(0, 120),
        flat=(0, 240),
        scores=(0, 360),
        lstm=(240, 120),
        merge=(240, 240),
        attend=(240, 360),
        later=(240, 480),
        joined=(0, 480),
    )


@pytest.fixture
def hand(canvas: Canvas, document: Document) -> Hand:
    """A hand on the canvas with the network."""
    show(document, canvas, network())
    return Hand(canvas)


def mark_at(canvas: Canvas, node: str, side: str, index: int = 0) -> Mark:
    """Return the mark at a port."""
    place = canvas.port_position(node, side, index)
    return next(mark for mark in canvas.network.port_marks.marks if mark.at == place)


def all_are_marked(canvas: Canvas) -> bool:
    """Tell whether one port of each node in sight is marked, and no other."""
    seen = canvas.network.nodes_in(seen_area(canvas))
    places = [canvas.port_position(key, "in") for key in seen]
    marks = canvas.network.port_marks.marks
    return len(marks) == len(places) and all(mark.at in places for mark in marks)


def popup_of(canvas: Canvas) -> SearchPopup:
    """Return the open popup."""
    shown = [popup for popup in canvas.findChildren(SearchPopup) if popup.isVisible()]
    (popup,) = shown
    return popup


def no_popup(canvas: Canvas) -> bool:
    """Tell whether no popup is open."""
    return not any(popup.isVisible() for popup in canvas.findChildren(SearchPopup))


def rows(popup: SearchPopup) -> list[str]:
    """Return what the popup lists, headings among it."""
    return [popup.list.item(row).text() for row in range(popup.list.count())]


@pytest.mark.parametrize(
    ("node", "port", "fit", "words"),
    [
        pytest.param("later", 0, Fit.FITS, "(None, 26, 26, 2)", id="a loose layer takes it"),
        pytest.param("flat", 0, Fit.FITS, "", id="its own wire"),
        pytest.param("scores", 0, Fit.REPLACES, "(None, 26, 26, 10)", id="a taken port"),
        pytest.param("lstm", 0, Fit.MISFIT, "(None, 26, 26, 4)", id="wrong number of axes"),
        pytest.param("joined", None, Fit.MISFIT, "(None, 2704)", id="other shapes to join"),
        pytest.param("merge", None, Fit.FITS, "(None, 26, 26, 4)", id="the first of several wires"),
        pytest.param("attend", 0, Fit.UNSURE, "value", id="another port is empty"),
        pytest.param("attend", 2, Fit.UNSURE, "query, value", id="two ports are empty"),
        pytest.param("conv", 0, Fit.MISFIT, "feed itself", id="itself"),
        pytest.param("x", None, Fit.MISFIT, "no wires", id="an input"),
    ],
)
def test_how_a_port_takes_a_wire_from_the_convolution(
    hand: Hand, document: Document, node: str, port: int | None, fit: Fit, words: str
) -> None:
    offer = Fitting(document, FixedEnd("conv", 0, gives=True)).offer(node, port)
    # The wire that is there already would be replaced by itself.
    assert offer.fit is (Fit.REPLACES if node == "flat" else fit)
    assert words in offer.text


@pytest.mark.parametrize(
    ("node", "fit"),
    [
        pytest.param("conv", Fit.MISFIT, id="four axes"),
        pytest.param("scores", Fit.MISFIT, id="two axes"),
        pytest.param("later", Fit.UNSURE, id="shape not known"),
        pytest.param("lstm", Fit.MISFIT, id="itself"),
    ],
)
def test_which_outputs_a_recurrent_layer_could_take(
    hand: Hand, document: Document, node: str, fit: Fit
) -> None:
    assert Fitting(document, FixedEnd("lstm", 0, gives=False)).offer(node, 0).fit is fit


@pytest.mark.parametrize(
    ("source", "state", "lands", "fit"),
    [
        pytest.param("words", 0, 0, Fit.REPLACES, id="a sequence is read instead"),
        pytest.param("encoder", 1, 1, Fit.UNSURE, id="a state is begun with"),
    ],
)
def test_what_is_dropped_on_a_recurrent_layer(
    canvas: Canvas, document: Document, source: str, state: int, lands: int, fit: Fit
) -> None:
    encoder = layer("encoder", "LSTM", "words", units=3, return_state=True)
    words, answer = (layer(name, "InputLayer", shape=(5, 4)) for name in ("words", "answer"))
    graph = draw(words, encoder, answer, layer("decoder", "LSTM", "answer", units=3))
    show(document, canvas, graph)
    offer = Fitting(document, FixedEnd(source, state, gives=True)).offer("decoder")
    assert offer.proposal.wire is not None
    assert (offer.proposal.wire.target_port, offer.fit) == (lands, fit)


def test_states_come_to_ports_that_show_with_them(canvas: Canvas, document: Document) -> None:
    encoder = layer("encoder", "LSTM", "words", units=3, return_state=True)
    words, answer = (layer(name, "InputLayer", shape=(5, 4)) for name in ("words", "answer"))
    graph = draw(words, encoder, answer, layer("decoder", "LSTM", "answer", units=3))
    places = {"words": (0, 0), "encoder": (0, 120), "answer": (240, 0), "decoder": (240, 320)}
    show(document, canvas, moved(graph, **places))
    hand = Hand(canvas)
    for state in (1, 2):
        hand.drag(canvas.port_position("encoder", "out", state), hand.middle("decoder"))
    assert [wire.target_port for wire in document.graph.incoming("decoder")] == [0, 1, 2]
    assert document.report.nodes["decoder"].state is NodeState.VALID


@pytest.mark.parametrize(
    ("dtype", "lands"), [pytest.param("bool", 3, id="marks"), pytest.param("float32", 2, id="keys")]
)
def test_truth_values_that_are_dropped_on_attention_become_its_mask(
    canvas: Canvas, document: Document, dtype: str, lands: int
) -> None:
    words = layer("words", "InputLayer", shape=(5, 8))
    marks = layer("marks", "InputLayer", shape=(5, 5), dtype=dtype)
    look = layer("look", "MultiHeadAttention", "words", "words", num_heads=2, key_dim=2)
    places = {"words": (0, 0), "marks": (240, 0), "look": (0, 160)}
    show(document, canvas, moved(draw(words, marks, look), **places))
    hand = Hand(canvas)
    hand.drag(canvas.port_position("marks", "out"), hand.middle("look"))
    assert [wire.target_port for wire in document.graph.incoming("look")] == [0, 1, lands]
    assert document.report.nodes["look"].state is NodeState.VALID
    assert canvas.port_position("look", "in", lands) != canvas.port_position("look", "in", 0)


def test_a_circle_is_told_from_both_ends(hand: Hand, document: Document) -> None:
    forth = Fitting(document, FixedEnd("flat", 0, gives=True)).offer("conv", 0)
    back = Fitting(document, FixedEnd("conv", 0, gives=False)).offer("flat", 0)
    assert (forth.fit, back.fit) == (Fit.MISFIT, Fit.MISFIT)
    assert "circles" in forth.text
    assert "circles" in back.text


def test_harm_further_on_is_told_before_the_wire_is_drawn(hand: Hand, document: Document) -> None:
    graph = draw(
        image(8),
        layer("other", "InputLayer", shape=(5,)),
        layer("a", "Dense", "x", units=4),
        layer("same", "Dropout", "x", rate=0.2),
        layer("sum", "Add", "same", "x"),
    )
    show(document, hand.canvas, graph)
    fitting = Fitting(document, FixedEnd("other", 0, gives=True))
    offer = fitting.offer("same", 0)
    assert offer.fit is Fit.REPLACES
    assert "gives (None, 5)\nBut: Add 'sum'" in fitting.effect(offer)


def test_every_port_is_marked_while_a_wire_is_drawn(hand: Hand, qtbot: QtBot) -> None:
    canvas = hand.canvas
    hand.press(canvas.port_position("conv", "out"))
    hand.go(EMPTY)
    marks = canvas.network.port_marks
    qtbot.waitUntil(lambda: len(marks.marks) == 10)
    colours = canvas.network.work.colours
    assert mark_at(canvas, "lstm", "in").kind is MarkKind.CROSS
    assert mark_at(canvas, "later", "in") == Mark(
        canvas.port_position("later", "in"), colours.accent
    )
    assert mark_at(canvas, "scores", "in").kind is MarkKind.DASHED
    assert mark_at(canvas, "attend", "in", 1).colour == colours.wire
    hand.key(Qt.Key.Key_Escape)
    assert marks.marks == ()
    hand.release(EMPTY)


def test_outputs_are_marked_for_a_wire_from_an_input(hand: Hand, qtbot: QtBot) -> None:
    canvas = hand.canvas
    hand.press(canvas.port_position("later", "in"))
    hand.go(EMPTY)
    qtbot.waitUntil(lambda: len(canvas.network.port_marks.marks) == 9)
    assert mark_at(canvas, "scores", "out").kind is MarkKind.RING
    assert mark_at(canvas, "later", "out").kind is MarkKind.CROSS
    hand.key(Qt.Key.Key_Escape)
    hand.release(EMPTY)


def test_marks_stay_where_a_lifted_wire_came_from(hand: Hand, qtbot: QtBot) -> None:
    canvas = hand.canvas
    hand.press(canvas.port_position("flat", "in"))
    hand.go(EMPTY)
    qtbot.waitUntil(lambda: len(canvas.network.port_marks.marks) == 10)
    assert mark_at(canvas, "flat", "in").kind is MarkKind.RING
    hand.key(Qt.Key.Key_Escape)
    hand.release(EMPTY)


def test_hovering_a_misfit_says_why(hand: Hand) -> None:
    bubble = hand.canvas.findChild(Bubble)
    assert isinstance(bubble, Bubble)
    hand.press(hand.canvas.port_position("conv", "out"))
    hand.go(hand.middle("lstm"))
    assert "batch, time and features" in bubble.text()
    hand.key(Qt.Key.Key_Escape)
    hand.release(hand.middle("lstm"))


# The popup


def drop_wire(hand: Hand, node: str, side: str) -> SearchPopup:
    """Let a wire go over nothing and return the popup."""
    hand.drag(hand.canvas.port_position(node, side), EMPTY)
    return popup_of(hand.canvas)


def test_valid_layers_come_first_then_those_that_join_then_the_rest(catalog: Catalog) -> None:
    found = choices(catalog.layers.values(), IMAGE, ())
    chances = [choice.chance for choice in found]
    assert chances == sorted(chances)
    assert set(chances) == set(Chance)
    by_name = {choice.spec.name: choice for choice in found}
    assert by_name["Dense"].gives == "(None, 28, 28, 32)"
    assert by_name["Add"].chance is Chance.NEEDS_MORE
    assert by_name["LSTM"].chance is Chance.MISFIT
    assert "(None, 28, 28, 3)" in by_name["LSTM"].reason
    assert by_name["InputLayer"].chance is Chance.MISFIT
    assert len(found) == sum(spec.placeable for spec in catalog.layers.values())


def test_last_used_comes_first_among_equals(catalog: Catalog) -> None:
    layers = catalog.layers.values()
    names = [choice.spec.name for choice in choices(layers, IMAGE, ("LSTM", "Flatten"))]
    assert names[0] == "Flatten"
    assert choices(layers, None, ("LSTM",))[0].spec.name == "LSTM"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("conv", "Conv2D"),
        ("gap2d", "GlobalAveragePooling2D"),
        ("lstm", "ConvLSTM1D"),
        ("simple", "SimpleRNN"),
    ],
)
def test_typing_keeps_valid_ones_in_front(catalog: Catalog, text: str, first: str) -> None:
    found = matching(choices(catalog.layers.values(), IMAGE, ()), text)
    assert found[0].spec.name == first
    assert [choice.chance for choice in found] == sorted(choice.chance for choice in found)


def test_wire_let_go_over_nothing_adds_a_wired_layer(hand: Hand, document: Document) -> None:
    before = document.graph
    popup = drop_wire(hand, "conv", "out")
    assert document.graph == before
    assert hand.canvas.network.pending.isVisible()
    QTest.keyClicks(popup.field, "maxpool")
    assert rows(popup)[0] == "MaxPooling2D"
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert no_popup(hand.canvas)
    assert not hand.canvas.network.pending.isVisible()
    (key,) = document.selection
    assert ("conv", 0, key, 0) in wires(document)
    assert document.report.nodes[key].outputs[0].shape == (None, 13, 13, 4)
    top = hand.canvas.port_position(key, "in")
    assert (top - EMPTY).manhattanLength() < 16
    assert len(document.history.steps) == 1
    document.undo()
    assert document.graph == before


def test_wire_from_an_input_adds_a_layer_that_feeds_it(hand: Hand, document: Document) -> None:
    popup = drop_wire(hand, "lstm", "in")
    QTest.keyClicks(popup.field, "embedding")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    (key,) = document.selection
    assert (key, 0, "lstm", 0) in wires(document)


def test_an_input_is_added_alone_as_nothing_can_feed_it(hand: Hand, document: Document) -> None:
    before = wires(document)
    popup = drop_wire(hand, "conv", "out")
    QTest.keyClicks(popup.field, "input")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    (key,) = document.selection
    assert document.graph.nodes[key].class_name == "InputLayer"
    assert wires(document) == before


def test_arrows_lead_past_headings_and_a_click_chooses(hand: Hand, document: Document) -> None:
    popup = drop_wire(hand, "conv", "out")
    QTest.keyClicks(popup.field, "merging")
    assert rows(popup)[0] == "Needs more wires"
    current = popup.list.currentItem()
    assert current is not None
    assert current.text() == "Add"
    assert "joins several wires" in popup.reason.text()
    for _ in range(3):
        QTest.keyClick(popup.field, Qt.Key.Key_Down)
    QTest.keyClick(popup.field, Qt.Key.Key_Up)
    current = popup.list.currentItem()
    assert current is not None
    place = popup.list.visualItemRect(current).center()
    QTest.mouseClick(popup.list.viewport(), LEFT, NONE, place)
    (key,) = document.selection
    assert document.graph.nodes[key].class_name == current_name(rows(popup), 2)


def current_name(listed: list[str], place: int) -> str:
    """Return a layer of a list by its place, headings left out."""
    return [text for text in listed if text != "Needs more wires"][place]


def test_reason_stands_below_the_list_and_in_the_tip(hand: Hand) -> None:
    popup = drop_wire(hand, "conv", "out")
    QTest.keyClicks(popup.field, "simple")
    assert rows(popup)[0] == "Does not fit here"
    assert "batch, time and features" in popup.reason.text()
    assert "batch, time and features" in popup.list.item(1).toolTip()
    QTest.keyClicks(popup.field, "zzz")
    assert rows(popup) == []
    assert popup.reason.text() == "No layer is called that."
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    assert not no_popup(hand.canvas)


@pytest.mark.parametrize("by_key", [True, False], ids=["escape", "click beside"])
def test_popup_goes_without_a_choice(hand: Hand, document: Document, by_key: bool) -> None:
    before = document.graph
    popup = drop_wire(hand, "conv", "out")
    QTest.keyClick(popup.field, Qt.Key.Key_Tab)
    assert popup.isVisible()
    if by_key:
        QTest.keyClick(popup.field, Qt.Key.Key_Escape)
    else:
        hand.click(QPointF(-120, 500))
    assert no_popup(hand.canvas)
    assert not hand.canvas.network.pending.isVisible()
    assert document.graph == before


def test_pulling_a_wire_off_asks_nothing(hand: Hand) -> None:
    hand.drag(hand.canvas.port_position("scores", "in"), EMPTY)
    assert no_popup(hand.canvas)


def test_double_click_on_nothing_asks_for_any_layer(hand: Hand, document: Document) -> None:
    QTest.mouseDClick(hand.canvas.viewport(), LEFT, NONE, hand.at(EMPTY))
    popup = popup_of(hand.canvas)
    assert "Does not fit here" not in rows(popup)
    QTest.keyClicks(popup.field, "dense")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    (key,) = document.selection
    assert hand.canvas.node_rect(key).contains(EMPTY)
    QTest.mouseDClick(hand.canvas.viewport(), LEFT, NONE, hand.at(EMPTY + QPointF(0, 120)))
    assert rows(popup_of(hand.canvas))[0] == "Dense"


def test_tab_asks_for_the_layer_after_the_selected_one(hand: Hand, document: Document) -> None:
    document.select(("scores",))
    hand.key(Qt.Key.Key_Tab)
    popup = popup_of(hand.canvas)
    QTest.keyClicks(popup.field, "softmax")
    QTest.keyClick(popup.field, Qt.Key.Key_Return)
    (key,) = document.selection
    assert ("scores", 0, key, 0) in wires(document)


def test_tab_asks_for_any_layer_with_nothing_selected(canvas: Canvas, document: Document) -> None:
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    QTest.keyClick(popup_of(canvas).field, Qt.Key.Key_Return)
    assert [node.class_name for node in document.graph.nodes.values()] == ["InputLayer"]
    QTest.keyClick(canvas, Qt.Key.Key_Tab, SHIFT)
    assert no_popup(canvas)


def test_a_shared_layer_takes_only_what_fits_its_other_calls(
    canvas: Canvas, document: Document
) -> None:
    graph = draw(
        image(8),
        layer("small", "InputLayer", shape=(5,)),
        layer("again", "InputLayer", shape=(8,)),
        layer("embed", "Dense", "x", units=4),
    )
    graph, call = call_again(graph, "embed", 240, 120)
    show(document, canvas, graph)
    misfit = Fitting(document, FixedEnd("small", 0, gives=True)).offer(call, 0)
    assert misfit.fit is Fit.MISFIT
    assert "(None, 8) at its first call" in misfit.text
    fits = Fitting(document, FixedEnd("again", 0, gives=True)).offer(call, 0)
    assert fits.fit is Fit.FITS


def test_ports_of_a_large_network_are_marked_where_they_are_in_sight(
    canvas: Canvas, document: Document, qtbot: QtBot
) -> None:
    graph = chain(image(8), *(layer(f"d{number}", "Dense", units=8) for number in range(500)))
    show(document, canvas, graph)
    canvas.centerOn(canvas.node_rect("d250").center())
    hand, start = Hand(canvas), canvas.port_position("d250", "out")
    hand.press(start)
    hand.go(start + QPointF(30, 60))
    marks = canvas.network.port_marks
    assert not marks.boundingRect().isValid()
    counts = []
    for turn in (0, -840):
        hand.wheel(start, turn)
        hand.go(start + QPointF(30, 60))
        seen = canvas.network.nodes_in(seen_area(canvas))
        qtbot.waitUntil(partial(all_are_marked, canvas))
        crosses = sum(mark.kind is MarkKind.CROSS for mark in marks.marks)
        assert crosses == sum(int(key[1:]) <= 250 for key in seen)  # all that feed it, and itself
        counts.append(len(seen))
    assert 0 < counts[0] < counts[1] < 500
    hand.key(Qt.Key.Key_Escape)
    hand.release(start + QPointF(30, 60))
    assert len(marks.marks) == 0
