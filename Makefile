# Tequio's commands. `make` lists them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
CATALOGUES := $(wildcard src/tequio/locale/*/LC_MESSAGES/*.po)

.DEFAULT_GOAL := help

help: ## List the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

venv: $(STAMP) ## Make the virtual environment with the pinned dependencies

$(STAMP): requirements/dev.txt pyproject.toml build_catalogue.py $(CATALOGUES)
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c "import uv" 2>/dev/null || $(BIN)/pip install -q --require-hashes -r requirements/uv.txt
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

pins: ## Pin the dependencies again, with hashes and no registry's name
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile -q --generate-hashes --no-header --python-version 3.11 requirements/base.in -o requirements/base.txt
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile -q --generate-hashes --no-header --python-version 3.11 requirements/dev.in -o requirements/dev.txt
	@echo uv | UV_PYTHON_DOWNLOADS=never $(BIN)/uv pip compile -q --generate-hashes --no-header --python-version 3.11 -c requirements/dev.txt - -o requirements/uv.txt

demo: venv ## Set up the demo and serve it at http://127.0.0.1:8000 (ARGS=--no-serve stops before serving)
	@$(BIN)/tequio demo $(ARGS)

serve: venv ## Serve this installation: web and worker in one command
	@$(BIN)/tequio serve $(ARGS)

test: venv ## Run every test, on SQLite and on PostgreSQL
	@$(BIN)/python tests/run.py $(ARGS)

check: venv ## Exactly what CI runs: format, lint, types, contracts, migrations, catalogue, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint src
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/tequio manage makemigrations --check --dry-run
	$(BIN)/python tests/catalogue.py --check
	@$(MAKE) --no-print-directory test

format: venv ## Format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

catalogue: venv ## Collect the messages to translate into the Spanish catalogue
	@$(BIN)/python tests/catalogue.py

bench: venv ## Measure the speed, as ratios against named peers in the same run
	@$(BIN)/python -m benchmarks $(ARGS)

soak: venv ## The long runs: fuzz and kill rounds, whole
	@TEQUIO_SOAK=1 $(BIN)/python tests/run.py --soak $(ARGS)

.PHONY: help venv pins demo serve test check format catalogue bench soak
