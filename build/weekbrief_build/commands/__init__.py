"""What a person types; each command is short, says what it did, and ends with the exit status of DESIGN.md."""
