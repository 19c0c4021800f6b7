# The commands of this project. `make help` lists them.
PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export HEARD_MODE ?= demo
export PORT
# node where the machine has 20 or newer, else the one from the virtual environment
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run test check bench screens faults mutants setup setup-dev build translations clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | sort

run: setup ## set up, load the made-up authority once, serve on 127.0.0.1:$(PORT)
	@heard demo
	@heard serve --port $(PORT)

test: setup-dev ## every check, on SQLite and PostgreSQL and in a real browser
	@scripts/test

check: setup-dev ## the quick checks: lint, types, import rules, translations, unit tests
	@scripts/check

bench: setup-dev ## benchmarks, with ratios against a bare reference page
	@python -m bench

screens: setup-dev ## screenshots of every screen into screens/
	@python -m scripts.screens

mutants: setup-dev ## the long mutation test: small wrong changes that a test has to notice
	@scripts/mutants

faults: setup-dev ## the long fault suite: kills, full disk, cut networks
	@pytest tests/faults -m faults

setup: $(VENV)/.runtime static/dist/assets.json translations/.compiled

setup-dev: setup $(VENV)/.dev
	@scripts/browser

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Heard needs Python 3.11 or newer."; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.runtime: $(VENV)/.made requirements.lock pyproject.toml
	@echo "Setting up Python (once)…"
	@pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo "Setting up the tools for tests (once)…"
	@pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

node_modules/.made: package-lock.json $(VENV)/.runtime
	@scripts/node
	@echo "Setting up the front end (once)…"
	@npm ci --silent --ignore-scripts
	@touch $@

static/dist/assets.json: node_modules/.made $(shell find static/src static/build.mjs -type f 2>/dev/null)
	@npm run --silent build

translations/.compiled: $(VENV)/.runtime $(shell find translations -name '*.po' 2>/dev/null)
	@pybabel -q compile -d translations
	@touch $@

translations: setup-dev ## collect new words into the catalogues
	@scripts/translations

clean: ## remove what was built, not what was written by people
	@rm -rf static/dist node_modules screens .mypy_cache .ruff_cache .pytest_cache
