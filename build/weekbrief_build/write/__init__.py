"""Writes into the school folder what a person clicked, as that person could have written it: the inverse of `gather`.

Sidecars, posts, rows of a table and lines of a YAML file are written here, and nowhere else; it decides nothing.
Whatever else stands in a file stays as it was, byte for byte, and a file that is not as it was read is never written over.
"""
