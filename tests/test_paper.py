import os
import re
import shutil
import subprocess

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framelens as fl
from framelens.paper import kit
from framelens.paper.latex import _HAS, Macro, define, escape, macro_name, share, signed
from framelens.paper.measures import Drawn, interval_names, measures, read_drawn
from framelens.paper.methods import methods, references
from framelens.paper.numbers import cell_macros
from framelens.paper.tables import has_rows, table_caption, tabular
from framelens.schema import REST
from framelens.style import new_figure, style_context
from tests.toy import framelens

HOSTILE = r"50% of \input{/x} & #1 _a_ ^b ~c $d$ {e} <f> -- ,, ''g'' ``h`` Ж 中 ﬁ éß “q” ½ ≥ \end{document}"


def result(**columns):
    """A result table of two rows with these columns changed."""
    plain = {"low": None, "high": None, "interval": "none", "level": None, "unit": "mention", "n_articles": 1,
             "sparse": False}  # fmt: skip
    return pd.DataFrame(columns | {name: value for name, value in plain.items() if name not in columns})


LABELS = result(
    outlet=["A", "A", "B", "B"], concept="fight", label=["war", "op_1"] * 2, k=[9, 3, 1, 0], n=[12, 12, 1, 1],
    estimate=[0.75, 0.25, 1, 0], low=[0.47, 0.09, 0.21, 0], high=[0.91, 0.53, 1, 0.79], level=0.95,
    interval="within-article-wilson", sparse=[False, False, True, True],
)  # fmt: skip
DRAWN = Drawn("word-choice-fight", measures()["labels"], LABELS, "A caption.", "An alternative text.")


def write_figure(folder, name, table, caption="A caption."):
    with style_context():
        figure = new_figure("acl-page", 40)
        figure.add_subplot().set_xlabel("Share")
    fl.save_figure(figure, folder / "figures" / name, data=table, caption=caption, formats=("pdf",))


# --- LaTeX ---


def test_what_latex_would_run_is_printed():
    assert escape(r"\input{x}") == r"\textbackslash{}input\{x\}"
    assert escape("a\nb\tc\u2028d") == "a b c d"
    assert escape("--") == "-{}-"
    assert escape("Ж😀") == "[U+0416][U+1F600]"
    assert escape("e\u0301") == "é"


@given(st.text())
def test_no_character_of_any_text_is_left_to_latex(text):
    known = r"\\(text[a-z]+|ensuremath)\{[^{}]*\}|\{\}|\\[{}$&#%_-]|\[U\+[0-9A-F]+\]|~"
    rest = re.sub(known, "", escape(text))
    assert set(rest) <= _HAS - set("\\{}$&#%_^~")


@given(st.text())
def test_the_name_of_a_macro_has_letters_alone(text):
    assert re.fullmatch("fl[A-Za-z]+", macro_name("figure", text))


def test_names_of_macros_are_stable_and_told_apart():
    assert macro_name("word-choice", "003_6b", "cease-fire") == "flWordChoiceZeroZeroThreeSixBCeaseFire"
    # Ж is U+0416 and 中 U+4E2D: hexadecimal digits 0 to f as A to P.
    assert (macro_name("Ж"), macro_name("中")) == ("flUAEBG", "flUEOCN")
    twice = [Macro("flA", "1", "x"), Macro("flA", "2", "y\nz"), Macro("flAAgain", "3", "")]
    assert re.findall(r"\\(fl\w+)\}\{(\d)", define(twice)) == [("flA", "1"), ("flAAgain", "2"), ("flAAgainAgain", "3")]
    assert define(twice).count("\n") == 3


def test_numbers_are_printed_as_a_paper_has_them():
    assert [share(value) for value in (0, 0.456, 1)] == [r"0\%", r"46\%", r"100\%"]
    assert [signed(value) for value in (-0.126, -0.001, 0, 1.5)] == ["$-0.13$", "0.00", "0.00", "1.50"]


# --- Numbers and tables ---


def test_every_number_is_a_macro_that_names_its_cell():
    macros = {name: (value, source) for name, value, source in cell_macros(DRAWN)}
    cell = "figures/word-choice-fight.csv: outlet = A, label = war; "
    assert macros["flWordChoiceFightAWar"] == (r"75\%", cell + "estimate")
    assert macros["flWordChoiceFightAWarOf"] == ("9 of 12", cell + "k, n")
    assert macros["flWordChoiceFightAWarInterval"] == (
        r"95\% interval 47\% to 91\%", cell + "low, high, level (within-article-wilson)"
    )  # fmt: skip


