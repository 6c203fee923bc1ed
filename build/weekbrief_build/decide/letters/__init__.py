"""Decides what stands in a letter: the views of a post, what fits, the dates beside it, and which letter that waits may leave as it is.

Two families that see the same share one view. Nothing here ever shows a family more than its view does, or leaves out what would fit.
"""
