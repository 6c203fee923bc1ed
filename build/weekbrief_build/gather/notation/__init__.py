"""Knows how people write things down: YAML without its traps, tables of spreadsheets, dates, and Dutch and English keys."""
