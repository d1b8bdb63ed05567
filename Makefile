# Palier. `make help` lists what there is; nothing needs root, and everything stays in this folder.

# The first Python here that is new enough; name another with PYTHON=….
PYTHON ?= $(or $(firstword $(foreach python,python3 python3.14 python3.13 python3.12 python3.11, \
	$(shell $(python) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(python)))),python3)
PORT ?= 8000
# Arguments for pytest: make test ARGS="-k follow_up".
ARGS ?=

BIN := .venv/bin
READY := .venv/.ready
WORDS := .venv/.words
BENCH := .venv/.bench
RACES := tests/faults/test_twice.py $(wildcard tests/web/services/test_*_races.py) \
	tests/web/coordinator/test_two_at_once.py
CATALOGS := $(wildcard web/translations/*/LC_MESSAGES/*.po)
LOCK := $(BIN)/python -m uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help setup run test faults check axe bench reset lock

help: ## list what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

setup: $(READY) $(WORDS) ## make the environment in .venv (the others do so by themselves)

run: setup ## start everything and say where it is (PORT=8123 for another port)
	@$(BIN)/palier run --port $(PORT)

test: setup ## run the tests (ARGS="-k word" for some of them)
	@$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder $(ARGS)

faults: setup ## kill, wipe and freeze everything at full size, and race 500 rounds (an hour or more)
	@$(BIN)/python -m pytest -m faults -s -q --timeout 900 tests/faults $(ARGS)
	@PALIER_RACE_ROUNDS=500 $(BIN)/python -m pytest -q --timeout 900 $(RACES) $(ARGS)

check: setup ## lint, types, layers and translations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/palier catalogs check

axe: setup ## every page in every language, light and dark, wide and narrow (takes a while)
	@$(BIN)/python -m pytest -n 2 --dist load -m axe $(ARGS)

bench: setup $(BENCH) ## measure speed and memory beside other solvers (takes most of an hour)
	@for file in benchmarks/bench_*.py; do echo "$$file"; PYTHONPATH=. $(BIN)/python "$$file" || exit 1; done

reset: setup ## throw away all data of this installation and start over
	@$(BIN)/palier db reset

lock: setup ## pin what requirements/*.in ask for
	@$(LOCK) requirements/uv.in --output-file requirements/uv.txt
	@$(LOCK) requirements/base.in --output-file requirements/base.txt
	@$(LOCK) requirements/dev.in --output-file requirements/dev.txt
	@$(LOCK) requirements/bench.in --output-file requirements/bench.txt

$(READY): requirements/dev.txt requirements/uv.txt Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Palier needs Python 3.11 or newer, and there is none here under the name $(PYTHON)."; \
	  echo "Install one, or name it: make setup PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/pip || { rm -rf .venv && $(PYTHON) -m venv .venv; } || { rm -rf .venv; \
	  echo "Python has no venv module here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up the environment; this takes a minute the first time."
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt \
	  2>/dev/null || echo "(uv is not to be had here; pip takes a little longer.)"
	@$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes \
	  -r requirements/dev.txt 2>/dev/null || \
	  $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@printf '#!/bin/sh\nPYTHONPATH="%s" exec "%s/$(BIN)/python" -m web "$$@"\n' \
	  '$(CURDIR)' '$(CURDIR)' > $(BIN)/palier && chmod +x $(BIN)/palier
	@touch $@

$(BENCH): requirements/bench.txt $(READY)
	@echo "Fetching the solvers to compare with."
	@$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes \
	  -r requirements/bench.txt 2>/dev/null || \
	  $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

$(WORDS): $(READY) $(CATALOGS)
	@$(BIN)/palier catalogs compile
	@touch $@
