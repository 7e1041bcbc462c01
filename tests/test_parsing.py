import pytest

from framelens import parsing
from framelens.parsing import load_model, model_id, parse
from framelens.reading import Block
from tests.parsed import as_spacy_has_it


def block(text):
    return Block("body", text, range(len(text)))


def readings(doc):
    """What the rules read of each token, in a parse that was made or kept."""
    return [(one.idx, one.text, one.tag_, one.pos_, one.lemma_, one.dep_, one.head.i, one.sent.start) for one in doc]


def test_the_model_is_named_with_its_version():
    name, version = model_id().split(", ")[0].split(" ")
    assert name.startswith("en-core-web-sm")
    assert version == "3.8.0"


def test_a_missing_model_is_one_command_away(monkeypatch):
    monkeypatch.setattr(parsing, "_MODELS", ("en-none-sm",))
    with pytest.raises(parsing.FramelensError) as err:
        model_id.__wrapped__()
    assert str(err.value) == ("no English model for spaCy is installed; run `pip install en-none-sm==3.8.0`.")


def test_names_are_not_recognised():
    assert not {"ner", "senter"} & set(load_model().pipe_names)


def test_sentences_end_where_ours_do(tmp_path):
    # Left alone, the parser parts the clauses at the points and the semicolon.
    text = "They waited . . . Nobody came; who paid? Nobody."
    [[doc]] = parse([[block(text)]], tmp_path)
    assert [sentence.text for sentence in doc.sents] == ["They waited . . . Nobody came; who paid?", "Nobody."]


def test_tokens_stand_where_they_stand_in_the_text(tmp_path):
    text = "“Ships  wait,” she said."
    [[doc]] = parse([[block(text)]], tmp_path)
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


def test_lemmas_and_parts_of_speech_are_kept(tmp_path):
    [[doc]] = parse([[block("The ships waited.")]], tmp_path)
    assert [(token.lemma_, token.pos_) for token in doc] == [
        ("the", "DET"),
        ("ship", "NOUN"),
        ("wait", "VERB"),
        (".", "PUNCT"),
    ]


def test_words_are_read_as_the_whole_model_reads_them(sample, tmp_path):
    # Ruler and lemmatizer see each kind of word once; only the verb of “there is” is another part of speech for them.
    nlp, other = load_model(), set()
    for text in sample[1].annotations.articles["text"]:
        [[ours]] = parse([[block(text)]], tmp_path)
        theirs = as_spacy_has_it(ours)
        for name in ("attribute_ruler", "lemmatizer"):
            theirs = nlp.get_pipe(name)(theirs)
        for one, whole in zip(ours, theirs, strict=True):
            if (one.pos_, one.lemma_) != (whole.pos_, whole.lemma_):
                other.add((ours[one.i - 1].lower_, one.lemma_, one.pos_, whole.lemma_, whole.pos_))
    assert other <= {("there", "be", "AUX", "be", "VERB")}


@pytest.mark.parametrize("before", [[], ["is"], ["there"], ["Ships", "there", "is"]])
def test_a_word_is_read_alike_whatever_was_read_before(before, monkeypatch, tmp_path):
    # The model's ruler would make the verb of “there is” a VERB where both words are new to it at once.
    kinds = parsing._WordKinds(load_model())
    monkeypatch.setattr(parsing, "_word_kinds", lambda: kinds)
    for number, word in enumerate(before):
        list(parse([[block(word)]], tmp_path / str(number)))
    [[doc]] = parse([[block("There is a ferry.")]], tmp_path / "text")
    assert (doc[1].lemma_, doc[1].pos_) == ("be", "AUX")


def test_a_block_is_parsed_paragraph_by_paragraph(tmp_path):
    # A paragraph reads the same alone and among others.
    paragraphs = ["The ships waited.", "Nobody paid the crew, she said."]
    [[both]] = parse([[block("\n".join(paragraphs))]], tmp_path)
    alone = [doc for [doc] in parse([[block(text)] for text in paragraphs], tmp_path)]
    expected = [(one.text, one.tag_, one.dep_, one.head.text) for doc in alone for one in doc]
    assert [(one.text, one.tag_, one.dep_, one.head.text) for one in both if not one.is_space] == expected


def test_texts_are_tagged_and_parsed_as_the_model_does_it(sample):
    nlp = load_model()
    texts = ["", "Ships wait.", *sample[1].annotations.articles["text"][:4]]
    ours = [nlp.make_doc(text) for text in texts]
    parsing._tag_and_parse(nlp, ours)
    theirs = nlp.pipe(texts, disable=["attribute_ruler", "lemmatizer"])
    assert [readings(doc) for doc in ours] == [readings(doc) for doc in theirs]


def test_articles_with_one_text_have_one_parse(tmp_path):
    [[one], [other], [third]] = parse([[block("Ships wait.")], [block("Ships wait.")], [block("Wait!")]], tmp_path)
    assert readings(one) == readings(other)
    assert (other.text, third.text) == ("Ships wait.", "Wait!")


def test_each_article_has_a_parse_for_each_block(tmp_path):
    parses = list(parse([[block("One."), block("Two. Three.")], []], tmp_path))
    assert [[doc.text for doc in docs] for docs in parses] == [["One.", "Two. Three."], []]


def test_a_parse_is_kept_and_not_made_again(tmp_path, monkeypatch):
    articles = [[block("The ships waited.")]]
    first = [readings(doc) for [doc] in parse(articles, tmp_path)]
    monkeypatch.setattr(parsing, "_parse_articles", lambda articles: pytest.fail("parsed again"))
    assert [readings(doc) for [doc] in parse(articles, tmp_path)] == first


def test_another_text_or_another_cut_is_another_parse(tmp_path):
    for blocks in ([block("One. Two.")], [block("One."), block("Two.")], [block("One. Two!")]):
        list(parse([blocks], tmp_path))
    assert len(list(tmp_path.glob("*.parse"))) == 3


def test_another_model_is_another_parse(tmp_path, monkeypatch):
    list(parse([[block("One.")]], tmp_path))
    monkeypatch.setattr(parsing, "model_id", lambda: "another 1.0")
    list(parse([[block("One.")]], tmp_path))
    assert len(list(tmp_path.glob("*.parse"))) == 2


@pytest.mark.parametrize("kept", [0, 10, -1])
def test_a_half_written_parse_is_made_again(tmp_path, kept):
    [whole] = parse([[block("The ships waited. Nobody came.")]], tmp_path)
    [file] = tmp_path.glob("*.parse")
    content = file.read_bytes()
    file.write_bytes(content[:kept])
    [again] = parse([[block("The ships waited. Nobody came.")]], tmp_path)
    assert readings(again[0]) == readings(whole[0])
    assert file.read_bytes() == content
