"""Scripts as students write them, by what is special about them; each builds ``model``."""

from tests.scripts.classes import CLASSES
from tests.scripts.functional import FUNCTIONAL
from tests.scripts.helpers import HELPERS
from tests.scripts.sequential import SEQUENTIAL

SCRIPTS = {**SEQUENTIAL, **FUNCTIONAL, **HELPERS, **CLASSES}
