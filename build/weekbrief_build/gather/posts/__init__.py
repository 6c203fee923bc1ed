"""Reads what teachers write: posts, in files and folders; a mistake in one holds back that post or picture alone."""
