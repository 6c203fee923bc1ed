"""Reads the PDF files that go along with a post, and makes them clean, in a process of its own: what they hide never leaves the school.

papers      asks the worker about a file, and keeps what it said
pdf_worker  the program that opens it
pdf         what it does with it
"""
