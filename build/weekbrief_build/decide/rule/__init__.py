"""Decides who may see what: whose yes or no counts on a day, who is in a picture, whose name stands in a text.

Every answer carries its reasons, and what is not known is not shown. No answer here ever depends on what was sent before, or on who
asks.
"""
