from pathlib import Path

import pandas as pd
import pytest

from framelens.cleaning import clean
from framelens.corpus import read_corpus
from framelens.events import EventMention, Events
from framelens.paragraphs import Line
from framelens.parsing import parse
from framelens.reading import read_blocks
from framelens.study import Study, read_study
from tests.parsed import parsed
from tests.toy import ROOT, needs_data, real_study

PARTIES = {
    "norland": {"label": "Norland", "names": ["Norland", "Norlander"], "actors": {"Berg": ["Ana Berg", "Berg"]}},
    "tolland": {"label": "Tolland", "names": ["Tolland", "Tollander"]},
}
WORDS = [
    "assault", "attack*", "blast", "bomb*", "burn*", "destroy*", "destruction", "raid*", "set fire", "shell*", "storm*",
    "strike*",
]  # fmt: skip


def study_of(**sections) -> Study:
    return Study(
        study={"title": "A"}, corpus={"articles": "a"}, parties=PARTIES, events=sections, path=Path("x/study.toml")
    )


def find(text: str, **event) -> list[EventMention]:
    section = {"words": WORDS, "patients": ["mill", "ferry"], "agents": ["norland"]} | event
    return Events(study_of(mill=section)).find(parsed(text))


def told(text: str, **event) -> list[str]:
    """Event word, construction and the doer's party of each mention."""
    found = find(text, **event)
    return [f"{text[m.start : m.end]} {m.construction}" + (f" {m.agent_party}" if m.agent_party else "") for m in found]


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        # active
        ("Norland troops bombed the mill.", "bombed active norland"),
        ("Masked men stormed the ferry.", "stormed active"),
        ("Norland attacked the town and the mill.", "attacked active norland"),
        ("Norland soldiers, who stormed the ferry, were praised.", "stormed active norland"),
        ("The ferry, which Norland stormed at dawn, sank.", "stormed active norland"),
        ("The ferry they stormed sank.", "stormed active"),
        ("It was Norland that bombed the mill.", "bombed active norland"),
        ("Norland boarded and stormed the ferry.", "stormed active norland"),
        ("Norland stormed and searched the ferry.", "stormed active norland"),
        ("Norland troops set fire to the mill.", "set fire active norland"),
        ("Norland launched an attack on the mill.", "attack active norland"),
        ("Norland dropped bombs on the mill.", "bombs active norland"),
        ("Tolland accused Norland of bombing the mill.", "bombing active norland"),
        ("Norland denied bombing the mill.", "bombing active norland"),
        ("Guards let the men burn the mill.", "burn active"),
        ("The ferry sank when they bombed it.", "bombed active"),
        ("Who bombed the mill?", "bombed active"),
        ("Norland launched a dawn attack yesterday on the mill.", "attack active norland"),
        # by-agent
        ("The mill was bombed by Norland.", "bombed by-agent norland"),
        ("The ferry was boarded and burned by Norland.", "burned by-agent norland"),
        ("The ferry (an old one) was (reportedly) bombed by Norland.", "bombed by-agent norland"),
        ("A mill destroyed by looters was empty.", "destroyed by-agent"),
        ("An attack on the mill was launched by Norland.", "attack by-agent norland"),
        # nominal-agent
        ("Norland's attack on the mill shocked many.", "attack nominal-agent norland"),
        ("The rebels' attack on the mill shocked many.", "attack nominal-agent"),
        ("The Norlander strike on the mill killed two.", "strike nominal-agent norland"),
        ("The attack by Norland troops on the mill lasted an hour.", "attack nominal-agent norland"),
        ("The attack on the mill by Norland troops lasted an hour.", "attack nominal-agent norland"),
        ("The raid by a Norland unit on the mill killed two.", "raid nominal-agent norland"),
        ("The shelling of the old mill by Norland troops killed two.", "shelling nominal-agent norland"),
        ("The mill was hit by a Norland strike.", "strike nominal-agent norland"),
        # instrument
        ("Bombs destroyed the mill.", "destroyed instrument"),
        ("Norland bombs destroyed the mill.", "destroyed instrument norland"),
        ("A blast destroyed part of the mill.", "destroyed instrument"),
        ("The mill was destroyed by fire.", "destroyed instrument"),
        ("The destruction of the mill by fire was complete.", "destruction instrument"),
        ("The assault destroyed the mill.", "destroyed instrument"),
        ("Cutting costs destroyed the mill.", "destroyed instrument"),
        # agentless-passive
        ("The mill was bombed.", "bombed agentless-passive"),
        ("The mill was bombed on Friday by night.", "bombed agentless-passive"),
        ("The ferry, which was stormed at dawn, sank.", "stormed agentless-passive"),
        ("The bombed mill was empty.", "bombed agentless-passive"),
        ("They slept near the burned end of the mill.", "burned agentless-passive"),
        ("A mill destroyed in a raid was empty.", "destroyed agentless-passive"),
        ("The mill closed after it was bombed.", "bombed agentless-passive"),
        ("Was the mill bombed?", "bombed agentless-passive"),
        ("Mill bombed in night raid", "bombed agentless-passive"),
        ("An attack on the mill was carried out at noon.", "attack agentless-passive"),
        # nominal
        ("The attack on the mill killed two.", "attack nominal"),
        ("Friday's attack on the mill killed two.", "attack nominal"),
        (
            "At the guild’s first press conference on Friday’s strike on a village mill in the flooded town of Vale,"
            " she was calm.",
            "strike nominal",
        ),
        ("The mill attack killed two.", "attack nominal"),
        ("A bomb attack on the mill killed two.", "attack nominal"),
        ("The mill's destruction was complete.", "destruction nominal"),
        ("The strike that hit the mill killed two.", "strike nominal"),
        ("The mill was hit in an air strike.", "strike nominal"),
        ("Storming the ferry was wrong.", "Storming nominal"),
        # intransitive
        ("The mill burned down overnight.", "burned intransitive"),
        ("A mill burned.", "burned intransitive"),
        ("The ferry had burned for an hour.", "burned intransitive"),
    ],
)
def test_a_mention_has_its_construction_and_doer(text, mention):
    assert told(text) == [mention]


