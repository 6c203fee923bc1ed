"""Reads what the school office writes: `groups.yaml` and `consent.csv`; a mistake in either stops everything."""
