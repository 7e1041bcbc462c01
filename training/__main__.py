"""Rebuild the shipped model: `FRAMELENS_DATA=... python -m training`, about 35 minutes of one processor core."""

from __future__ import annotations

import argparse
import logging
from pathlib import Path

from training.fit import averaged, network_of
from training.network import make_tokenizer
from training.runs import SEEDS, train_runs
from training.ship import report, ship

_SHIPPED = Path(__file__).parents[1] / "analysis" / "framelens" / "target_sentiment"


def main() -> None:
    """Train the runs, average them, write the files that ship, say what they score on the dev files."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("out/training"), help="where the runs are kept")
    parser.add_argument("--out", type=Path, default=_SHIPPED, help="folder of the model")
    parser.add_argument("--jobs", type=int, default=1, help="how many runs are trained at once")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    options.work.mkdir(parents=True, exist_ok=True)
    network = network_of(averaged(train_runs(options.work, jobs=options.jobs)), make_tokenizer())
    report(ship(network, SEEDS, options.out))


if __name__ == "__main__":
    main()
