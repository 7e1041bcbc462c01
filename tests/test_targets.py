import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from framelens.errors import ArgumentError
from framelens.targets import hide
from training.names import NAMES

ALL_NAMES = [name for names in NAMES.values() for name in names]


def spans_of(text: str, *names: str) -> list[tuple[int, int]]:
    return [(text.index(name), text.index(name) + len(name)) for name in names]


def hidden(text: str, *names: str) -> str:
    return hide(text, spans_of(text, *names))


def test_there_are_fifty_names_of_many_kinds():
    assert len(set(ALL_NAMES)) == 50
    assert {"the Netherlands", "Ursula von der Leyen", "Ozola", "North Korea"} <= set(ALL_NAMES)


@pytest.mark.parametrize("name", ALL_NAMES)
@pytest.mark.parametrize("frame", ["{} lied, she said.", "They fear {}’s army.", "On Monday, Ozola and {} met ({})."])
def test_no_name_of_the_target_is_seen(frame, name):
    def prepared(name):
        before = frame.split("{}", 1)[0]
        return hide(frame.replace("{}", name, 1).replace("{}", "it"), [(len(before), len(before) + len(name))])

    assert prepared(name) == prepared("Russia")


@pytest.mark.parametrize("name", ALL_NAMES)
@pytest.mark.parametrize("frame", ["{} lied, Egle said.", "Egle feared {}’s army.", "In May Egle told {} and Berzins."])
def test_no_name_of_another_is_seen(frame, name):
    assert hidden(frame.format(name), "Egle") == hidden(frame.format("Kalnins"), "Egle")


@given(st.text(max_size=40), st.text(min_size=1, max_size=12), st.text(min_size=1, max_size=12), st.text(max_size=40))
@example(before="Trump met ", name="Trump", other="Putin", after=" and Trump left.")
def test_what_is_read_depends_on_the_text_outside_the_span_alone(before, name, other, after):
    def prepared(name):
        return hide(before + name + after, [(len(before), len(before) + len(name))])

    for ending in ("'", "’", "'s", "’s", "'S", "’S"):  # these stay outside, and are no name
        name, other = name.removesuffix(ending) or "x", other.removesuffix(ending) or "x"
    if not name.endswith(("'", "’", "s", "S")) and not other.endswith(("'", "’", "s", "S")):
        assert prepared(name) == prepared(other)


@pytest.mark.parametrize(
    ("text", "prepared"),
    [
        # A possessive stays, the title and the article before the target go.
        ("Critics called President Ozola's plan a trap.", "Critics called [TARGET]'s plan a trap."),
        ("They left the Ozola camp.", "They left [TARGET] camp."),
        # Initials and abbreviated titles belong to the name; a full stop that ends a sentence parts two names.
        ("Ozola met Dr. J. Kalnins.", "[TARGET] met [OTHER]."),
        ("Ozola left Riga. Kalnins stayed.", "[TARGET] left [OTHER]. [OTHER] stayed."),
        # Particles, offices of something, hyphens, elisions and tails are inside a name.
        ("Ozola met Marine de la Tour.", "[TARGET] met [OTHER]."),
        ("Ozola met the Minister of the Interior.", "[TARGET] met [OTHER]."),
        ("Ozola was in Guinea-Bissau.", "[TARGET] was in [OTHER]."),
        ("Ozola was in Côte d’Ivoire.", "[TARGET] was in [OTHER]."),
        ("Ozola met Lee Jae-wan.", "[TARGET] met [OTHER]."),
        ("Ozola, a Riga-born poet", "[TARGET], a [OTHER]-born poet"),
        # Two parties joined by *and* are two, a country with *and* is one.
        ("Ozola met Kalnins and Berzins.", "[TARGET] met [OTHER] and [OTHER]."),
        ("Ozola left Bosnia and Herzegovina.", "[TARGET] left [OTHER]."),
        # Days, months, *I* and words that begin sentences are no names; *US* and *WHO* are.
        ("On Monday I saw Ozola. However, he left us.", "On Monday I saw [TARGET]. However, he left us."),
        ("Ozola left the US.", "[TARGET] left [OTHER]."),
        ("Ozola left the WHO.", "[TARGET] left [OTHER]."),
        # At the start of a sentence a participle is no name, inside it is.
        ("Speaking slowly, Ozola lied.", "Speaking slowly, [TARGET] lied."),
        ("Beijing warned Ozola.", "[OTHER] warned [TARGET]."),
        # In a headline a capital says nothing.
        ("Angry Crowds Greet Ozola After Vote", "Angry Crowds Greet [TARGET] After Vote"),
        # Brackets of the text cannot pass for a placeholder.
        ("[TARGET] hit Ozola [sic].", "([OTHER]) hit [TARGET] (sic)."),
    ],
)
def test_what_is_a_name_and_what_goes_with_it(text, prepared):
    assert hidden(text, "Ozola") == prepared


def test_every_span_of_the_target_is_hidden_and_no_other_place():
    text = "Ozola said Ozola would win."
    assert hide(text, [(0, 5), (11, 16)]) == "[TARGET] said [TARGET] would win."
    assert hide(text, [(11, 16), (0, 5), (0, 5)]) == "[TARGET] said [TARGET] would win."
    assert hide(text, [(0, 5)]) == "[TARGET] said [OTHER] would win."


def test_a_possessive_inside_the_span_is_left_outside():
    assert hide("Ozola's plan", [(0, 7)]) == hide("Ozola's plan", [(0, 5)]) == "[TARGET]'s plan"


@pytest.mark.parametrize("span", [(0, 0), (3, 2), (-1, 2), (0, 6)])
def test_a_span_outside_the_text_is_named(span):
    with pytest.raises(ArgumentError, match=r"does not lie in a text of 5 characters"):
        hide("Ozola", [span])


def test_a_target_without_a_span_is_refused():
    with pytest.raises(ArgumentError, match="no span"):
        hide("Ozola", [])
