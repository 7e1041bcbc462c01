"""Nouns that say what a speaker is, as data (`people.toml`): titles, people, bodies, genders."""

import tomllib
from importlib import resources

_LISTS = tomllib.loads(resources.files("framelens").joinpath("people.toml").read_text(encoding="utf-8"))

GENDERS = dict.fromkeys(_LISTS["men"].split(), "m") | dict.fromkeys(_LISTS["women"].split(), "f")
HONORIFICS = frozenset(_LISTS["honorifics"].split())
TITLES = HONORIFICS | frozenset(_LISTS["titles"].split())
PEOPLE = TITLES | frozenset(_LISTS["people"].split())
BODIES = frozenset(_LISTS["bodies"].split())
GENERIC_BODIES = frozenset(_LISTS["generic_bodies"].split())
PARTICLES = frozenset(_LISTS["particles"].split())
DATES = frozenset(_LISTS["dates"].split())
