"""On a Dask scheduler with two worker processes on this machine, one of which is killed in the middle of its work."""

import json
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from framelens import annotations as annotations_module
from framelens.annotations import annotate
from framelens.corpus import read_corpus
from framelens.errors import ArgumentError, InputError
from framelens.schema import ANNOTATION_TABLES
from framelens.scoring import score_file
from framelens.storage import annotate_to_files, read_annotations, write_annotations
from framelens.study import read_study
from tests.toy import framelens, small_study

pytestmark = pytest.mark.xdist_group("dask")

PATIENCE = 300
# Loaded by one worker: kills it as it begins its second part.
PLUGIN = """
import os, signal
from distributed import WorkerPlugin

class Kill(WorkerPlugin):
    n_begun = 0

    def transition(self, key, start, finish, **_):
        self.n_begun += finish == "executing" and str(key).startswith("annotating")
        if self.n_begun == 2:
            os.kill(os.getpid(), signal.SIGKILL)

async def dask_setup(worker):
    await worker.plugin_add(Kill())
"""


# The command, in parts of an article each.
COMMAND = "from framelens import annotations, cli; annotations.PART_CHARACTERS = 40; cli.main()"


@contextmanager
def started(folder, *workers):
    """A scheduler and workers, each with its options; the file that says where it is, and the processes."""
    dask, where = Path(sys.executable).parent / "dask", ["--scheduler-file", str(folder / "scheduler.json")]
    one = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)]
    commands = [
        [dask, "scheduler", *where, "--host", "127.0.0.1", "--port", "0", "--no-dashboard"],
        *([dask, "worker", *where, *one, *options] for options in workers),
    ]
    with (folder / "log").open("w") as log:
        processes = [subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) for command in commands]
    try:
        yield where[1], processes
    finally:
        for process in processes:
            process.terminate()
            process.wait()


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    from dask.distributed import Client

    folder = tmp_path_factory.mktemp("cluster")
    (folder / "kill.py").write_text(PLUGIN)
    with (
        started(folder, [], ["--preload", str(folder / "kill.py")]) as (where, processes),
        Client(scheduler_file=where, timeout=PATIENCE) as client,
    ):
        client.wait_for_workers(2, timeout=PATIENCE)
        yield SimpleNamespace(address=client.scheduler.address, victim=processes[-1])


@pytest.fixture
def parted(monkeypatch):
    """The sample's 55,000 characters in parts of 6,000."""
    monkeypatch.setattr(annotations_module, "PART_CHARACTERS", 6000)


@pytest.fixture(scope="module")
def study(sample):
    return sample[0]


@pytest.fixture(scope="module")
def articles(study):
    return read_corpus(study)


@pytest.fixture(scope="module")
def local(study, articles):
    return annotate(articles, study)


def bytes_of(annotations, folder, study):
    """What `write_annotations` makes of some annotations: every table by name."""
    write_annotations(annotations, folder, study=study)
    return {name: (folder / f"{name}.parquet").read_bytes() for name in ANNOTATION_TABLES}


def test_with_a_worker_killed_half_way_no_article_is_lost_or_counted_twice(
    cluster, parted, study, articles, local, tmp_path
):
    assert cluster.victim.poll() is None
    folder = annotate_to_files(articles, tmp_path / "out", study=study, engine="dask")
    assert cluster.victim.wait(timeout=PATIENCE) == -signal.SIGKILL
    assert len(list((folder / "tokens.parquet").iterdir())) > 4
    found = read_annotations(folder)
    assert bytes_of(found, tmp_path / "found", study) == bytes_of(local, tmp_path / "local", study)


def test_a_rerun_makes_again_only_what_is_missing_or_damaged(cluster, parted, study, articles, local, tmp_path):
    said = []
    folder = annotate_to_files(articles, tmp_path / "out", study=study, engine="dask", report=said.append)
    parts = sorted((folder / "tokens.parquet").iterdir())
    before = {part.name: part.stat().st_mtime_ns for part in parts}
    parts[1].unlink()
    parts[2].write_bytes(parts[2].read_bytes()[:-100])
    (folder / "tokens.parquet" / "part-00099.parquet").write_bytes(b"of a longer run")
    assert said == []
    annotate_to_files(articles, folder, study=study, engine="dask", report=said.append)
    assert said == [
        f"Kept {len(parts) - 2} of {len(parts)} parts, which were there already.",
        f"Made 1 of {len(parts)} parts again, which were damaged.",
    ]
    after = {part.name: part.stat().st_mtime_ns for part in (folder / "tokens.parquet").iterdir()}
    assert {name for name in before if before[name] != after[name]} == {parts[1].name, parts[2].name}
    assert after.keys() == before.keys()
    assert bytes_of(read_annotations(folder), tmp_path / "found", study) == bytes_of(local, tmp_path / "local", study)


