import operator
import os
import signal

import pandas as pd
import pytest

from framelens.annotations import annotate, cut
from framelens.corpus import read_corpus
from framelens.engines import FEW, engine_at, work_on
from framelens.errors import ArgumentError, FramelensError, InputError
from framelens.schema import ANNOTATION_TABLES

# Processes are started by joblib, whose children would outlive each test of several workers.
pytestmark = pytest.mark.xdist_group("processes")
MANY = FEW + 3


def pid(number, part):
    return os.getpid()


def test_results_come_in_the_order_of_the_parts():
    assert work_on([10, 20], operator.add, label="Adding") == [10, 21]
    assert work_on([10] * MANY, operator.add, label="Adding") == [10 + number for number in range(MANY)]


def test_few_parts_are_done_here_and_many_elsewhere():
    assert set(work_on(["a"] * FEW, pid, label="Asking")) == {os.getpid()}
    assert set(work_on(["a"] * MANY, pid, label="Asking", in_processes=False)) == {os.getpid()}
    assert os.getpid() not in work_on(["a"] * MANY, lambda number, part: os.getpid(), label="Asking")


def test_an_error_in_a_process_is_the_caller_s():
    def fail(number, part):
        raise InputError(f"part {part} is bad.")

    with pytest.raises(InputError, match=r"^part a is bad\.$"):
        work_on(["a"] * MANY, fail, label="Failing")


def test_a_process_that_is_killed_is_named_in_one_sentence():
    with pytest.raises(FramelensError) as error:
        work_on(["a"] * MANY, lambda number, part: os.kill(os.getpid(), signal.SIGKILL), label="Killing")
    assert str(error.value) == (
        "a process was ended from outside, perhaps for want of memory; what was done is kept, run the same again."
    )


def test_an_unknown_engine_is_answered_with_the_known_ones():
    with pytest.raises(ArgumentError) as error:
        work_on([], operator.add, engine="desk", label="")
    assert str(error.value) == "`engine` must be one of 'local', 'dask'; got 'desk'. Did you mean 'dask'?"


def test_a_scheduler_that_does_not_answer_is_named():
    import dask
    import distributed  # noqa: F401 - Its settings are dask's from now on; made inside, they would end with the block.

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(InputError) as error,
        engine_at("tcp://127.0.0.1:1"),
    ):
        pass
    assert str(error.value) == (
        "no Dask scheduler answers at 'tcp://127.0.0.1:1'; start one by `dask scheduler` and give its address."
    )


def test_parts_are_whole_articles_in_the_order_of_their_ids(monkeypatch):
    # Running sums 4, 5, 9, 10, 10; by 5s: 0, 1, 1, 2, 2. An article without text adds nothing.
    monkeypatch.setattr("framelens.annotations.PART_CHARACTERS", 5)
    articles = pd.DataFrame({"article_id": list("bacde"), "text": ["1", "1234", "1234", "1", None]})
    assert [part["article_id"].tolist() for part in cut(articles)] == [["a"], ["b", "c"], ["d", "e"]]
    assert [len(part) for part in cut(articles.head(0))] == [0]


def test_annotated_in_processes_the_tables_are_the_same(sample, monkeypatch):
    study, _ = sample
    articles = read_corpus(study)
    expected = annotate(articles, study)
    monkeypatch.setattr("framelens.annotations.PART_CHARACTERS", 15_000)
    assert len(cut(articles)) > FEW
    found = annotate(articles, study)
    for name in ANNOTATION_TABLES:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(expected, name))