def test_below_the_smallest_n_a_macro_is_k_of_n_and_has_no_interval():
    macros = {name: value for name, value, _ in cell_macros(DRAWN)}
    assert macros["flWordChoiceFightBWar"] == macros["flWordChoiceFightBWarOf"] == "1 of 1"
    assert "flWordChoiceFightBWarInterval" not in macros


def test_a_test_and_the_other_voice_have_macros_of_their_own():
    tested = LABELS.assign(p=[0.01234, None, None, None], q=[0.04, None, None, None])
    table = tested.assign(estimate_all=0.5, k_all=6, n_all=12, sparse_all=False)
    macros = {name: value for name, value, _ in cell_macros(DRAWN._replace(table=table))}
    assert macros["flWordChoiceFightAWarTest"] == "$p = 0.012$, $q = 0.040$"
    assert (macros["flWordChoiceFightAWarAll"], macros["flWordChoiceFightAWarAllOf"]) == (r"50\%", "6 of 12")


def test_a_mean_of_labels_is_a_number_and_no_share():
    table = result(outlet="A", party="x", voice="own", measure=["negative", "mean"], estimate=[0.4, -0.25], k=[4, 0],
                   n=10, unit="sentence")  # fmt: skip
    drawn = Drawn("party-sentiment", measures()["sentiment"], table, "", "")
    macros = {name: value for name, value, _ in cell_macros(drawn)}
    assert macros["flPartySentimentAXOwnNegative"] == r"40\%"
    assert macros["flPartySentimentAXOwnMean"] == "$-0.25$"
    assert "flPartySentimentAXOwnMeanOf" not in macros


def test_a_table_has_outlets_as_rows_and_k_of_n_in_every_cell():
    rows = [line for line in tabular(DRAWN, titles={}).splitlines() if line.endswith(r"\\")]
    assert rows == [
        r"Outlet & war & op\_\allowbreak{}1 \\",
        r"A & 75\% \mbox{(9/12)} \mbox{[47\%, 91\%]} & 25\% \mbox{(3/12)} \mbox{[9\%, 53\%]} \\",
        r"B & 1/1 & 0/1 \\",
    ]


def test_a_table_of_terms_has_an_outlet_a_row():
    table = result(
        outlet=["A", "A", "B"], term=["a&b", "c", "d"], k=[9, 3, 1], n=[90, 90, 10], estimate=[2.0, 1.0, 3.0]
    )
    drawn = Drawn("term-weights-log-odds", measures()["log_odds"], table, "", "")
    rows = [line for line in tabular(drawn, titles={}).splitlines() if line.endswith(r"\\")]
    assert rows[1:] == [r"A & a\&b~(9), c~(3) \\", r"B & d~(1) \\"]


def test_a_table_of_rates_has_the_terms_that_the_outlet_uses_more_first():
    table = result(outlet="A", term=["b", "c", "d"], reference="B", k=[1, 9, 3], n=90, estimate=[-1.0, 2.0, 1.0],
                   z=[-2.0, 3.0, 1.0])  # fmt: skip
    drawn = Drawn("term-weights-rates", measures()["rates"], table, "", "")
    rows = [line for line in tabular(drawn, titles={}).splitlines() if line.endswith(r"\\")]
    assert rows[1:] == [r"A & c~(9), d~(3), b~(1) \\"]


def test_accuracy_has_a_scorer_and_class_a_row_and_says_no_outlet(tmp_path):
    accuracy = fl.summarize_accuracy(fl.scorer_errors())
    write_figure(tmp_path, "party-sentiment-accuracy", accuracy)
    (drawn,) = read_drawn(tmp_path / "figures")
    rows = [line for line in tabular(drawn, titles={}).splitlines() if line.endswith(r"\\")]
    assert rows[0] == r"Scorer & Class & precision & recall & share \\"
    # The labelled sentences: of 290 that the model calls negative 224 are, of 270 negative ones it finds those 224, and
    # 270 of all 783 are negative. The intervals are Wilson's by statsmodels' proportion_confint.
    assert rows[4] == (
        r"model & negative & 77\% \mbox{(224/290)} \mbox{[72\%, 82\%]} & 83\% \mbox{(224/270)} \mbox{[78\%, 87\%]}"
        r" & 34\% \mbox{(270/783)} \mbox{[31\%, 38\%]} \\"
    )
    assert "by outlet" not in table_caption(drawn)
    text = " ".join(methods([drawn]).split())
    assert "we give $k$ of $n$. $n$: 783 sentences; 95\\% intervals (wilson); no test." in text
    assert r"\emph{wilson}: Wilson's score interval \citep{wilson1927}, which" in text


