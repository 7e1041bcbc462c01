from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from framelens.corpus import read_corpus
from framelens.line_patterns import LINE_RULES, RAW_RULES, match_line
from framelens.markup import plain_line
from framelens.schema import ZONES
from framelens.study import CleaningRule, read_study
from framelens.zoning import Line, is_wrapped, zone_lines

BODY = "The ferries between the two ports stopped on Monday morning, the harbour office said in a note."
MORE = "Nobody could say on Tuesday when the first of the boats would leave the northern quay again."


def article(*lines):
    """An article of a headline, body paragraphs and the given lines between them, parted by blank lines."""
    return "\n\n".join(["Ferries stop for a second day in a row", BODY, *lines, MORE, BODY])


def zones(text, rules=()):
    """Zone by line, of the lines that are not blank."""
    return {line.raw: line.zone for line in zone_lines(text, rules) if line.zone != "blank"}


# ---- What a line shows by itself ---- #

# Of each rule a line that it is for, and a body sentence that begins alike.
RULES = [
    ("rule", "* * *", "- we waited, and nothing came of it, he said."),
    ("address", "https://tidewatch.example.org/a/1", "www.tidewatch.example.org was down on Monday, its owner said."),
    ("address", "14 Harbour Street, Northvale", "14 boats were tied up in Harbour Street, and none of them moved."),
    ("date", "Published 2 May 2031, 10:04 GMT", "Published on Monday, the note gave no reason for the stop."),
    ("rights", "© 2031 The Tidewatch", "Copyright was not the issue, she said, the money was."),
    ("rights", "All rights reserved.", "All rights were granted to the crews on Monday."),
    ("company", "Tidewatch Media Ltd", "Northern Ferries Ltd said it would not pay the crews again."),
    ("external sites", "We are not responsible for the content of external sites.", "We are not responsible, he said."),
    ("advertisement", "Advertisement", "Advertisement of the sailings stopped on Monday, the office said."),
    ("share", "Share on Facebook", "Share prices of the ferry line fell on Monday."),
    ("share", "Share", "Share it with nobody, the note told the crews."),
    ("reading time", "4 min read", "4 min after the horn the last boat left the quay on Monday."),
    ("sign-up", "Sign up for our daily briefing", "Signs on the quay told people to go home on Monday."),
    ("sign-up", "Get the newsletter in your inbox", "Get out of the way, the captain told the men on the quay."),
    ("sign-up", "The Tidewatch Newsletter", "The union sent out its newsletter on Monday, and it named nobody."),
    ("live note", "This article is being updated.", "This article of the treaty was never in force, she said."),
    ("live note", "10:04 - Boats leave the quay", "10:04 was the time of the last horn, a passenger said."),
    ("slug", "NOR-FERRIES/UPDATE 2", "UN-led talks on the ferries began on Monday in the old customs house."),
    ("related", "Read more: Why the boats stopped", "Read more slowly, the judge told the clerk of the harbour court."),
    ("related", "Related articles", "Related disputes closed two other ports on Monday."),
    ("contact", "Contact us", "Contact between the two sides broke off on Monday, the office said."),
    ("contact", "Write to desk@tidewatch.example.org", "Write to them, she said, and see what comes of it."),
    ("database field", "LENGTH: 412 words", "Length was not the trouble with the new boats, he said."),
    ("site furniture", "Back to top", "Back to back sailings were the rule until Monday, he said."),
    ("page head", "Page 3 of 4", "Page 3 of the note says that the crews must be paid."),
    ("picture credit", "Photo: Ida Marsh", "Photos of the quay showed nobody on Monday, he said."),
    ("picture credit", "Getty Images", "Getty Images of the quay were shown in court on Monday."),
    (
        "caption",
        "FILE PHOTO: A ferry leaves the quay. REUTERS/Ida Marsh",
        "File the note with the others, he told her.",
    ),
    ("caption", "Ida Marsh (L) and Bram Sand on the quay", "Ida Marsh and Bram Sand met on the quay on Monday."),
    ("author", "By Ida Marsh and Bram Sand", "By Monday the ferries had stopped, and nobody knew why."),
    ("agency", "Reuters", "Reuters asked the harbour office for a comment on Monday, and got none."),
    ("load date", "Load-Date: May 2, 2031", "Load after load of fish went bad on the quay on Monday."),
    (
        "author and time",
        "Ida Marsh, 2 May 2031",
        "Ida Marsh, who was on the last boat, wrote on 2 May 2031 to complain.",
    ),
    ("author and role", "Ida Marsh, Harbour Correspondent", "Ida Marsh, a crew member, waited on the quay all Monday."),
    ("breadcrumb", "News | Harbour", "News of the stop came late on Monday, the passengers said."),
    ("key points", "At a glance", "At a glance the quay looked as it does on any Monday."),
    ("end note", "ENDS", "Ends met for the first time this year, the owner of the line said."),
]


