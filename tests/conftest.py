"""What holds for all tests: a machine that is busy fails none of them, for speed is measured in `bench/`."""

from __future__ import annotations

from hypothesis import Phase, settings

settings.register_profile("weekbrief", parent=settings(), deadline=None)
settings.load_profile("weekbrief")

settings.register_profile("unshrunk", parent=settings(), phases=[phase for phase in Phase if phase not in (Phase.shrink, Phase.explain)])
"""Says within seconds that something is wrong, and not with the smallest example: for `make quick` and `make mutants`."""
