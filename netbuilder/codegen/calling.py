"""What the styles that call layers one by one have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from netbuilder.catalog.library import Catalog
from netbuilder.catalog.spec import LISTED_MASKS, LayerSpec
from netbuilder.catalog.submodels import spec_of
from netbuilder.codegen.objects import call_arguments
from netbuilder.codegen.operations import is_operation
from netbuilder.codegen.tensors import Tensors
from netbuilder.codegen.write import Expression, listing, named
from netbuilder.graph import Graph, Node, Port

_SPREAD = frozenset({"MultiHeadAttention", "GroupQueryAttention"})
"""Layers that take several tensors as arguments of their own; all others take a list."""


def tensors_given(
    graph: Graph, node: Node, catalog: Catalog, tensors: Tensors
) -> tuple[Expression, ...]:
    """Return what a layer is called with; nothing for an Input."""
    spec = spec_of(node, catalog.layers)
    masks: dict[str, Expression] = {}
    inputs: list[Expression] = []
    for wire in graph.incoming(node.id):
        mask = spec.ports.mask_at(wire.target_port) if spec is not None else ""
        if mask:
            masks[mask] = tensors.values[wire.start]
        else:
            inputs.append(tensors.values[wire.start])
    given = _given(node, catalog, spec, inputs)
    return (*given, *_masks(spec, masks)) if spec is not None and masks else given


def _given(
    node: Node, catalog: Catalog, spec: LayerSpec | None, inputs: Sequence[Expression]
) -> tuple[Expression, ...]:
    """Return what a layer is called with besides masks."""
    takes_list = spec is not None and spec.ports.takes_list(len(inputs))
    spreads = node.class_name in _SPREAD or (spec is not None and _takes_by_name(spec))
    if spec is not None and spec.ports.later:
        first, states = inputs[: spec.ports.minimum], inputs[spec.ports.minimum :]
        return (*first, *((named(spec.ports.later, listing(states)),) if states else ()))
    if is_operation(node, catalog):
        return tuple(inputs)
    settings = call_arguments(spec, node.params) if spec is not None else ()
    if inputs and takes_list and not spreads:
        return (listing(inputs), *settings)
    return (*inputs, *settings)


def _masks(spec: LayerSpec, masks: Mapping[str, Expression]) -> Iterator[Expression]:
    """Yield the masks by their names; ``Attention`` takes a list of them."""
    if spec.name in LISTED_MASKS:
        yield named("mask", listing([masks.get(name, "None") for name in spec.ports.masks]))
        return
    for name, mask in masks.items():
        yield named(name, mask)


def _takes_by_name(spec: LayerSpec) -> bool:
    """Tell whether a custom layer's ``call`` has an argument for each of several tensors."""
    return spec.custom is not None and bool(spec.ports.names)


def variables(ports: Iterable[Port], tensors: Tensors) -> tuple[str, ...]:
    """Return the variables of the tensors that leave ports, of those that have one."""
    return tuple(tensors.values[port] for port in ports if port in tensors.values)


def one_or_list(names: Sequence[str]) -> Expression:
    """Return a single variable, or a list of several."""
    return names[0] if len(names) == 1 else listing(names)
