"""Writes functions of ``keras.ops``, which are called on tensors at once."""

from __future__ import annotations

from collections.abc import Sequence

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import LayerSpec
from netbuilder.codegen.objects import arguments
from netbuilder.codegen.write import Bracketed, Expression, call, flat, listing, named, text
from netbuilder.graph import Config, Graph, Node, Params, Value
from netbuilder.graph.names import OPERATION_PREFIX, automatic_stem

OPERATIONS = "keras.ops"


def is_operation(node: Node, catalog: Catalog) -> bool:
    """Tell whether a node is a function of ``keras.ops``, not a layer."""
    spec = catalog.layers.get(node.class_name)
    return spec is not None and spec.module == OPERATIONS


def operations_in(graph: Graph) -> frozenset[str]:
    """Return what Keras calls the functions in a network, submodels included: ``add``."""
    own = {
        automatic_stem(node.class_name)
        for node in graph.nodes.values()
        if node.class_name.startswith(OPERATION_PREFIX)
    }
    inner = (operations_in(node.inner) for node in graph.nodes.values() if node.inner)
    return frozenset(own).union(*inner)


def operation_call(node: Node, given: Sequence[Expression], catalog: Catalog) -> Bracketed:
    """Return the call of a node's function on tensors: ``ops.mean(x, axis=1)``.

    Args:
        node: The node; a function of ``keras.ops``.
        given: The tensors that it is called on. A function that takes any number of
            them takes a list.
        catalog: What is known of its class.
    """
    spec = catalog.layers[node.class_name]
    match spec.name:
        case "ops.get_item":
            return Bracketed(f"{flat(given[0])}[", _key_parts(node.params["key"]), "]")
        case "ops.einsum":
            return call(spec.name, [text(str(node.params["subscripts"])), *given])
    values = arguments(spec, node.params, catalog, all_named=True)
    tensors = [listing(given)] if spec.ports.maximum is None else _operands(spec, node, given)
    return call(spec.name, [*tensors, *values])


def _operands(spec: LayerSpec, node: Node, given: Sequence[Expression]) -> list[Expression]:
    """Return the tensors, by name where a number stands for one of the operands."""
    free = [name for name in spec.ports.names if name not in node.params]
    if len(free) == len(spec.ports.names):
        return list(given)
    return [named(name, tensor) for name, tensor in zip(free, given, strict=False)]


def _key_parts(key: Value) -> tuple[str, ...]:
    """Return what stands between the brackets of ``x[:, 0]``."""
    return tuple(map(_key_part, key if isinstance(key, tuple) else (key,)))


def _key_part(part: Value) -> str:
    if isinstance(part, Config):  # the only one there is: "all axes that are not named"
        return "..."
    if not isinstance(part, Params):
        return repr(part)
    start, stop, step = (
        "" if part.get(name) is None else str(part[name]) for name in ("start", "stop", "step")
    )
    return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"
