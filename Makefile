# Sets up, checks and runs the project. `make help` lists the commands.
# Needs GNU make and Python 3.11 or later; everything else is installed into .venv.

SHELL  := /bin/sh
VENV   := .venv
PY     := $(VENV)/bin/python
PIP    := $(PY) -m pip --disable-pip-version-check --no-input
PINNED := -c constraints.txt
# Nothing of a package runs while it is installed. Where one has no wheel for a system: `make setup WHEELS=`.
WHEELS ?= --only-binary :all:

# Compiled files are kept: the tests start many processes, each of which would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

# `make run` serves this machine alone, on port 8501 or the next free one.
# `make run ADDRESS=0.0.0.0 PORT=8080` serves the whole network on that port.
ADDRESS ?= localhost
PORT    ?=

# Processes that run the tests: one more than the two cores of a small machine, for a browser test waits a lot.
WORKERS ?= 3

# The first Python on the path that is new enough, looked for only when .venv has to be made.
# `make setup PYTHON=/path/to/python` names another one.
PYTHON = $(shell for p in python3 python3.15 python3.14 python3.13 python3.12 python3.11 python; do \
           $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

# A stamp says that one list of packages is installed; it lies in .venv, so both go together.
RUN_STAMP := $(VENV)/installed-to-run
DEV_STAMP := $(VENV)/installed-to-test
BENCH_STAMP := $(VENV)/installed-to-measure

# A .venv whose Python has been removed or upgraded away is of no use: start afresh.
ifneq ($(wildcard $(VENV)),)
ifneq ($(shell test -x $(PY) && echo yes),yes)
$(shell rm -rf $(VENV))
endif
endif

.DEFAULT_GOAL := help
.PHONY: help setup dev run test lint format types unit soak gold bench constraints clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(RUN_STAMP) ## Install what the dashboard needs into .venv (does nothing when all is there)

dev: $(DEV_STAMP) ## Install what the checks and tests need as well

run: setup ## Show the dashboard in a browser (ADDRESS=..., PORT=...)
	@$(PY) -m streamlit run dashboard.py --server.address $(ADDRESS) $(if $(PORT),--server.port $(PORT))

test: lint types unit ## Run every check and test except the long ones

lint: dev ## Check style and formatting
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

format: dev ## Put the code into the agreed format
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

types: dev ## Check the types of the package
	$(PY) -m mypy

unit: dev ## Run the tests, those in a browser too
	$(PY) -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

soak: dev ## Run the long tests that `make test` leaves out
	$(PY) -m pytest -m soak --timeout 3600

gold: dev ## Score the claims found against the labelled ones
	$(PY) -m benchmarks.gold

bench: $(BENCH_STAMP) ## Measure speed and write docs/performance.md (SMALL=1: in minutes)
	$(PY) -m benchmarks.speed $(if $(SMALL),--small)

constraints: ## Renew constraints.txt from the newest versions that the ranges admit
	rm -rf $(VENV)
	$(MAKE) dev PINNED=
	( grep '^#' constraints.txt; $(PIP) freeze | LC_ALL=C sort -f ) > $(VENV)/constraints.txt
	cp $(VENV)/constraints.txt constraints.txt
	$(MAKE) dev

clean: ## Remove .venv and every cache
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build out *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUN_STAMP): requirements.txt constraints.txt
	@$(PY) -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || $(MAKE) --no-print-directory new-venv
	@echo "Installing what the dashboard needs into $(VENV) (a minute or two, once) ..."
	@$(PIP) install --quiet $(WHEELS) $(PINNED) -r requirements.txt
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements-dev.txt
	@echo "Installing what the checks and tests need into $(VENV) ..."
	@$(PIP) install --quiet $(WHEELS) $(PINNED) -r requirements-dev.txt
	@touch $@

$(BENCH_STAMP): $(DEV_STAMP) requirements-bench.txt
	@echo "Installing what the benchmarks compare with into $(VENV) ..."
	@$(PIP) install --quiet $(WHEELS) $(PINNED) -r requirements-bench.txt
	@touch $@

.PHONY: new-venv
new-venv:
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Python 3.11 or later is needed and none was found: install it and try again, or name it with 'make setup PYTHON=/path/to/python'." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: on Debian and Ubuntu run 'apt-get install python3-venv' and try again." >&2; exit 1; }
	@echo "Making $(VENV) with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv --clear $(VENV)
