.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
CATALOGUE := deliberate/translations/messages.pot
# How many tests run at once: a number, or `logical` for one on each core.
WORKERS ?= logical
# `must` makes the browser tests fail, instead of being skipped, where there is no Chromium.
DELIBERATE_BROWSER ?= if-found
export DELIBERATE_BROWSER

.PHONY: help
help: ## List the commands
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# No extra step is ever needed: every command below makes this first, and again when the pins change.
.venv/.ready: pyproject.toml requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: run
run: .venv/.ready ## Serve the demonstration on http://localhost:8000
	$(BIN)/deliberate demo --if-empty
	$(BIN)/deliberate serve

.PHONY: test
test: check ## Everything that must hold before a commit
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal --cov

.PHONY: faults
faults: .venv/.ready ## Kill, break and attack for longer than `make test` does
	DELIBERATE_KILLS=200 DELIBERATE_FUZZ=500 $(BIN)/python -m pytest tests/faults \
	    --override-ini faulthandler_timeout=1800 --numprocesses $(WORKERS) -rA --log-level=INFO

.PHONY: check
check: .venv/.ready ## Style, types, borders between rooms, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint --check --lint templates

.PHONY: format
format: .venv/.ready ## Put code and templates in their usual dress
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet templates

.PHONY: pins
pins: .venv/.ready ## Choose anew the exact versions that tests run with
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	    --no-emit-index-url --no-header --no-annotate \
	    --output-file requirements-dev.txt pyproject.toml requirements-dev.in

.PHONY: wheel
wheel: .venv/.ready ## Build the package that others install, into dist/
	$(BIN)/python -m build --no-isolation --wheel

.PHONY: catalogue
catalogue: .venv/.ready ## Collect every sentence that people read, for translators
	@mkdir -p $(dir $(CATALOGUE))
	$(BIN)/pybabel --quiet extract --mapping-file babel.cfg --project Deliberate \
	    --keywords _l --keywords lazy_gettext --keywords _n:1,2 --keywords N_ \
	    --add-comments "For translators:" --strip-comments --sort-output --no-location \
	    --output-file $(CATALOGUE) deliberate templates
	@sed -i.old '/^"POT-Creation-Date/d' $(CATALOGUE) && rm $(CATALOGUE).old  # no news, and a clash for two branches

# Libraries of others, in an environment of their own: never needed to run Deliberate or its tests.
.venv-oracles/.ready: tests/counts/oracles/requirements.txt
	$(PYTHON) -m venv .venv-oracles
	.venv-oracles/bin/python -m pip install --quiet --disable-pip-version-check \
	    --requirement tests/counts/oracles/requirements.txt
	@touch $@

.PHONY: oracles
oracles: .venv-oracles/.ready ## Count real ballots and made-up contests anew with programs of others
	.venv-oracles/bin/python tests/counts/oracles/choose.py
	.venv-oracles/bin/python tests/counts/oracles/winners.py
	PYTHONHASHSEED=0 .venv-oracles/bin/python -m tests.counts.oracles.compare  # pabutools keeps sets

.PHONY: bench
bench: .venv/.ready ## Measure how fast ballots are counted, beside programs of others
	-@$(MAKE) --no-print-directory .venv-oracles/.ready
	$(BIN)/python -m bench.run --peers .venv-oracles/bin/python $(BENCH)
