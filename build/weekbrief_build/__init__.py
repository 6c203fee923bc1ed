"""Weekbrief's build: reads the school folder, decides who may see what, renders, and fills the outbox.

The rooms, in the order in which data flows; a room imports only rooms that stand before it (`pyproject.toml`, import contracts):

    school     the words of the school as frozen values
    words      says a sentence in Dutch or English
    gather     reads the school folder, once per run
    decide     who may see what, and what is due: pure functions, no I/O
    pictures   makes the pictures that leave
    render     makes finished letters out of what was decided
    outbox     remembers, and hands letters over in one commit
    job        gather, decide, apply: wired together once
    commands   what a person types
"""
