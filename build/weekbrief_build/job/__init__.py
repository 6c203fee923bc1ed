"""Gather, decide, apply: the one place where reading, decisions and effects are wired together."""
