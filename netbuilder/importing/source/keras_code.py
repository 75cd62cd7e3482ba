"""Reads the networks of ``keras.applications`` in Keras's own source, as any script is read.

So every size, width and depth that these functions take is understood. Keras itself is not
imported: its source lies beside it as text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from netbuilder.catalog.applications import APPLICATIONS
from netbuilder.catalog.library import load_catalog
from netbuilder.catalog.submodels import SUBMODELS
from netbuilder.catalog.syntax import syntax_tree
from netbuilder.graph import Params
from netbuilder.graph.submodels import APPLICATION
from netbuilder.graph.values import params_from_json
from netbuilder.i18n import tr
from netbuilder.importing.source.limits import ReadingEndsError, ScriptEndsError
from netbuilder.importing.source.models import layers_of
from netbuilder.importing.source.paths import canonical
from netbuilder.importing.source.scope import Scope
from netbuilder.importing.source.session import Session
from netbuilder.importing.source.values import (
    Arguments,
    Array,
    Function,
    Named,
    Network,
    ReadyMade,
    ScriptClass,
    Tensor,
    unknown_in,
)

AREA = "keras.applications."

_PREPARING = "preprocess_input"
_SOURCES = {"resnet50": "resnet"}
"""Modules whose source lies in another file."""

RunBody = Callable[[Sequence[ast.stmt], Scope], None]
RunFunction = Callable[[Function, Arguments], object]


class KerasCode:
    """Calls functions of ``keras.applications``.

    Args:
        session: The reading.
        run_body: Follows the statements of a module.
        run: Runs a function.
    """

    def __init__(self, session: Session, run_body: RunBody, run: RunFunction) -> None:
        self._session = session
        self._run_body = run_body
        self._run = run
        self._modules: dict[Path, Scope] = {}
        self._inside = False

    def call(self, callee: Named, arguments: Arguments) -> object:
        """Return what such a function gives; ``...`` where that could not be followed.

        Args:
            callee: Its name.
            arguments: What it is called with.
        """
        if callee.last == _PREPARING and isinstance(arguments.get("x", 0), Array):
            return arguments.get("x", 0)  # other numbers in the same shape
        if self._inside:
            function = self._function(callee)
            return ... if function is None else self._run(function, arguments)
        self._inside = True
        try:
            result = self._followed(callee, arguments)
        finally:
            self._inside = False
        if isinstance(result, Network):
            self._settle(result, callee, arguments)
        return result

    def _followed(self, callee: Named, arguments: Arguments) -> object:
        """Return what a function gives if all that it does could be followed, else ``...``."""
        session, before = self._session, len(self._session.networks)
        refusal: ScriptEndsError | None = None
        result: object = ...
        with session.elsewhere() as notes:
            try:
                if function := self._function(callee):
                    result = self._run(function, arguments)
            except ScriptEndsError as error:
                refusal = error
            except ReadingEndsError:
                raise ReadingEndsError(arguments.line) from None
        if isinstance(result, Network | Tensor) and not notes.all:
            return result
        del session.networks[before:]
        if is_network(callee):
            session.notes.add(_obstacle(callee.last, refusal), arguments.line)
            unknown = tr("{name} can only stand as an unknown layer.", name=callee.last)
            session.notes.add(unknown, arguments.line)
        return ...

    def _settle(self, network: Network, callee: Named, arguments: Arguments) -> None:
        """Let a network stand in the line that calls for it, and keep how it was made."""
        network.layer.line = arguments.line
        for layer in layers_of(network):
            layer.line = arguments.line
        function = self._function(callee)
        names = [] if function is None else [arg.arg for arg in function.node.args.args]
        given = {**dict(zip(names, arguments.args, strict=False)), **arguments.kwargs}
        weights = given.setdefault("weights", "imagenet")
        network.layer.application = _params(callee.last, given)
        self._session.ready_made.append(
            ReadyMade(network.layer, callee.last, weights if isinstance(weights, str) else "")
        )

    def _function(self, callee: Named) -> Function | None:
        """Return a function out of Keras's source."""
        named = callee.path.removeprefix(AREA).split(".")[0]
        for path in _files(_SOURCES.get(named, named), callee.last):
            found = self._module(path).names.get(callee.last)
            if isinstance(found, Function):
                return found
        return None

    def _module(self, path: Path) -> Scope:
        if path not in self._modules:
            scope = self._modules[path] = Scope()
            self._run_body(_tree(path).body, scope)
            scope.names.update(_known_layers(scope))
        return self._modules[path]


def _obstacle(name: str, refusal: ScriptEndsError | None) -> str:
    """Say why a network could not be made."""
    if refusal is None:
        return tr("{name} could not be followed.", name=name)
    if not refusal.reason:
        return tr("Keras refuses {name} with these arguments.", name=name)
    return tr("Keras refuses {name}: {reason}", name=name, reason=refusal.reason)


def is_network(callee: Named) -> bool:
    """Tell whether a function makes a network."""
    return callee.path.startswith(AREA) and callee.last[:1].isupper()


def _params(name: str, given: dict[str, object]) -> Params | None:
    """Return the parameters of a ready-made network's node; None if they cannot say all."""
    spec = SUBMODELS[APPLICATION]
    said = {
        key: value
        for key, value in given.items()
        if key != "name" and (value is not None or spec.param(key) is None)
    }
    known = all(param is not None and param.fixed for param in map(spec.param, said))
    if not known or name not in APPLICATIONS or unknown_in(tuple(said.values())):
        return None
    params = params_from_json({"application": name, **said})
    return params.without("include_top") if params.get("include_top") is True else params


def _files(module: str, name: str) -> Iterator[Path]:
    """Yield the files that may define a name, that of its own module first."""
    sources = _sources()
    own = [path for path in sources if path.stem == module]
    for path in own or sources:
        if re.search(rf"^def {name}\(", sources[path], re.MULTILINE):
            yield path


@cache
def _sources() -> dict[Path, str]:
    """Return the source of ``keras.applications`` by file; none where Keras has no source."""
    keras = find_spec("keras")
    found = (keras.submodule_search_locations if keras else None) or ()
    files = (
        path
        for place in found
        for path in sorted(Path(place, "src", "applications").glob("*.py"))
        if not path.stem.endswith("_test")
    )
    return {path: path.read_text(encoding="utf-8") for path in files}


@cache
def _tree(path: Path) -> ast.Module:
    return syntax_tree(_sources()[path])


def _known_layers(scope: Scope) -> Iterator[tuple[str, Named]]:
    """Yield the layers that a module defines and the catalogue knows."""
    layers = load_catalog().layers
    for name, value in scope.names.items():
        if isinstance(value, ScriptClass) and name in layers:
            yield name, Named(canonical(f"{layers[name].module}.{name}"))