@pytest.mark.parametrize(("name", "line", "_"), RULES)
def test_a_line_of_its_kind_is_known(name, line, _):
    rule = match_line(line, line)
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize(("_", "line", "sentence"), RULES)
def test_a_sentence_that_begins_alike_stays_body(_, line, sentence):
    assert zones(article(sentence))[sentence] == "body"


def test_every_general_rule_has_a_line_here():
    assert {rule.name for rule in LINE_RULES} == {name for name, _, _ in RULES}


@pytest.mark.parametrize(("_", "line", "sentence"), RULES)
def test_a_line_keeps_its_zone_between_paragraphs(_, line, sentence):
    assert zones(article(line))[line] == match_line(line, line).zone


@pytest.mark.parametrize(
    "line",
    [
        "The union of the northern ferry crews printed nothing but its weekly newsletter that spring",
        "Northern Ferries Ltd and the crews of both of its two old boats met in the harbour office again",
    ],
)
def test_a_line_longer_than_its_rule_allows_is_not_of_it(line):
    assert match_line(line, line) is None


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("markup of a caption", "<figcaption>A ferry leaves the quay on Monday</figcaption>"),
        ("markup of a byline", '<p class="byline">Ida Marsh</p>'),
        ("markup of links", '<div class="related">Why the boats stopped</div>'),
    ],
)
def test_markup_that_names_its_zone_is_believed(name, line):
    assert match_line(line, plain_line(line)).name == name
    assert zones(article(line))[line] == next(rule.zone for rule in RAW_RULES if rule.name == name)


@pytest.mark.parametrize("line", ["<div class='ad'>", "<!-- start -->", "![](ferry.jpg)"])
def test_markup_alone_is_boilerplate(line):
    assert zones(article(line))[line] == "boilerplate"


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("The harbour office announced the whole plan in a note that it would", "share on facebook"),
        ("The owner of the line said on Monday that he would rather not", "contact us."),
    ],
)
def test_the_rest_of_an_open_sentence_is_body_whatever_it_looks_like(line, rest):
    assert match_line(rest, rest).zone == "boilerplate"
    assert zones(article(f"{line}\n{rest}"))[rest] == "body"


# ---- Where a line stands ---- #


def test_the_first_title_is_the_headline_and_prose_the_body():
    text = f"Ferries stop\n\n{BODY}\n\n{MORE}"
    assert zones(text) == {"Ferries stop": "headline", BODY: "body", MORE: "body"}


def test_a_short_label_above_the_headline_is_a_kicker():
    text = f"HARBOUR\n\nFerries stop for a second day in a row\n\n{BODY}"
    assert zones(text) == {"HARBOUR": "kicker", "Ferries stop for a second day in a row": "headline", BODY: "body"}


def test_a_title_below_the_headline_is_a_standfirst():
    text = f"Ferries stop for a second day in a row\n\nCrews wait for their wages\n\nBy Ida Marsh\n\n{BODY}"
    assert zones(text)["Crews wait for their wages"] == "standfirst"


def test_prose_above_the_byline_is_a_standfirst():
    prose = "The crews on both sides wait for their wages, and the harbour office says nothing."
    assert zones(f"Ferries stop again\n\n{prose}\n\nBy Ida Marsh\n\n{BODY}")[prose] == "standfirst"


def test_bullets_below_the_headline_are_a_standfirst():
    bullets = ["- Crews have waited for their wages since the spring.", "- Nobody will sail before they are paid."]
    zoned = zones("\n".join(["Ferries stop again", *bullets, "", BODY]))
    assert [zoned[bullet] for bullet in bullets] == ["standfirst", "standfirst"]


def test_a_short_headline_above_a_summary_is_no_kicker():
    summary = "Crews on both sides wait for their wages, and nobody says when they come."
    text = f"Ferries stop\n\n{summary}\n\nBy Ida Marsh\n\n{BODY}"
    assert zones(text)["Ferries stop"] == "headline"


def test_a_heading_in_markdown_is_the_headline():
    assert zones(f"The Tidewatch of Northvale\n\n# Ferries stop\n\n{BODY}") == {
        "The Tidewatch of Northvale": "kicker",
        "# Ferries stop": "headline",
        BODY: "body",
    }


def test_a_wrapped_headline_is_one_headline():
    wrapped = [BODY[:60], BODY[60:], MORE[:60], MORE[60:]] * 2
    lines = ["Ferries stop for the second day in a row as the crews of", "both lines wait for wages", "", *wrapped]
    zoned = zone_lines("\n".join(lines))
    assert [line.zone for line in zoned[:2]] == ["headline", "headline"]
    assert {line.zone for line in zoned[3:]} == {"body"}


