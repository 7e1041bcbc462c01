import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framelens.errors import ArgumentError, InputError
from framelens.target_model import FOLDER, load_target_model, softmax, window
from training.names import NAMES, replace_other

SENTENCES = [
    "Ozola betrayed everyone who trusted her.",
    "The harbour master met Ozola on Tuesday.",
    "Ozola, a brilliant and generous doctor, saved dozens of lives.",
    "Kalnins accused Ozola’s army of shelling the market.",
    "Although nobody liked the plan, Ozola defended it, and Berzins praised her courage.",
]
SPANS = [[(text.index("Ozola"), text.index("Ozola") + 5)] for text in SENTENCES]
DEV_FILES = ("dev_rw", "dev_mt")


@pytest.fixture(scope="module")
def model():
    return load_target_model()


@pytest.fixture(scope="module")
def dev():
    root = os.environ.get("FRAMELENS_DATA")
    if root is None or not (Path(root) / "eval" / "newsmtsc").is_dir():
        pytest.skip("FRAMELENS_DATA does not name a folder with eval/newsmtsc, the labelled news sentences")
    from training.data import read_examples

    return {name: read_examples(name) for name in DEV_FILES}


@pytest.fixture(scope="module")
def scored(model, dev):
    return {name: model([one.text for one in some], [[one.span] for one in some]) for name, some in dev.items()}


def test_rows_are_probabilities_in_the_order_negative_neutral_positive(model):
    chances = model(SENTENCES, SPANS)
    assert chances.shape == (5, 3)
    assert chances.dtype == np.float64
    assert np.abs(chances.sum(1) - 1).max() < 1e-12
    assert chances[:3].argmax(1).tolist() == [0, 1, 2]


def test_no_texts_give_no_rows(model):
    assert model([], []).shape == (0, 3)


@pytest.mark.parametrize("kind", NAMES)
def test_the_target_s_name_changes_no_bit(model, kind):
    frame, (start, _) = SENTENCES[3], SPANS[3][0]
    texts = [frame.replace("Ozola", name) for name in NAMES[kind]]
    chances = model(texts, [[(start, start + len(name))] for name in NAMES[kind]])
    assert np.array_equal(chances, np.repeat(model([frame], [SPANS[3]]), len(texts), axis=0))


def test_order_company_and_repetition_change_no_bit(model):
    order = list(range(5)) * 3
    random.Random(7).shuffle(order)
    together = model([SENTENCES[place] for place in order], [SPANS[place] for place in order])
    alone = np.concatenate([model([SENTENCES[place]], [SPANS[place]]) for place in order])
    assert np.array_equal(together, alone)


def test_the_number_of_threads_changes_no_bit(model):
    code = (
        "import sys, json; sys.path[:0] = json.loads(sys.argv[1]);"
        "from framelens.target_model import load_target_model;"
        "print(json.dumps(load_target_model()(*json.loads(sys.argv[2])).tolist()))"
    )
    arguments = [json.dumps([str(FOLDER.parents[1])]), json.dumps([SENTENCES, SPANS])]
    for threads in ("1", "4"):
        done = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env={**os.environ, "OMP_NUM_THREADS": threads},
            capture_output=True,
            check=True,
            text=True,
        )
        assert json.loads(done.stdout) == model(SENTENCES, SPANS).tolist()


def test_of_a_long_text_the_part_round_the_target_is_read(model):
    far = "It rained. " * 200
    text = far + SENTENCES[0] + " " + far
    chances = model([text], [[(len(far), len(far) + 5)]])
    assert chances.argmax() == 0


@pytest.mark.parametrize(
    ("ids", "kept"),
    [
        ([101, 1, 5, 6, 7, 8, 102], [101, 1, 5, 6, 102]),  # the target comes first: nothing lies before it
        ([101, 5, 6, 7, 8, 1, 102], [101, 7, 8, 1, 102]),  # last
        ([101, 5, 6, 1, 7, 8, 102], [101, 6, 1, 7, 102]),  # as much before as after
        ([101, 5, 1, 7, 102], [101, 5, 1, 7, 102]),  # short enough
    ],
)
def test_the_window_lies_round_the_target(ids, kept):
    assert window(ids, 1, size=5) == kept


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_window_keeps_ends_target_and_size(before, after):
    ids = [101, *[9] * before, 1, *[8] * after, 102]
    kept = window(ids, 1)
    assert len(kept) == min(128, len(ids))
    assert (kept[0], kept[-1], kept.count(1)) == (101, 102, 1)


def test_softmax_of_large_logits_is_finite():
    # e^0 / (e^0 + e^-1 + e^-1) = 1 / (1 + 2 / 2.718281828) = 0.5761168848
    assert softmax(np.array([1000.0, 999.0, 999.0]))[0] == pytest.approx(0.5761168848)


def test_texts_and_spans_must_be_as_many(model):
    with pytest.raises(ArgumentError, match="There are 2 texts and 1 lists of spans"):
        model(SENTENCES[:2], SPANS[:1])


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_file_that_is_not_the_recorded_one_is_refused(tmp_path, name):
    shutil.copytree(FOLDER, tmp_path / "model")
    with (tmp_path / "model" / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(InputError, match=f"{name} is not the file that model.json names"):
        load_target_model(tmp_path / "model")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match=r"model\.json cannot be read"):
        load_target_model(tmp_path)


def test_it_says_what_it_is(model):
    assert model.name
    assert model.version == model.facts["version"]
    assert model.licence == "Apache-2.0"
    assert "Hamborg & Donnay 2021" in model.citation


def test_the_errors_are_known_without_loading_the_model():
    code = (
        "import sys; from framelens.scorers import SCORERS, known_errors; errors = known_errors(SCORERS);"
        "assert 'onnxruntime' not in sys.modules; from framelens.scorers import find_scorer;"
        "print(errors == {name: find_scorer(name).confusion for name in SCORERS})"
    )
    command = [sys.executable, "-c", code]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "True\n"


def test_the_files_are_small_enough_to_ship():
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 25_000_000


@pytest.mark.parametrize(("name", "least"), [("dev_rw", 78.0), ("dev_mt", 69.0)])
def test_macro_f1_on_the_dev_files(dev, scored, name, least):
    # With several targets in a sentence we aim at 76.5 and are not there (docs/model-card.md): 69 guards what there is.
    from sklearn.metrics import confusion_matrix, f1_score

    labels, predicted = [one.label for one in dev[name]], scored[name].argmax(1)
    assert 100 * f1_score(labels, predicted, average="macro") >= least
    # Counted again by scikit-learn. Another processor may round a close call to the other side.
    recorded = np.array(load_target_model().facts["dev"][name]["confusion"])
    assert np.abs(confusion_matrix(labels, predicted) - recorded).sum() <= 8


def test_calibration_error_recorded_is_within_the_bar(model):
    assert model.facts["calibration_error"]["estimate"] <= 0.06


@pytest.mark.parametrize("kind", NAMES)
def test_another_s_name_changes_few_labels(model, dev, kind):
    pairs = [
        (one, other.span)
        for one in dev["dev_mt"]
        for other in dev["dev_mt"]
        if one.text == other.text and (other.span[1] <= one.span[0] or one.span[1] <= other.span[0])
    ]
    before = model([one.text for one, _ in pairs], [[one.span] for one, _ in pairs]).argmax(1)
    for name in NAMES[kind][::4]:
        replaced = [replace_other(one.text, one.span, other, name) for one, other in pairs]
        after = model([text for text, _ in replaced], [[span] for _, span in replaced]).argmax(1)
        assert np.mean(before != after) <= 0.03