@pytest.mark.parametrize("name", measures())
def test_the_keys_of_every_measure_make_a_table_and_a_paragraph(tmp_path, name):
    """Keys that a layout cannot take would end the whole paper."""
    measure = measures()[name]
    keys = {key: [f"{key} 1", f"{key} 2"] for key in measure.keys}
    table = result(**keys, estimate=[0.5, 0.25], k=[2, 1], n=4, k_reference=1, n_reference=9)
    write_figure(tmp_path, measure.figures, table)
    (drawn,) = read_drawn(tmp_path / "figures")
    assert (drawn.measure.title, has_rows(drawn)) == (measure.title, True)
    assert len([line for line in tabular(drawn, titles={}).splitlines() if line.endswith(r"\\")]) > 1
    assert measure.text.split()[0] in methods([drawn])


def test_a_table_of_contrasts_gives_the_difference_before_the_test():
    table = result(outlet=["A", "B"], concept="fight", label="war", estimate=[-0.25, 0.5], k=[1, 9], n=[4, 9],
                   k_reference=[3, 1], n_reference=[6, 4], q=[0.0312, None])  # fmt: skip
    drawn = Drawn("word-choice-contrasts", measures()["contrasts"], table, "", "")
    rows = [line for line in tabular(drawn, titles={}).splitlines() if line.endswith(r"\\")]
    assert rows[1:] == [
        r"A & fight & war & $-0.25$ & 1/4 & 3/6 & 0.031 \\", r"B & fight & war & 0.50 & 9/9 & 1/4 & -- \\"
    ]  # fmt: skip


def test_words_of_one_article_have_no_interval(tmp_path):
    table = LABELS.drop(columns=["concept", "label"]).assign(voice=["own", "quoted"] * 2, unit="word")
    write_figure(tmp_path, "whose-words-voices", table[["outlet", "voice", *table.columns.drop(["outlet", "voice"])]])
    (drawn,) = read_drawn(tmp_path / "figures")
    assert [macro.name for macro in cell_macros(drawn) if macro.name.endswith("Interval")] == []


def test_names_that_look_like_nothing_are_read_as_names(tmp_path):
    table = LABELS.assign(outlet=["NA", "NA", "None", "None"])
    write_figure(tmp_path, "word-choice-fight", table)
    (drawn,) = read_drawn(tmp_path / "figures")
    assert drawn.table["outlet"].tolist() == ["NA", "NA", "None", "None"]
    assert drawn.table["sparse"].tolist() == [False, False, True, True]
    assert drawn.measure == measures()["labels"]


def test_a_figure_of_a_measure_unknown_here_is_taken_with_its_own_keys(tmp_path):
    table = result(outlet="A", colour=["x", "y"], estimate=[0.5, 1.5], k=[1, 2], n=3)
    write_figure(tmp_path, "something-new", table)
    (drawn,) = read_drawn(tmp_path / "figures")
    assert (drawn.measure.keys, drawn.measure.text) == (("outlet", "colour"), "")
    assert [macro.value for macro in cell_macros(drawn)] == ["0.50", "1.50"]


def test_a_figure_of_no_result_table_has_words_and_no_numbers(tmp_path, sample):
    write_figure(tmp_path, "how-robust", pd.DataFrame({"finding": ["x"], "estimate": [0.5]}))
    kit.write_texts(*sample, out=tmp_path)
    assert list((tmp_path / "tables").iterdir()) == []
    assert "flCaptionHowRobust" in (tmp_path / "captions.tex").read_text()
    assert "HowRobust" not in (tmp_path / "numbers.tex").read_text()


