import pytest

from framelens.clauses import Predicate, find_predicates
from framelens.parsing import load_model
from tests.parsed import parsed


def clauses(text: str) -> dict[str, Predicate]:
    """The predicates of one sentence by their verb."""
    return {clause.verb.text: clause for clause in find_predicates(parsed(text))}


def told(clause: Predicate) -> tuple[str | None, ...]:
    """Subject, object and agent in words."""
    return tuple(None if word is None else word.text for word in (clause.subject, clause.object, clause.agent))


@pytest.mark.parametrize(
    ("text", "verb", "roles"),
    [
        ("The wind broke the window.", "broke", ("wind", "window", None)),
        ("The window broke.", "broke", ("window", None, None)),
        ("The window that the wind broke was new.", "broke", ("wind", "that", None)),
        ("They let the dogs run.", "let", ("They", "dogs", None)),
        ("The storm made the roads unusable.", "made", ("storm", "roads", None)),
        ("She's painted the house.", "painted", ("She", "house", None)),
        ("The house has bored him.", "bored", ("house", "him", None)),
        ("She said they left.", "said", ("She", None, None)),
        ("PORT VALE, June 6 (ABC) - A flare probably caused the fire.", "caused", ("flare", "fire", None)),
        ("A mill burned.", "burned", ("mill", None, None)),
    ],
)
def test_active_verbs_have_subject_and_object(text, verb, roles):
    clause = clauses(text)[verb]
    assert (clause.voice, clause.full, told(clause)) == ("active", False, roles)


@pytest.mark.parametrize(
    ("text", "verb", "roles"),
    [
        ("The roof was repaired by volunteers.", "repaired", ("roof", None, "volunteers")),
        ("The children got hurt.", "hurt", ("children", None, None)),
        ("The bill is to be paid by tenants.", "paid", ("bill", None, "tenants")),
        ("The guests were hardly satisfied by the answers.", "satisfied", ("guests", None, "answers")),
        ("The lantern was well guarded.", "guarded", ("lantern", None, None)),
        ("The windows were not only broken but also stolen.", "broken", ("windows", None, None)),
        ("Neither the roof nor the walls were, in the end, painted.", "painted", ("roof", None, None)),
        ("The mayor was re-elected.", "elected", ("mayor", None, None)),
        ("The bridge was, the mayor said, repaired by volunteers.", "repaired", ("bridge", None, "volunteers")),
        ("The door was (it seems) opened by a guard.", "opened", ("door", None, "guard")),
        ("Was the bridge repaired by the council?", "repaired", ("bridge", None, "council")),
        ("Are dogs allowed to run here?", "allowed", ("dogs", None, None)),
        ("It was reported that the pipes were cut.", "reported", ("cut", None, None)),
        ("They were given a house by the town.", "given", ("They", "house", "town")),
    ],
)
def test_full_passives_are_found_however_the_parser_takes_them(text, verb, roles):
    clause = clauses(text)[verb]
    assert (clause.voice, clause.full, told(clause)) == ("passive", True, roles)


@pytest.mark.parametrize(
    ("text", "verb", "roles"),
    [
        ("A house damaged by fire stood empty.", "damaged", ("house", None, "fire")),
        ("The damaged house stood empty.", "damaged", ("house", None, None)),
        ("The mill, hit twice, closed.", "hit", ("mill", None, None)),
        ("A man given a prize by the town left.", "given", ("man", None, "town")),
        ("She had the roof repaired.", "repaired", ("roof", None, None)),
        ("The roof was repaired and painted.", "painted", ("roof", None, None)),
        ("She became thrilled by everything.", "thrilled", ("She", None, "everything")),
        ("Bakers fined after fire", "fined", ("Bakers", None, None)),
    ],
)
def test_a_passive_without_an_auxiliary_of_its_own_is_not_full(text, verb, roles):
    clause = clauses(text)[verb]
    assert (clause.voice, clause.full, told(clause)[0], told(clause)[2]) == ("passive", False, roles[0], roles[2])


