"""Weekbrief's sender: delivers the letters of the outbox; it knows addresses and bytes, no child, no consent, no template.

What it reads and writes is described where the letters come from (`weekbrief_build.outbox`, "The door"): that text is the contract.
"""
