"""What holds for all tests."""

from hypothesis import settings

# A time limit for each example would fail on a busy machine, and nowhere else.
settings.register_profile("netbuilder", deadline=None)
settings.load_profile("netbuilder")