def test_names_next_to_a_byline_are_one():
    zoned = zones(f"Ferries stop again\n\nBy Ida Marsh\n\nBram Sand\n\n{BODY}")
    assert zoned["Bram Sand"] == "byline"


def test_names_right_before_the_body_are_a_byline():
    assert zones(f"Ferries stop again\n\nBram Sand\n\n{BODY}")["Bram Sand"] == "byline"


def test_a_day_without_its_year_before_the_body_is_a_byline():
    assert zones(f"Ferries stop again\n\nMonday, May 2\n\n{BODY}")["Monday, May 2"] == "byline"


def test_a_second_copy_of_the_headline_is_boilerplate():
    zoned = zone_lines(f"Ferries stop again\n\n{BODY}\n\nFERRIES STOP AGAIN!\n\n{MORE}")
    assert (zoned[4].zone, zoned[4].reason) == ("boilerplate", "second headline")


def test_a_short_title_between_paragraphs_is_a_subhead():
    assert zones(article("Wages unpaid"))["Wages unpaid"] == "subhead"


@pytest.mark.parametrize(
    "line", ["Nobody sailed.", "They had two demands:", "and then nothing", "Wages, hours,", "“No,” he said."]
)
def test_a_short_line_of_prose_is_no_subhead(line):
    assert zones(article(line))[line] == "body"


def test_a_markdown_heading_in_the_body_is_a_subhead():
    assert zones(article("## Wages unpaid since the spring"))["## Wages unpaid since the spring"] == "subhead"


def test_a_question_is_a_subhead():
    assert zones(article("Why did they stop?"))["Why did they stop?"] == "subhead"


def test_questions_of_an_interview_are_body():
    questions = ["Why did you stop?", "Who will pay you?", "When will you sail?", "Are you afraid?"]
    text = "\n\n".join(["A word with the captain of the ferry", BODY] + [x for q in questions for x in (q, MORE)])
    assert [zones(text)[question] for question in questions] == ["body"] * 4


def test_a_caption_runs_on_over_its_wrapped_line():
    first = "FILE PHOTO: A ferry leaves the northern quay of the old harbour with its"
    zoned = zone_lines(article(f"{first}\nlast load of passengers on Sunday."))
    assert [line.zone for line in zoned if line.raw.startswith(("FILE", "last"))] == ["caption", "caption"]


def test_the_line_above_a_picture_credit_is_its_caption():
    zoned = zones(f"Ferries stop again\n\nBy Ida Marsh\n\nThe quay on Monday\nPhoto: Bram Sand\n\n{BODY}")
    assert zoned["The quay on Monday"] == "caption"


def test_names_below_the_body_are_a_byline():
    assert zones(f"{article()}\n\nIda Marsh")["Ida Marsh"] == "byline"


def test_a_note_on_the_author_is_a_byline():
    note = "Ida Marsh has written on the harbour since 2019"
    assert zones(f"Ferries stop again\n\nBy Ida Marsh\n\n{BODY}\n\n{MORE}\n\n{note}")[note] == "byline"


def test_links_below_the_end_are_boilerplate():
    zoned = zones(f"{article()}\n\nRead more\n\nTolland votes again\n\nA whale in the sound")
    assert zoned["Tolland votes again"] == zoned["A whale in the sound"] == "boilerplate"


def test_an_article_without_a_headline_is_body():
    assert zones(f"{BODY}\n\n{MORE}") == {BODY: "body", MORE: "body"}


def test_a_single_short_line_is_body():
    assert [line.zone for line in zone_lines("Ferries stop")] == ["body"]


# ---- Hard wraps ---- #


def test_lines_that_break_inside_sentences_are_wrapped():
    broken = ["The ferries between the two ports stopped on Monday as", "the crews of both lines waited for wages."] * 3
    assert is_wrapped(broken)


@pytest.mark.parametrize("lines", [[BODY, MORE, BODY, MORE, BODY], ["Short", "lines"] * 9, []])
def test_whole_paragraphs_and_short_lines_are_not_wrapped(lines):
    assert not is_wrapped(lines)


# ---- Rules of the study ---- #


def test_rules_of_the_study_go_first():
    rule = CleaningRule(name="tide table", pattern="re:^By ", zone="boilerplate")
    text = f"Ferries stop again\n\nBy Ida Marsh\n\n{BODY}"
    lines = [line for line in zone_lines(text, [rule]) if line.raw == "By Ida Marsh"]
    assert [(line.zone, line.reason) for line in lines] == [("boilerplate", "tide table")]


