"""Decides what people are told: the reasons of an answer, what would change it, who hears of which mistake, and how often.

Equal things are said once. Nothing here ever advises to take a no, a row or a person away, and no letter depends on it.
"""