def test_facts_are_counted_by_outlet(tmp_path):
    facts = pd.DataFrame({"article_id": ["a", "b", "c"], "outlet": ["A", "A", "B"], "fact": "f",
                          "found": [True, False, True], "k": [2, 0, 1]})  # fmt: skip
    write_figure(tmp_path, "fact-coverage", facts)
    (drawn,) = read_drawn(tmp_path / "figures")
    assert drawn.table[["outlet", "k", "n"]].to_numpy().tolist() == [["A", 1, 2], ["B", 1, 1]]


# --- Methods and references ---


def test_a_paragraph_says_unit_n_interval_level_seed_and_tests():
    table = LABELS.assign(seed=7.0, interval="article-bootstrap", level=0.9, p=0.5, test="exact permutation")
    text = " ".join(methods([DRAWN._replace(table=table)]).split())
    # 12 mentions in A and 1 in B; four rows have a p.
    assert (
        "$n$: 13 mentions in 2 outlets; marked, or $k$ of $n$ alone, below 5 mentions; 90\\% intervals"
        " (article bootstrap, seed 7);"
        " 4 tests (exact permutation), $q$ after \\citet{benjamini1995}." in text
    )
    assert r"\emph{article bootstrap}: a cluster bootstrap over articles \citep{cameron2008}." in text


def test_two_outlets_that_are_contrasted_are_both_counted():
    # A has 10 words and B 20; against the rest, only the outlet's own words are n.
    rates = pd.DataFrame({"outlet": "A", "term": ["war", "raid"], "reference": "B", "n": 10, "n_reference": 20,
                          "unit": "term", "interval": "none", "level": float("nan")})  # fmt: skip
    for reference, said in (("B", "$n$: 30 words in 2 outlets;"), (REST, "$n$: 10 words in 1 outlet;")):
        drawn = DRAWN._replace(measure=measures()["rates"], table=rates.assign(reference=reference))
        assert said in " ".join(methods([drawn]).split())


def test_what_is_not_there_is_said_not_to_be():
    text = " ".join(methods([DRAWN._replace(table=LABELS.assign(interval="none"))]).split())
    assert "; no interval; no test." in text


def test_the_works_cited_are_there_and_no_others():
    every = [Drawn(one.figures, one, LABELS, "", "") for one in measures().values()]
    cited = set(re.findall(r"\w+\d{4}", " ".join(interval_names().values()) + str([one.measure.text for one in every])))
    text = r"\citep{hunter2007}\citet{benjamini1995}" + "".join(rf"\citep{{{key}}}" for key in cited)
    assert set(re.findall(r"^@\w+\{(\w+),", references(text), re.MULTILINE)) == cited | {"hunter2007", "benjamini1995"}
    whole = kit.resources.files("framelens.paper").joinpath("references.bib").read_text(encoding="utf-8")
    assert references(text).count("\n@") == whole.count("\n@")
    assert re.findall(r"^@\w+\{(\w+),", references(r"\citep{floyd2000, wilson1927}"), re.MULTILINE) == [
        "floyd2000", "wilson1927"
    ]  # fmt: skip


# --- The kit ---


@pytest.fixture
def paper(tmp_path, sample):
    """A paper from two figures whose words are hostile."""
    study, observations = sample
    title = study.study.model_copy(update={"title": HOSTILE})
    study = study.model_copy(update={"study": title})
    voices = result(outlet=["A", "A", HOSTILE, HOSTILE], voice=["own", "quoted"] * 2, k=[60, 40, 90, 10], n=100,
                    estimate=[0.6, 0.4, 0.9, 0.1], unit="word")  # fmt: skip
    folder = tmp_path / "paper"
    write_figure(folder, "whose-words-voices", voices, caption=fl.Caption(HOSTILE, "".join(sorted(_HAS))))
    write_figure(folder, "whose-words-sources", voices.rename(columns={"voice": "party"}))
    write_figure(folder, "word-choice-fight", LABELS.assign(label=["w", HOSTILE] * 2))
    kit.write_texts(study, observations, out=folder)
    return folder


def files_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_kit_is_complete_and_the_same_every_time(paper, sample):
    first = files_in(paper)
    assert {"main.tex", "numbers.tex", "captions.tex", "methods.tex", "references.bib", "tables/whose-words-voices.tex",
            "figures/whose-words-voices.alt.txt"} <= set(first)  # fmt: skip
    title = sample[0].study.model_copy(update={"title": HOSTILE})
    kit.write_texts(sample[0].model_copy(update={"study": title}), sample[1], out=paper)
    assert files_in(paper) == first


