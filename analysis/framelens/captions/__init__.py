"""Captions and alternative texts, built from the table that the picture draws: their numbers cannot disagree."""