def test_the_first_rule_of_the_study_that_matches_decides():
    rules = [CleaningRule(name=zone, pattern="stopped", zone=zone) for zone in ("caption", "boilerplate")]
    assert zones(article(), rules)[BODY] == "caption"


def test_a_rule_of_the_study_sees_the_line_with_and_without_markup():
    rules = [
        CleaningRule(name="a", pattern="re:^<i>", zone="boilerplate"),
        CleaningRule(name="b", pattern="re:^Tides", zone="caption"),
    ]
    zoned = zones(article("<i>High water at ten o'clock on Monday.</i>", "**Tides** are high on Monday."), rules)
    assert zoned["<i>High water at ten o'clock on Monday.</i>"] == "boilerplate"
    assert zoned["**Tides** are high on Monday."] == "caption"


def test_a_rule_of_the_study_may_save_a_line_for_the_body():
    rule = CleaningRule(name="a list", pattern="14 Harbour Street", zone="body")
    assert zones(article("14 Harbour Street"), [rule])["14 Harbour Street"] == "body"


def test_a_rule_of_the_study_leaves_blank_lines_blank():
    rule = CleaningRule(name="all", pattern="re:.*", zone="body")
    assert [line.zone for line in zone_lines("A line\n \nand more", [rule])] == ["body", "blank", "body"]


# ---- Laws ---- #

DIRT = st.text(alphabet='Aab1 .,:?!\n\r\t\u2028\x0c"“’—*#<>/&;@©|-', max_size=200)


@given(st.one_of(st.text(max_size=200), DIRT))
@settings(max_examples=100, deadline=None)
def test_every_line_is_where_it_says_and_has_a_zone_and_a_reason(text):
    lines = zone_lines(text)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert [text[line.start : line.end] for line in lines] == text.removesuffix("\n").split("\n")
    assert all(line.zone in ZONES and line.reason for line in lines)


@given(DIRT)
@settings(max_examples=50, deadline=None)
def test_white_space_lines_and_no_others_are_blank(text):
    assert all((line.zone == "blank") == (not line.raw.strip()) for line in zone_lines(text))


def test_a_zone_once_given_stays():
    line = Line(1, 0, 3, "Now")
    line.give("body", "first")
    line.give("caption", "second")
    assert (line.zone, line.reason) == ("body", "first")


# ---- Lines that were zoned by hand ---- #


def differences(expected, folder, text_of, rules=lambda article_id: ()):
    """Article, line, zone by hand and zone by rule, where they differ."""
    found = []
    for article_id, rows in expected.groupby("article_id"):
        lines = zone_lines(text_of(folder / f"{article_id}.txt"), rules(article_id))
        assert [line.number for line in lines] == rows["line"].tolist()
        zoned = zip(lines, rows["zone"], strict=True)
        found += [(article_id, line.number, zone, line.zone) for line, zone in zoned if line.zone != zone]
    return found


def test_lines_of_the_sample_study(gold, text_of):
    study = read_study("port-callen")
    outlets = read_corpus(study).set_index("article_id")["outlet"]

    def rules(article_id):
        return [rule for rule in study.cleaning.rules if rule.outlet in (None, outlets[article_id])]

    assert differences(gold("port-callen/zones"), study.text_path, text_of, rules) == []


@pytest.fixture(scope="module")
def found(gold, text_of, pytestconfig):
    """Where the rules differ from the hand in the 24 made-up articles."""
    folder = pytestconfig.rootpath / "tests" / "data" / "zoning" / "articles"
    return differences(gold("zoning/zones"), folder, text_of)


def test_lines_of_articles_that_shaped_the_rules(found):
    # 385 lines.
    assert len([row for row in found if row[0] <= "a12"]) <= 10


def test_lines_of_articles_that_the_rules_had_not_seen(found):
    # 394 lines.
    assert len([row for row in found if row[0] > "a12"]) <= 14


def test_no_body_line_is_thrown_away(found):
    assert [row for row in found if row[2] == "body" and row[3] == "boilerplate"] == []


def test_body_lines_that_get_another_zone_are_known(found):
    # A quoted answer of four words without a full stop, in an interview: it looks like a subhead.
    assert [row for row in found if row[2] == "body"] == [("a10", 19, "body", "subhead")]


def test_lines_of_the_real_articles(real_articles, gold, text_of):
    assert differences(gold("antalya-2022/zones"), real_articles, text_of) == []


def test_gold_zones_are_zones(gold):
    for name in ("port-callen", "zoning", "antalya-2022"):
        assert set(Counter(gold(f"{name}/zones")["zone"])) <= set(ZONES)
