"""`framelens paper`: figures, tables, number macros, captions, methods and references of a study, for LaTeX."""
