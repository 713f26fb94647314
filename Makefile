# Two commands: `make run` (environment, build, validation, server) and `make test` (everything).
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --no-build-isolation-package owlready2

.PHONY: run build test lint check audit sbom bench clean web screenshots
run: build
	@$(BIN)/crimecongress serve data/graph --port $(PORT)

build: .venv/runtime
	@$(BIN)/crimecongress build data/sources --out data/graph --uris data/uris.txt

test: .venv/dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/run

lint: .venv/dev
	@PATH="$(CURDIR)/$(BIN):$$PATH" tests/run lint

# Is what is installed what was pinned, and is anything of it known to be vulnerable?
audit: .venv/dev
	@$(BIN)/python requirements/audit.py --advisories

# What the installed command consists of, with the hashes of its files, as CycloneDX.
SBOM ?= build/crimecongress.cdx.json
sbom: .venv/dev
	@mkdir -p $(dir $(SBOM))
	@$(BIN)/python -W ignore -m cyclonedx_py requirements requirements/runtime.txt --pyproject pyproject.toml \
	  --output-reproducible --output-file $(SBOM)

bench: .venv/bench
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m bench

.venv/bin/uv: requirements/bootstrap.txt
	@echo "environment: .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/bootstrap.txt
	@touch $@

# owlready2 has no wheel; without build isolation its optional Cython part (a minute of compiling) is left out.
.venv/runtime: .venv/bin/uv requirements/runtime.txt pyproject.toml
	@echo "environment: runtime packages"
	@$(UV) --compile-bytecode --require-hashes -r requirements/runtime.txt
	@$(UV) --no-deps --editable .
	@$(BIN)/python -m compileall -q ontology shapes releases ingest api command crimecongress.py
	@touch $@

.venv/dev: .venv/runtime requirements/dev.txt
	@echo "environment: packages for the checks"
	@$(UV) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/bench: .venv/dev requirements/bench.txt
	@echo "environment: the peers to compare with"
	@$(UV) --require-hashes -r requirements/bench.txt
	@touch $@

# The script of the query page: its packages as locked, then the one file that is committed.
web:
	@cd web && npm ci --no-audit --no-fund && npm run build

screenshots: .venv/dev
	@$(BIN)/python tests/screenshots.py build/screenshots

clean:
	rm -rf .venv build dist .coverage* .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
