"""Views: one measure of a study with what is chosen in it, as table, picture and the sentences behind each row."""