@pytest.mark.parametrize(
    "text",
    [
        "Norland did not bomb the mill.",
        "The mill was never bombed.",
        "There was no attack on the mill.",
        "No mill was bombed.",
        "Norland did not launch an attack on the mill.",
        "The strike did not hit the mill.",
        "The barn, not the mill, was bombed.",
        "The mill burned its papers.",
        "Norland attacked the millers.",
        "Norland attacked the workers of the mill.",
        "The mill's owner was attacked.",
        "The men burned papers in the mill.",
        "The mill attacked its critics.",
        "The mill attacked at dawn.",
        "The raiders of the mill fled.",
        "The raiders left the mill.",
        "The mill, a ruin since the attack, was sold.",
        "The attack shocked the mill.",
        "Nothing happened at the mill.",
    ],
)
def test_a_denied_event_or_one_of_another_patient_is_no_mention(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Norland bombed the mill.", ("norland", None)),
        ("Norland bombed a mill in Tolland.", ("norland", "tolland")),
        ("Tolland troops bombed the mill.", (None, None)),
        ("Tolland and Norland bombed the mill.", ("norland", None)),
        ("Masked men stormed the Tollander ferry.", (None, "tolland")),
        ("The Tollander ferry was burned by Ana Berg and her men.", ("norland", "tolland")),
        ("The attack on the Tollander ferry killed two.", (None, "tolland")),
        ("Berg, who had left Tolland, burned the mill.", ("norland", None)),
        ("The Norland mill closed after they bombed it.", (None, "norland")),
        ("They burned the mill that Tolland had built.", (None, None)),
        ("They burned the mill in Tolland.", (None, "tolland")),
        ("They burned it.", ()),
    ],
)
def test_parties_are_those_whose_names_stand_with_doer_and_patient(text, parties):
    assert [mention[4:] for mention in find(text)] == ([parties] if parties else [])


