"""What holds for all tests: a machine that is busy fails none of them, for speed is measured in `bench/`."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("weekbrief", parent=settings(), deadline=None)
settings.load_profile("weekbrief")
