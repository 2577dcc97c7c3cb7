# Every target says what it does; `make` alone prints them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
DEMO ?= 1
DECISIONS := var/decisions
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
# What Python compiles is kept, whatever the shell says: the tests start many processes, and each would
# compile thousands of modules anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help setup setup-dev run test explore lint format bench lock screenshots clean

help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/pip:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.lock requirements/build.lock pyproject.toml | $(BIN)/pip
	$(PIP) --require-hashes -r requirements/runtime.lock
	$(PIP) --require-hashes -r requirements/build.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: requirements/dev.lock requirements/peers.lock $(VENV)/.runtime
	$(PIP) --require-hashes -r requirements/dev.lock
	$(PIP) --require-hashes --no-deps -r requirements/peers.lock
	touch $@

frontend/node_modules/.installed: frontend/package-lock.json frontend/package.json
	cd frontend && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

FRONTEND_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null)

$(VENV)/.bundle: frontend/node_modules/.installed $(FRONTEND_SOURCES)
	cd frontend && npm run --silent build
	touch $@

PO_FILES := $(shell find src/rebond/web/locale -name '*.po' 2>/dev/null)

$(VENV)/.messages: $(PO_FILES) $(VENV)/.runtime
	$(BIN)/python -m rebond.web.messages compile
	touch $@

setup: $(VENV)/.runtime $(VENV)/.bundle $(VENV)/.messages ## Install what running needs: Python packages, front-end bundle, messages

setup-dev: setup $(VENV)/.dev ## Install what developing and testing need

run: setup ## Evaluate the shipped programme, add a fictitious cast (DEMO=0: none), serve on http://127.0.0.1:8000 (PORT=8001: another port)
	mkdir -p $(DECISIONS)
	$(BIN)/rebond evaluate pack_rebond_2020 --out $(DECISIONS)/pack_rebond_2020.json
	$(BIN)/rebond sites load-labelled
	$(BIN)/rebond training load-laureates
	$(BIN)/rebond questions load-published
	if [ "$(DEMO)" = 1 ]; then REBOND_DEMO=1 $(BIN)/rebond demo; fi
	REBOND_DEMO=$(DEMO) REBOND_BASE_URL=http://$(HOST):$(PORT) $(BIN)/rebond serve --host $(HOST) --port $(PORT)

test: setup-dev ## Run every test, by three workers: on two cores one of them often waits for a browser or a disk
	cd frontend && npm test --silent
	$(BIN)/pytest -n 3 --dist loadfile

explore: setup-dev ## Try every property on other and more examples than `make test`, and open every page as everyone who may
	HYPOTHESIS_PROFILE=explore $(BIN)/pytest -n 2 --dist loadfile -m hypothesis
	REBOND_DOORS=all $(BIN)/pytest tests/web/test_doors.py -k may_open

lint: setup-dev ## Check style, types, import order, templates and the front end
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint src/rebond/web
	cd frontend && npm run --silent check

format: setup-dev ## Rewrite Python and templates in the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --quiet --reformat src/rebond/web || true

$(VENV)/.bench: requirements/bench.lock $(VENV)/.dev
	$(PIP) --require-hashes -r requirements/bench.lock
	touch $@

bench: setup-dev $(VENV)/.bench ## Measure our works beside their peers and rewrite docs/reference/performance.md
	$(BIN)/python -m benchmarks --write docs/reference/performance.md

lock: ## Resolve dependencies again (needs `uv`); hashes are kept, hosts are not named
	for name in build runtime dev; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --no-emit-find-links requirements/$$name.in -o requirements/$$name.lock; \
	done
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links -c requirements/dev.lock requirements/bench.in -o requirements/bench.lock
	uv pip compile --quiet --no-deps --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-emit-find-links requirements/peers.in -o requirements/peers.lock

screenshots: setup-dev ## Take the pictures of the README from the platform that `make run` serves
	$(BIN)/python scripts/screenshots.py --base http://$(HOST):$(PORT) --out docs/images --first-screen \
	  --only evaluation lisieux --extra lisieux=/territoires/territoire_industrie:1:ti-2805/

clean: ## Remove what `make` made, except decisions and databases in var/
	rm -rf $(VENV) frontend/node_modules src/rebond/web/theme/static/bundle .mypy_cache .ruff_cache .pytest_cache