def test_macros_that_the_paper_uses_are_defined(paper):
    main = (paper / "main.tex").read_text()
    defined = re.findall(r"\\newcommand\{\\(\w+)\}", (paper / "numbers.tex").read_text())
    defined += re.findall(r"\\newcommand\{\\(\w+)\}", (paper / "captions.tex").read_text())
    assert len(defined) == len(set(defined))
    used = set(re.findall(r"\\(fl[A-Z]\w+)", main))
    assert len(used) >= 8
    assert used <= set(defined)


def test_without_a_figure_there_is_no_paper(tmp_path, sample):
    (tmp_path / "figures").mkdir()
    with pytest.raises(fl.RunError) as error:
        kit.write_texts(*sample, out=tmp_path)
    assert str(error.value) == ("no figure of 'port-callen' could be drawn; see what `framelens run port-callen` says.")


def test_figures_are_drawn_for_the_venue_and_read_back(tmp_path, sample, monkeypatch):
    monkeypatch.setattr(kit, "NOTEBOOKS", ("overview", "fact-coverage"))
    said = []
    assert fl.write_paper(sample[0], out=tmp_path, venue="sage-page", report=said.append) == []
    assert said == ["port-callen: fact-coverage"]
    endings = ["alt.txt", "caption.txt", "csv", "eps", "json", "pdf"]
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == [f"fact-coverage.{end}" for end in endings]
    assert fl.check_figure(tmp_path / "figures" / "fact-coverage.pdf", width=175) == []


def test_what_a_notebook_fails_at_is_said_and_the_rest_written(tmp_path, sample, monkeypatch):
    def run(path, **options):
        raise fl.RunError(f"{path.name} failed in cell 2: ValueError: no (see 'somewhere')")

    write_figure(tmp_path, "word-choice-fight", LABELS)
    monkeypatch.setattr(kit, "run_notebook", run)
    monkeypatch.setattr(kit, "NOTEBOOKS", ("overview", "fact-coverage"))
    monkeypatch.setattr(kit, "_keep", lambda drawn, folder: None)
    problems = fl.write_paper(sample[0], out=tmp_path)
    assert problems == ["port-callen: fact-coverage.ipynb failed in cell 2: ValueError: no"]
    assert (tmp_path / "main.tex").is_file()


def test_an_unknown_venue_is_refused_before_anything_is_read(tmp_path):
    done = framelens("paper", "port-callen", "--out", str(tmp_path / "out"), "--venue", "slide")
    assert done.returncode == 2
    assert done.stderr.startswith("error: `venue` must be one of 'acl-page', 'nature-page', 'sage-page',")
    assert not (tmp_path / "out").exists()


def test_every_name_of_a_figure_in_the_data_has_a_notebook():
    assert all(one.figures.startswith(kit.NOTEBOOKS) for one in measures().values())


def compiled(folder):
    environment = os.environ | {"SOURCE_DATE_EPOCH": "0", "FORCE_SOURCE_DATE": "1"}
    latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "main"]
    for command in (latex, ["bibtex", "main"], latex, latex):
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        assert done.returncode == 0, done.stdout.decode(errors="replace")[-1500:]
    return (folder / "main.pdf").read_bytes()


NO_TEX = "the example paper needs pdflatex and bibtex (Debian: texlive-latex-base, texlive-latex-recommended, lmodern)"
NO_TEX += ", which .ci/run could not install here" if os.environ.get("CI") else ", which are not installed here"


@pytest.mark.skipif(not (shutil.which("pdflatex") and shutil.which("bibtex")), reason=NO_TEX)
def test_the_example_paper_compiles_to_two_pages_the_same_every_time(paper):
    from pypdf import PdfReader

    first = compiled(paper)
    log = (paper / "main.log").read_text(encoding="latin-1")
    assert re.findall(r"^(?:LaTeX|Package natbib) Warning: (?:Citation|Reference).*", log, re.MULTILINE) == []
    assert "Missing character" not in log
    reader = PdfReader(paper / "main.pdf")
    assert len(reader.pages) <= 2
    assert r"\input{/x} & #1 _a_" in " ".join(page.extract_text() for page in reader.pages)
    assert compiled(paper) == first
