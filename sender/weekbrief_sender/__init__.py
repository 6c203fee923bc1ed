"""Weekbrief's sender: delivers the letters of the outbox; it knows addresses and bytes, no child, no consent, no template.

What it reads and writes is said in docs/door.md: that page is the contract.
"""
