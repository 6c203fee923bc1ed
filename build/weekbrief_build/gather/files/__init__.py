"""Finds and reads files of a folder that others write to meanwhile: plain files only, whole or not at all, never through a link."""
