"""Finds faces, with the extra `weekbrief[faces]`: where they are, never whose they are, and never what that means."""
