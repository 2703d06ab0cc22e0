# himatch: set-up, checks and the model. `make demo` and `make test` need Python 3.11 or newer, and nothing else.
# Everything is installed from hash-locked files, as wheels; `make lock` is the only target that resolves versions.
.DELETE_ON_ERROR:
.PHONY: help demo serve test test-all check bench bench-doors contract screenshots image model lock clean

PYTHON  ?= python3
VENV    ?= .venv
WORKERS ?= 2

BIN     := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCKED  := $(INSTALL) --require-hashes --only-binary=:all:
SELF    := $(INSTALL) --no-deps --no-build-isolation -e .
CODE    := taxonomy matcher api
HOST    ?= 127.0.0.1
PORT    ?= 8000
CASES   ?= 20000

help:  ## say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.runtime  ## match the example résumé against the example ad
	@$(BIN)/himatch match examples/resume.pdf examples/ad.txt

serve: $(VENV)/.runtime  ## the pages and the API on http://127.0.0.1:8000
	@$(BIN)/himatch serve --host $(HOST) --port $(PORT)

check: $(VENV)/.dev  ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict $(CODE) bench

test: check  ## ruff, mypy and the quick tests
	$(BIN)/python -m pytest -q -n $(WORKERS) -W error

test-all: test  ## and the slow tests, and those in a browser (Debian's chromium)
	$(BIN)/python -m pytest -q -n $(WORKERS) -W error -m "slow and not browser"
	$(BIN)/python -m pytest -q -n $(WORKERS) -W error -m browser tests/browser

screenshots: $(VENV)/.dev  ## take the pictures of docs/screenshots anew
	HIMATCH_SCREENSHOTS=1 $(BIN)/python -m pytest -q -W error -m browser tests/browser/test_screenshots.py

bench: $(VENV)/.dev  ## the scanner's rate beside the bare pass of polars
	@POLARS_MAX_THREADS=1 $(BIN)/python -m bench $(TEXTS)

contract: $(VENV)/.dev  ## 20,000 requests drawn from the description of the API
	$(BIN)/python -m tests.contract.conformance $(CASES)

bench-doors: $(VENV)/.dev  ## the server under load and attack, two minutes
	@$(BIN)/python -m bench.doors

image:  ## build the container image
	docker build -t himatch .

model: $(VENV)/.runtime  ## rebuild the role model, bit for bit
	$(BIN)/himatch train

# The dev lock holds all of the runtime lock, so installing it answers for both.
$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(LOCKED) -r requirements-dev.lock
	$(SELF)
	@touch $(VENV)/.runtime $@

$(VENV)/.runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the locked dependencies into $(VENV) (once, a minute or two) ..." >&2
	@$(LOCKED) -r requirements.lock
	@$(SELF)
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "himatch needs Python 3.11 or newer, and '$(PYTHON)' is not" >&2; \
	    echo "hint: make $(or $(MAKECMDGOALS),demo) PYTHON=python3.11" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "hint: on Debian and Ubuntu, apt-get install python3-venv" >&2; exit 2; }

lock:  ## resolve the newest versions into both lock files (with Python 3.11)
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/python -m pip install --quiet pip-tools
	$(COMPILE) --build-deps-for=editable --output-file=requirements.lock pyproject.toml
	$(COMPILE) --build-deps-for=editable --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml
	rm -rf .venv-lock

COMPILE = CUSTOM_COMPILE_COMMAND='make lock' .venv-lock/bin/pip-compile --quiet --generate-hashes --no-annotate \
  --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

clean:  ## remove the environment and every cache
	rm -rf $(VENV) .venv-lock .mypy_cache .ruff_cache .pytest_cache .hypothesis dist
	find $(CODE) tests examples -name __pycache__ -type d -prune -exec rm -rf {} +