def test_without_agents_every_party_may_be_the_doer():
    assert told("Tolland troops bombed the mill.", agents=[]) == ["bombed active tolland"]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Norland attacked at dawn.", ["attacked active norland"]),
        ("Bombs fell, and Norland attacked the town.", ["Bombs nominal", "attacked active norland"]),
        ("Norland's attack shocked many.", ["attack nominal-agent norland"]),
        ("The town was attacked.", ["attacked agentless-passive"]),
        ("The town burned at noon.", ["burned intransitive"]),
        ("A bomb attack shocked many.", ["attack nominal"]),
    ],
)
def test_without_patients_every_event_word_counts(text, mentions):
    assert told(text, patients=[]) == mentions


def test_patients_may_be_people():
    march = {"words": ["beat", "beaten", "shooting", "hurt"], "patients": ["marcher*", "students"]}
    assert told("Fourteen people, including two students, were hurt.", **march) == ["hurt agentless-passive"]
    assert told("The shooting of three marchers by Norlander guards angered many.", **march) == [
        "shooting nominal-agent norland"
    ]
    assert told("Norland guards beat dozens of marchers.", **march) == ["beat active norland"]


def test_a_wildcard_catches_no_people_but_a_word_that_looks_like_one_is_found():
    assert told("The murder of a miller shocked many.", words=["murder"], patients=["miller*"]) == ["murder nominal"]


def test_a_part_of_the_event_word_is_not_its_patient():
    assert told("They set fire to old papers.", patients=["fire"]) == []
    assert told("The fire bombing shocked many.", words=["fire bombing"], patients=["fire"]) == []


def test_a_mention_stands_where_its_event_word_stands():
    [mention] = find("At noon, they set fire to the mill.")
    assert (mention.start, mention.end, mention.event) == (14, 22, "mill")


def test_mentions_of_several_sections_come_in_the_order_of_the_text():
    study = study_of(b={"words": ["shook"]}, a={"words": ["burned"]})
    doc = parsed("Men burned the mill. A blast shook the mill.")
    assert [mention.event for mention in Events(study).find(doc)] == ["a", "b"]


def mentions_of(study: Study, cache: Path) -> list[tuple[object, ...]]:
    """Every event mention of a study, with offsets into its articles, as the hand coding has them."""
    articles, lines = clean(read_corpus(study), rules=study.cleaning.rules)
    found = []
    for article in articles.itertuples():
        rows = lines[lines["article_id"] == article.article_id].itertuples()
        text = article.text
        blocks = read_blocks(
            [Line(row.line, row.start, row.end, text[row.start : row.end], row.zone, row.reason) for row in rows]
        )
        [docs] = parse([blocks], cache)
        for block, doc in zip(blocks, docs, strict=True):
            found += [
                (article.article_id, *block.source_span(mention.start, mention.end), *mention[2:])
                for mention in Events(study).find(doc)
            ]
    return found


def coded(name: str) -> list[tuple[object, ...]]:
    table = pd.read_csv(ROOT / "tests" / "data" / name / "events.csv")
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in table.itertuples(index=False)]


def test_the_sample_study_s_mentions_are_those_coded_by_hand_but_one(tmp_path):
    # Of the 33 one is not found: the ship is addressed (a name before a comma), which no parse says is the patient.
    found, by_hand = mentions_of(read_study("port-callen"), tmp_path), coded("port-callen")
    assert set(found) <= set(by_hand)
    assert len(by_hand) - len(found) == 1


@needs_data
def test_the_five_articles_mentions_are_those_coded_by_hand(tmp_path):
    assert mentions_of(read_study(real_study(tmp_path / "copy")), tmp_path / "cache") == coded("antalya-2022")
