"""Looks whether letters would go: the server, the login, and what DNS says of the school's domain; it sends no letter and changes nothing.

What it finds are codes with values, one JSON object a line: `weekbrief_build.job.doctor` makes sentences of them. A code that stands
there has to be made here, and the other way round; `tests/door/test_doctor.py` guards it.
"""
