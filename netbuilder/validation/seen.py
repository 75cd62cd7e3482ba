"""What is kept of a network from one edit to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from netbuilder.validation.stale import Known
from netbuilder.validation.structure import Structure


@dataclass(frozen=True, slots=True)
class Seen:
    """A network as it was seen so far; only those without cycles are kept.

    Attributes:
        structure: What its wires and names said the last time.
        latest: All that was known the last time.
        sound: The same, of the last time when nothing failed, or else of the last time.
    """

    structure: Structure | None = None
    latest: Known | None = None
    sound: Known | None = None

    def then(self, structure: Structure, now: Known) -> Seen:
        """Return what is kept after the network was seen once more."""
        if structure.topology.cycles:
            return replace(self, structure=structure, latest=None)
        stays = self.sound is not None and now.flaws and not self.sound.flaws
        return Seen(structure, now, self.sound if stays else now)

    @property
    def nearest(self) -> Known | None:
        """What a fix of one error will mostly lead to.

        If there is only one, that is the last network in which nothing failed; if there are
        more, much stays as it is.
        """
        several = self.latest is not None and len(self.latest.flaws) > 1
        return self.latest if several else self.sound


NOTHING_SEEN = Seen()
