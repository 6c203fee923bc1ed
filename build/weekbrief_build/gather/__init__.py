"""Reads the school folder, once per run, into the frozen values of `school`; collects mistakes and decides nothing."""
