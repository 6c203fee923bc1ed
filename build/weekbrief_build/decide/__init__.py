"""The decisions: pure functions over the frozen values of `school`; no file, clock, network or randomness is met here.

Each answer carries its reasons. A reader should be able to read these modules aloud to a head teacher.
"""
