"""Decides what waits for a person: a post with a name that may not stand, with words that are looked at, that came late or was used again.

What is held back goes to nobody, and its teacher is asked in words they know, for as long as an answer can change anything. Nothing here
ever lets anything go.
"""
