"""Pictures of result tables: one family a file, a table in, Axes (or, for a grid, a Figure) out."""
