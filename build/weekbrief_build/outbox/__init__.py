"""The build's side of the outbox: the memory of the ledger, and the one commit that hands finished letters over (docs/door.md)."""
