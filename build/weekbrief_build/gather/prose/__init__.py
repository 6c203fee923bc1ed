"""Turns a teacher's Markdown into safe HTML and plain text, cut where families differ; nothing hostile gets further than its own text."""
