import pytest

from tests.parsed import annotated

SAID = "said that the bridge was weak."


def last(text, *, outlet="Made-up Post"):
    """Speaker, actor and party of the last cue of an article."""
    row = annotated(f"Briefly\n\n{text}", outlet=outlet).cues.iloc[-1]
    return tuple(None if value != value else value for value in (row["speaker"], row["actor"], row["party"]))


@pytest.mark.parametrize(
    ("text", "speaker", "actor"),
    [
        # Names: in full, by a part, with a title.
        (f"Anna Kell {SAID} Kell {SAID}", "Kell", "Anna Kell"),
        (f"Kell {SAID} The port was opened by Anna Kell. Kell {SAID}", "Kell", "Anna Kell"),
        (f"Mrs Kell {SAID}", "Mrs Kell", "Mrs Kell"),
        (f"Mrs Kell left. Mrs Anna Kell {SAID}", "Mrs Anna Kell", "Anna Kell"),
        (f"Mayor Anna Kell {SAID}", "Mayor Anna Kell", "Anna Kell"),
        (f"The mayor, Anna Kell, {SAID}", "The mayor", "Anna Kell"),
        (f"Sheikh al-Suwaidi {SAID}", "Sheikh al-Suwaidi", "al-Suwaidi"),
        (f"Jean de la Cour {SAID}", "Jean de la Cour", "Jean de la Cour"),
        # Bodies: initials, their last word, a general one.
        ("The World Health Organization met. The WHO said that the water was safe.", "The WHO",
         "World Health Organization"),
        (f"The Court of Human Rights met. The CHR {SAID}", "The CHR", "Court of Human Rights"),
        (f"The Ministry of Transport met. The ministry {SAID}", "The ministry", "Ministry of Transport"),
        (f"The Ministry of Water and Sanitation {SAID}", "The Ministry of Water and Sanitation",
         "Ministry of Water and Sanitation"),
        ("Harbour Ferries closed the line. The company said that it was late.", "The company", "Harbour Ferries"),
        ("The company said that the bridge was safe.", "The company", "company"),
        (f"Reed & Kell {SAID}", "Reed & Kell", "Reed & Kell"),
        # Titles that were given before.
        (f"Mayor Anna Kell opened the port. The mayor {SAID}", "The mayor", "Anna Kell"),
        (f"Anna Kell, the mayor, opened the port. The mayor {SAID}", "The mayor", "Anna Kell"),
        (f"Anna Kell is the mayor. Tom Reed is the engineer. The mayor {SAID}", "The mayor", "Anna Kell"),
        (f"Anna Kell opened the port. The mayor {SAID}", "The mayor", "mayor"),
        (f"A mechanic came. The mechanic {SAID}", "The mechanic", "mechanic"),
        (f"Tom Reed, 81, left the port. The 81-year-old {SAID}", "The 81-year-old", "Tom Reed"),
        # Several people are a pair of their own.
        (f"Tom Reed and Anna Kell {SAID}", "Tom Reed and Anna Kell", "Tom Reed and Anna Kell"),
    ],
)  # fmt: skip
def test_who_a_speaker_is(text, speaker, actor):
    assert last(text)[:2] == (speaker, actor)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        (f"Anna Kell left. She {SAID}", "Anna Kell"),
        (f"Tom Reed said that it rained. He {SAID}", "Tom Reed"),
        (f"Mr Reed met Mrs Kell. She {SAID}", "Mrs Kell"),
        (f"Mrs Kell met Mr Reed. She {SAID}", "Mrs Kell"),
        (f"Anna Kell met her counterpart, Tom Reed. He {SAID}", "Tom Reed"),
        (f"Tom Reed met Bo Lund. He {SAID}", "Tom Reed"),  # The subject before the others.
        ("Anna Kell closed the bridge. Her claim that it was weak was wrong.", "Anna Kell"),
        (f"Residents left. They {SAID}", "residents"),
        (f"Tom Reed and Anna Kell left. They {SAID}", "Tom Reed and Anna Kell"),
        (f"The council met. It {SAID}", "council"),
        (f"The Port Authority closed the port. It {SAID}", "Port Authority"),
        (f"“Mrs Kell left,” Mr Reed said. She {SAID}", None),  # Names in marks are for nobody outside.
        (f"She {SAID}", None),
    ],
)
def test_whom_a_pronoun_means(text, actor):
    assert last(text)[1] == actor


@pytest.mark.parametrize(
    ("text", "actor", "party"),
    [
        (f"Berg {SAID}", "Ana Berg", "norland"),
        (f"Ana Berg left. She {SAID}", "Ana Berg", "norland"),
        (f"Norland {SAID}", "Norland", "norland"),
        (f"Norlanders {SAID}", "Norland", "norland"),  # A party goes by its label.
        (f"The Norland minister {SAID}", "Norland minister", "norland"),
        (f"The minister of Norland {SAID}", "minister of Norland", "norland"),
        (f"Tom Reed of Norland {SAID}", "Tom Reed", "norland"),
        (f"Norland's foreign minister, Tom Reed, {SAID}", "Tom Reed", "norland"),
        (f"Tom Reed, the engineer of Norland, {SAID}", "Tom Reed", "norland"),
        (f"Tom Reed {SAID}", "Tom Reed", None),
    ],
)
def test_the_party_of_a_speaker(text, actor, party):
    assert last(text)[1:] == (actor, party)


def test_an_outlet_may_cite_itself():
    assert last(f"NBC {SAID}", outlet="NBC News")[1] == "NBC News"
    assert last(f"NBC {SAID}", outlet="The Tidewatch")[1] == "NBC"


def test_a_speaker_of_the_headline_is_known_from_the_body():
    text = "Bridge is weak, Kell says after the storm\n\nAnna Kell opened the port on Monday and left the town again.\n"
    assert annotated(text).cues["actor"].tolist() == ["Anna Kell"]
