"""What holds for all tests."""

import os

from hypothesis import settings

# A time limit for each example would fail on a busy machine, and nowhere else. CI tries the same
# examples each time, so that a change is judged by what it changed; `make fuzz` looks for new ones.
settings.register_profile("netbuilder", deadline=None, derandomize=True)
settings.register_profile("fuzz", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("NETBUILDER_TESTS", "netbuilder"))
