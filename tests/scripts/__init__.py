"""Scripts as students write them, by what is special about them; each builds ``model``."""

from collections.abc import Mapping

from tests.scripts.classes import CLASSES
from tests.scripts.functional import FUNCTIONAL
from tests.scripts.helpers import HELPERS
from tests.scripts.sequential import SEQUENTIAL

SCRIPTS = {**SEQUENTIAL, **FUNCTIONAL, **HELPERS, **CLASSES}

NOTED: Mapping[str, tuple[str, ...]] = {
    "shape of the data": ("fit(validation_data=…) could not be taken over.",),
}
"""What of these scripts no setting of a training stands for; all else is taken over."""
