"""How the shipped model of sentiment toward a target was made; no part of the installed package."""
