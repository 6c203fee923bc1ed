"""Makes finished letters out of what was decided; every post and picture is rendered and encoded once, and no template decides."""
