"""Where Keras 3 stores what a layer holds, in the archive of a .keras file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from netbuilder.graph.names import automatic_stem


def stored_places(layers: Iterable[object]) -> Iterator[tuple[Mapping[str, object], str]]:
    """Yield each layer of a config's ``layers`` with the name of its folder or group.

    They are called after their classes and numbered: ``dense``, ``dense_1``. See
    ``_save_container_state`` in keras/src/saving/saving_lib.py.
    """
    used: dict[str, int] = {}
    for layer in layers:
        if isinstance(layer, dict):
            kind = automatic_stem(str(layer.get("class_name")).rpartition(">")[2])
            number = used[kind] = used.get(kind, -1) + 1
            yield layer, f"{kind}_{number}" if number else kind
