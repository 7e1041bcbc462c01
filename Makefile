# The two commands of the README are `make figures` and `make test`; both set up .venv from the lock first.
SHELL := /bin/bash
BIN := .venv/bin
READY := .venv/.ready
STUDIES := seeds/antalya-2022 seeds/port-callen
JOBS ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu)
# The real articles and the evaluation data, which the project may not hold: without them tests skip and say so.
ifneq ($(wildcard ../shared),)
FRAMELENS_DATA ?= $(abspath ../shared)
export FRAMELENS_DATA
endif

.PHONY: figures test lint fuzz bench validity docs train lock clean

figures: $(READY)
	$(BIN)/framelens run $(STUDIES) --out figures --jobs $(JOBS)

test: lint
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# 10,000 made-up inputs for each law of tests/test_fuzz.py.
fuzz: $(READY)
	$(BIN)/python -m pytest -n $(JOBS) --hypothesis-profile=fuzz tests/test_fuzz.py

bench: $(READY) .venv-bench/.ready
	$(BIN)/python -m benchmarks

# The peers that we measure ourselves against need other versions of what we stand on.
.venv-bench/.ready: benchmarks/peers.txt
	rm -rf .venv-bench && python3 -m venv .venv-bench
	.venv-bench/bin/pip install --quiet --disable-pip-version-check -r benchmarks/peers.txt
	@touch $@

docs: $(READY)
	$(BIN)/mkdocs build --quiet

validity: $(READY)
	$(BIN)/python -m validity

# Rebuilds the sentiment model from NewsMTSC (FRAMELENS_DATA) and pinned weights: about 35 minutes of one core, and torch
# in an environment of its own.
train: .venv-train/.ready
	.venv-train/bin/python -m training

.venv-train/.ready: training/requirements.txt
	rm -rf .venv-train && python3 -m venv .venv-train
	.venv-train/bin/pip install --quiet --disable-pip-version-check -r training/requirements.txt -e .
	@touch $@

# The first Python from 3.11 to 3.13 that is found; PYTHON=... names another. uv installs faster where it is there.
$(READY): requirements.lock pyproject.toml
	@python=""; for candidate in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  if $$candidate -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then python=$$candidate; break; fi; \
	done; \
	if [ -z "$$python" ]; then echo "framelens needs Python 3.11, 3.12 or 3.13; none was found. Install one, or say PYTHON=/path/to/python3.12." >&2; exit 1; fi; \
	echo "Setting up .venv with $$($$python --version) (once; about three and a half minutes and 1.7 GB)"; \
	rm -rf .venv && $$python -m venv .venv
	@if command -v uv >/dev/null; then \
	  VIRTUAL_ENV=.venv uv pip install --quiet --require-hashes -r requirements.lock && \
	  VIRTUAL_ENV=.venv uv pip install --quiet --no-deps --no-build-isolation -e .; \
	else \
	  $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock && \
	  $(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .; \
	fi
	@touch $@

# Pins and hashes for Python 3.11 to 3.13 in one file, without addresses. Needs uv.
lock:
	uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate \
	  --no-emit-index-url --group dev --quiet pyproject.toml -o requirements.lock

clean:
	rm -rf .venv .venv-bench site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
