"""Decides everything at once: all decisions of a run meet here, and nowhere else.

The plan is data: what is due, what is held back, what is taken back, what is remembered. Nothing here ever judges a picture, a name or a
consent by itself.
"""
