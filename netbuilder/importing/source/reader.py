"""Reads a whole script: which of its models is meant, and how it is trained."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import replace

from netbuilder.catalog.syntax import syntax_tree
from netbuilder.graph.walks import output_ports
from netbuilder.i18n import tr
from netbuilder.importing.config import Imported, read_model
from netbuilder.importing.errors import ConfigError
from netbuilder.importing.source.classes import is_model, method_of
from netbuilder.importing.source.layers import INPUT, Layers
from netbuilder.importing.source.limits import ReadingEndsError, ScriptEndsError
from netbuilder.importing.source.models import layers_of
from netbuilder.importing.source.outside import Options
from netbuilder.importing.source.own_code import definitions, own_code
from netbuilder.importing.source.phases import all_layers, tuning_of
from netbuilder.importing.source.scope import Scope
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.statements import Statements
from netbuilder.importing.source.training import TrainingReader
from netbuilder.importing.source.values import (
    Arguments,
    Function,
    Instance,
    Layer,
    Network,
    ScriptClass,
    tensors_in,
)
from netbuilder.importing.source.writing import made_as, write_network
from netbuilder.training.settings import PRECISIONS, TrainingSettings

_MOST_BYTES = 2**20
_TUNER = "hp"
"""What a function takes that a tuner calls with its ``HyperParameters``."""


def read_source(text: str) -> Imported:
    """Return the model that a Python script builds; the script is read and never run.

    Args:
        text: The script.

    Raises:
        ConfigError: it is no Python, or no model could be found in it.
    """
    if len(text) > _MOST_BYTES:
        raise ConfigError(tr("The script is longer than {limit} MB.", limit=1))
    try:
        return _read(text)
    except (RecursionError, MemoryError):
        raise ConfigError(tr("The script is nested too deeply.")) from None


def _read(text: str) -> Imported:
    session, tree = Session(text.splitlines()), _parsed(text)
    statements = Statements(session)
    scope = Scope()
    try:
        statements.run(tree.body, scope)
    except ReadingEndsError as end:
        _note_end(session, end)
    chosen = _chosen(session)
    if chosen is None:
        chosen = _built(session, statements, scope)
    network, facts = _traced(session, statements, chosen)
    _note_others(session, network)
    tuning = tuning_of(facts.phases, network)
    _note_weights(session, network)
    imported = read_model(write_network(network))
    ends = [imported.graph.nodes[port.node].name for port in output_ports(imported.graph)]
    reader = TrainingReader(session.notes, frozenset(definitions(tree)), ends)
    training = reader.read(facts.compiled, facts.fitted, tuning)
    if training is not None:
        training = _as_said(training, session)
    notes = session.notes
    custom = own_code(tree, session.lines, imported.graph, training)
    return Imported(network.layer.name, imported.graph, training, notes.all, custom)


def _as_said(training: TrainingSettings, session: Session) -> TrainingSettings:
    """Return the settings of a training with what the script says for all that it does."""
    seed = training.seed if session.seed is None else session.seed
    known = session.precision in PRECISIONS
    precision = session.precision if known else training.precision
    return replace(training, seed=seed, precision=precision)


def _parsed(text: str) -> ast.Module:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the script's, such as of a wrong backslash
            return syntax_tree(text)
    except SyntaxError as error:
        line = error.lineno or 1
        message = tr("Line {line} is no Python: {reason}.", line=line, reason=error.msg)
        raise ConfigError(message, line) from None
    except ValueError as error:
        raise ConfigError(tr("It is no Python: {reason}.", reason=str(error))) from None


def _note_end(session: Session, end: ReadingEndsError) -> None:
    if isinstance(end, ScriptEndsError):
        message = tr("The script ends here; what follows is not read.")
    else:
        message = tr("This takes too many steps to follow; what comes after it is not read.")
    session.notes.add(message, end.line)


def _chosen(session: Session) -> Network | Instance | None:
    """Return the model that is meant: the one that is trained last, or else made last."""
    inner = set(_used_inside(session))
    models: list[tuple[Network, Network | Instance]] = [
        *((network, network) for network in session.networks),
        *((one.facts, one) for one in _followable(session) if one.facts is not None),
    ]
    whole = [pair for pair in models if pair[1].layer not in inner]
    for group in (
        [pair for pair in models if pair[0].fitted is not None],
        [pair for pair in whole if pair[0].compiled is not None],
        sorted(whole, key=lambda pair: _line_of(pair[1])),
        models,
    ):
        if group:
            return group[-1][1]
    return None


def _used_inside(session: Session) -> Iterator[Layer]:
    """Yield the models that others of the script hold as layers."""
    for network in session.networks:
        yield from layers_of(network)
    for instance in _followable(session):
        for part in instance.attributes.values():
            layer = part.layer if isinstance(part, (Instance, Network)) else None
            if layer is not None:
                yield layer


def _followable(session: Session) -> Iterator[Instance]:
    """Yield the script's own models that say how they work; a GAN holds models and says nothing."""
    return (one for one in session.instances if method_of(one.of, "call") is not None)


