"""Reads who is in a picture from what its file carries, and from what photo programs put beside it; bytes in, names and places out, no I/O.

Whatever is half understood is a doubt, which counts as a person who is not known: there may be more people than we read, never fewer.
"""