@pytest.mark.parametrize(
    ("text", "no_verb"),
    [
        ("The house was empty.", "was"),
        ("The jar was filled with honey.", "filled"),
        ("Nobody is interested.", "interested"),
        ("The roof is unpainted.", "unpainted"),
    ],
)
def test_a_copula_and_a_state_are_no_predicates(text, no_verb):
    assert no_verb not in clauses(text)


@pytest.mark.parametrize(
    "text", ["It's got to rain.", "He has come and gone.", "There's been no rain.", "The guild has bought the mill."]
)
def test_a_perfect_is_no_passive(text):
    assert [clause for clause in clauses(text).values() if clause.voice == "passive"] == []


@pytest.mark.parametrize(
    ("text", "verb", "agent"),
    [
        ("The roof was repaired by Friday by the council.", "repaired", "council"),
        ("The letter was sent by post by a clerk.", "sent", "clerk"),
        ("The road was widened by ten metres.", "widened", None),
        ("The town was helped by selling straw.", "helped", None),
        ("The chapel was built by 1900.", "built", None),
        ("The chapel was built by two of them.", "built", "two"),
        ("The plan was carried by a third of the votes.", "carried", None),
        ("The bell was moved by the truck.", "moved", "truck"),
        ("The bell was moved by truck.", "moved", None),
        ("The roof was repaired and painted by volunteers.", "repaired", "volunteers"),
        ("The roof was repaired, and was painted by volunteers.", "repaired", None),
        ("The roof was repaired and the walls were painted by volunteers.", "repaired", None),
        ("The wind rose by noon.", "rose", None),
    ],
)
def test_a_by_phrase_of_time_measure_or_means_names_no_agent(text, verb, agent):
    assert told(clauses(text)[verb])[2] == agent


@pytest.mark.parametrize(
    ("text", "verb", "subject", "shared"),
    [
        ("She washed and dried the cups.", "washed", "She", False),
        ("She washed and dried the cups.", "dried", "She", True),
        ("He wanted to leave.", "leave", "He", True),
        ("He asked her to leave.", "leave", "her", True),
        ("Persuaded by friends, she sold the shop.", "Persuaded", "she", True),
        ("A dog biting a child was caught.", "biting", "dog", True),
        ("They have a plan to sell the shop.", "sell", None, True),
    ],
)
def test_a_subject_that_stands_with_another_word_is_shared(text, verb, subject, shared):
    clause = clauses(text)[verb]
    assert (told(clause)[0], clause.shared) == (subject, shared)


def test_a_be_that_has_lost_its_apostrophe_makes_a_passive():
    assert clauses("The match isn cancelled yet.")["cancelled"].full


def test_a_passive_that_the_parser_gives_no_subject_takes_the_noun_before_it():
    # The parser hangs "the barn in question" on the preposition before it.
    assert told(clauses("According to Anna the barn in question was sold by mail.")["sold"])[0] == "barn"


@pytest.mark.parametrize(
    ("text", "verb", "negated"),
    [
        ("The mill was not hit.", "hit", True),
        ("The windows weren't broken.", "broken", True),
        ("The mill was never re-opened.", "opened", True),
        ("The mill was hit.", "hit", False),
        ("The mill, not the barn, was hit.", "hit", False),
    ],
)
def test_negation(text, verb, negated):
    assert clauses(text)[verb].negated is negated


def test_of_a_hyphenated_verb_only_the_last_part_is_the_verb():
    assert list(clauses("The mayor was re-elected.")) == ["elected"]


def test_every_sentence_of_a_text_has_its_predicates_in_order():
    doc = parsed("The mill was hit. They left.")
    assert [clause.verb.text for clause in find_predicates(doc)] == ["hit", "left"]
    assert [clause.verb.text for clause in find_predicates(doc.sents[1])] == ["left"]


def test_spacy_s_own_parse_is_read_too():
    [clause] = find_predicates(load_model()("The mill was hit by a storm."))
    assert told(clause) == ("mill", None, "storm")
