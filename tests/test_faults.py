"""Commands stopped, killed, or out of room in the middle: what was done is kept, and the same command goes on."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from framelens.corpus import read_corpus
from framelens.schema import ANNOTATION_TABLES
from framelens.scorers import find_scorer
from framelens.scoring import score_file
from framelens.storage import annotate_to_files
from framelens.study import read_study
from tests.toy import small_study

STOPPED = "stopped: what was done is kept, and the same command goes on from there.\n"
PATIENCE = 300
# Small parts, done one after another in this process, whose keys stay the same while somebody edits the package.
SETTINGS = {
    "framelens.annotations.PART_CHARACTERS": 40,
    "framelens.scoring._BATCH": 1,
    "framelens.engines.FEW": 9999,
    "framelens.storage.code_fingerprint": lambda: "this code",
    "framelens.scoring.code_fingerprint": lambda: "this code",
}
COMMAND = """
from framelens import annotations, cli, engines, scoring, storage
annotations.PART_CHARACTERS, scoring._BATCH, engines.FEW = 40, 1, 9999
storage.code_fingerprint = scoring.code_fingerprint = lambda: "this code"
cli.main()
"""


# Ctrl-C comes into a destructor, and then there is nothing to do but wait.
DESTROYED = """
import signal, time
from framelens import audit, cli
class Destroyed:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
def wait(study):
    Destroyed()
    time.sleep(9999)
audit.audit_study = wait
cli.main()
"""


@pytest.fixture(autouse=True)
def same_settings(monkeypatch):
    for name, value in SETTINGS.items():
        monkeypatch.setattr(name, value)


def start(*arguments, **options):
    """The command line, in a session of its own as in a terminal."""
    command = [sys.executable, "-c", COMMAND, *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **options
    )


def stop(process, number, once):
    """Send a signal to the process and its children as soon as there is a file."""
    end = time.monotonic() + PATIENCE
    while not once() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    os.killpg(process.pid, number)
    return process.communicate(timeout=PATIENCE)


@pytest.fixture
def study(tmp_path):
    texts = {f"a{number:03d}": f"Tidemark began war {number}, and nobody followed it." for number in range(40)}
    return read_study(small_study(tmp_path / "study", texts=texts))


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_annotating_that_was_stopped_goes_on_from_there(study, tmp_path, number):
    out, articles = tmp_path / "out", read_corpus(study)
    process = start("annotate", study.path, "--out", out)
    _, said = stop(process, number, lambda: list(out.glob(".parts/tokens.parquet/part-00002.parquet")))
    if number == signal.SIGINT:
        assert (process.returncode, said.lstrip()) == (130, STOPPED)
    else:
        assert process.returncode == -number
    kept = len(list(out.glob(".parts/tokens.parquet/part-*")))
    assert 3 <= kept < 40
    assert not (out / "manifest.json").exists()
    found = []
    annotate_to_files(articles, out, study=study, report=found.append)
    # The last part may lack a table, where the signal came between two of them.
    assert found in [[f"Kept {sound} of 40 parts, which were there already."] for sound in (kept, kept - 1)]
    assert files_of(out) == files_of(annotate_to_files(articles, tmp_path / "whole", study=study))


def test_ctrl_c_is_not_lost_where_exceptions_are_ignored(study):
    command = [sys.executable, "-c", DESTROYED, "check", str(study.path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert (result.returncode, result.stderr) == (130, STOPPED)


def test_scoring_that_was_stopped_goes_on_from_there(tmp_path, monkeypatch):
    rows = "".join(f"Norland betrayed friend {number}.,0,7\n" for number in range(400))
    (tmp_path / "in.csv").write_text("text,start,end\n" + rows)
    out, work = tmp_path / "out.csv", tmp_path / ".out.csv.parts"
    process = start("score", tmp_path / "in.csv", out)
    _, said = stop(process, signal.SIGINT, lambda: list(work.glob("scores.parquet/part-00002.parquet")))
    assert (process.returncode, said.lstrip()) == (130, STOPPED)
    assert not out.exists()
    kept = len(list(work.glob("scores.parquet/part-*")))
    assert 3 <= kept < 400
    scored = []
    model = find_scorer("model")
    monkeypatch.setattr("framelens.scoring.find_scorer", lambda _: lambda *rows: scored.append(rows) or model(*rows))
    score_file(tmp_path / "in.csv", out)
    assert len(scored) == 400 - kept
    score_file(tmp_path / "in.csv", tmp_path / "whole.csv")
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert not work.exists()


def test_a_full_disk_is_named_and_with_room_the_same_call_goes_on(study, tmp_path):
    def allow_few_bytes():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    out = tmp_path / "out"
    full = start("annotate", study.path, "--out", out, preexec_fn=allow_few_bytes)
    _, said = full.communicate(timeout=PATIENCE)
    assert full.returncode == 1
    assert said.strip() == "error: File too large; what was done is kept: mend that and run the same again."
    assert not [path for path in out.rglob("*") if path.is_file()]
    annotate_to_files(read_corpus(study), out, study=study)
    assert files_of(out).keys() == {"manifest.json", *(f"{name}.parquet" for name in ANNOTATION_TABLES)}
