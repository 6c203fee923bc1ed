"""Decides what there is: which post is one that was seen before, who its readers are and since when, what of it was told to whom.

A post is judged once per run, and what was decided of it is held here for everybody who asks. Nothing here ever decides who may see
what, or holds a post back.
"""
