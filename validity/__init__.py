"""How far the text layer can be trusted: its tables against gold that others made. Run by `python -m validity`."""
