"""Decides what a reply means; empty until questions and the consent year move in.

Restricting will be free, widening will need proof. Nothing here ever guesses what a parent meant.
"""