def test_in_memory_the_tables_are_those_of_the_local_engine(cluster, parted, study, articles, local):
    found = annotate(articles.iloc[::-1], study, engine="dask")
    for name in ANNOTATION_TABLES:
        pd.testing.assert_frame_equal(getattr(found, name), getattr(local, name))


def test_the_partitions_of_a_dask_table_are_the_parts(cluster, study, articles, local, tmp_path):
    import dask.dataframe as dd

    ordered = articles.sort_values("article_id", ignore_index=True)
    folder = annotate_to_files(
        dd.from_pandas(ordered, npartitions=3, sort=False), tmp_path / "out", study=study, engine="dask"
    )
    assert len(list((folder / "tokens.parquet").iterdir())) == 3
    assert bytes_of(read_annotations(folder), tmp_path / "found", study) == bytes_of(local, tmp_path / "local", study)


def test_commands_take_the_address_of_a_scheduler(cluster, tmp_path):
    folder = small_study(tmp_path / "study")
    result = framelens("annotate", folder, "--scheduler", cluster.address, "--out", tmp_path / "out")
    assert (result.returncode, result.stderr) == (0, "")
    assert sorted(read_annotations(tmp_path / "out").articles["article_id"]) == ["one", "two"]


def test_a_scheduler_that_is_killed_is_named_and_on_another_the_same_command_goes_on(cluster, tmp_path, monkeypatch):
    monkeypatch.setattr(annotations_module, "PART_CHARACTERS", 40)
    texts = {f"a{number:03d}": f"Tidemark began war {number}, and nobody followed it." for number in range(30)}
    study = read_study(small_study(tmp_path / "study", texts=texts))
    out = tmp_path / "out"
    with started(tmp_path, []) as (where, processes):
        options = ["--out", out, "--scheduler", address_in(where)]
        command = [sys.executable, "-c", COMMAND, "annotate", study.path, *options]
        annotating = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        wait_until(lambda: (out / "tokens.parquet" / "part-00002.parquet").exists() or annotating.poll() is not None)
        processes[0].kill()
        _, said = annotating.communicate(timeout=PATIENCE)
    assert (annotating.returncode, said.strip()) == (
        1, "error: the Dask scheduler has gone; what was done is kept, start it and its workers and run the same again."
    )  # fmt: skip
    found = []
    annotate_to_files(read_corpus(study), out, study=study, engine="dask", report=found.append)
    kept = int(found[0].split()[1])
    assert found == [f"Kept {kept} of 30 parts, which were there already."]
    assert 3 <= kept < 30
    assert read_annotations(out).articles["article_id"].tolist() == sorted(texts)


def address_in(file):
    """The address that a scheduler writes into its file as soon as it has one."""
    wait_until(Path(file).exists)
    return json.loads(Path(file).read_text(encoding="utf-8"))["address"]


def wait_until(is_so):
    end = time.monotonic() + PATIENCE
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)


def test_scores_are_those_of_the_local_engine(cluster, monkeypatch, tmp_path):
    monkeypatch.setattr("framelens.scoring._BATCH", 2)
    texts = [f"Norland {verb} its friends." for verb in ("betrayed", "saved", "met", "left", "thanked")]
    rows = pd.DataFrame({"text": texts, "start": 0, "end": 7})
    rows.to_csv(tmp_path / "in.csv", index=False)
    score_file(tmp_path / "in.csv", tmp_path / "local.csv")
    score_file(tmp_path / "in.csv", tmp_path / "dask.csv", engine="dask")
    assert (tmp_path / "dask.csv").read_bytes() == (tmp_path / "local.csv").read_bytes()
    assert not list(tmp_path.glob(".*"))


def test_workers_of_another_version_are_refused(cluster, monkeypatch, study, articles, tmp_path):
    monkeypatch.setattr("framelens.storage.code_fingerprint", lambda: "another")
    with pytest.raises(InputError) as error:
        annotate_to_files(articles, tmp_path / "out", study=study, engine="dask")
    assert str(error.value) == (
        "a Dask worker has another version of framelens, spaCy or its model than this process; install the same."
    )


def test_without_a_client_the_message_says_how_to_make_one(monkeypatch, study, articles):
    def none():
        raise ValueError("No clients found")

    monkeypatch.setattr("distributed.default_client", none)
    with pytest.raises(ArgumentError) as error:
        annotate(articles, study, engine="dask")
    assert str(error.value) == (
        "there is no Dask client; make one first: `from dask.distributed import Client; client = Client()`."
    )