def _line_of(model: Network | Instance) -> int:
    return model.layer.line if model.layer is not None else 0


def _built(session: Session, statements: Statements, scope: Scope) -> Network | Instance:
    """Return the model of a script that only says how one is built.

    Raises:
        ConfigError: there is none.
    """
    for value in reversed(list(scope.names.values())):
        if isinstance(value, Function) or (isinstance(value, ScriptClass) and is_model(value)):
            result = _tried(statements, value)
        else:
            continue
        if isinstance(result, (Network, Instance)):
            return result
    lost = next((note.message for note in session.notes.all), "")
    raise ConfigError(f"{tr('No model of Keras could be found in the script.')} {lost}".strip())


def _tried(statements: Statements, value: Function | ScriptClass) -> object:
    """Return what a function or class gives when it is called without arguments."""
    function = value
    if isinstance(value, ScriptClass):
        found = method_of(value, "__init__")
        function = found[0] if found else value
    line = value.node.lineno if isinstance(value, Function) else value.line
    chosen: tuple[object, ...] = ()
    if isinstance(function, Function):
        given = function.node.args
        first = 1 if isinstance(value, ScriptClass) else 0
        names = [part.arg for part in (*given.posonlyargs, *given.args)][first:]
        if names == [_TUNER]:
            chosen = (Options(),)
        elif len(names) > len(function.defaults):
            return None
    try:
        return statements.calls.apply(value, Arguments(line, chosen))
    except ReadingEndsError:
        return None


def _traced(
    session: Session, statements: Statements, chosen: Network | Instance
) -> tuple[Network, Network]:
    """Return the network of the chosen model, and what was done with it.

    Raises:
        ConfigError: what the script's own class does could not be followed.
    """
    layers = Layers(session)
    models = statements.calls.models
    if isinstance(chosen, Network):
        if chosen.is_chain and any(layer.instance or layer.network for layer in chosen.chain):
            models.ends(chosen)
        if chosen.is_chain and chosen.chain and chosen.chain[0].class_name == "Embedding":
            models.tell_shape(chosen, (None, None))  # as Keras 1 and 2 did: texts of any length
        return chosen, chosen
    facts = chosen.facts or Network(Layer("", "", {}, "", 0))
    layer = chosen.layer
    if layer is not None and layer.network is None:
        tensors = layers.entries(facts.input_shape, layer.line)
        if not all(tensor.known for tensor in tensors_in(tensors)):
            session.notes.add(
                tr("The script does not say what shape the model's input has; choose it."),
                layer.line,
            )
        statements.calls.apply(chosen, Arguments(layer.line, (tensors,)))
    if layer is None or layer.network is None:
        raise ConfigError(
            tr("What the class {name} does could not be followed.", name=chosen.of.name)
        )
    return layer.network, facts


def _note_others(session: Session, network: Network) -> None:
    inner, shared = set(_used_inside(session)), _entries(network)
    others = [
        other.layer.name
        for other in session.networks
        if other is not network and other.layer not in inner and not _entries(other) & shared
    ]
    if others:
        session.notes.add(
            tr(
                "The script makes other models too, which were left out: {names}.",
                names=", ".join(dict.fromkeys(others)),
            )
        )


def _note_weights(session: Session, network: Network) -> None:
    """Say which ready-made networks begin with other weights than the script says."""
    inside = set(all_layers(network))
    for made in session.ready_made:
        stands = made.layer in inside and made_as(made.layer) is not None
        if made.weights and not stands:
            session.notes.add(
                tr(
                    "{name} is read with all its layers, but the weights {weights} are no part of "
                    "a script: it begins with random ones.",
                    name=made.name,
                    weights=repr(made.weights),
                ),
                made.layer.line,
            )


def _entries(network: Network) -> set[Layer]:
    """Return the Inputs of a model; models that share one are parts of each other."""
    return {layer for layer in layers_of(network) if layer.class_name == INPUT}
