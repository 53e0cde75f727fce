# Two commands on a new machine: `make run` sets up and runs the main job on the bundled example; `make test` sets up and
# runs every check. Both are quick the second time.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test audit fuzz extras cluster formats browser docs lock clean

run: .venv/.run
	$(BIN)/sanctions refresh --example

test: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto

# Licences and an SBOM (sbom.json, CycloneDX) of what is locked, and secrets in the files of the project; no network. Ruff's security
# rules are part of `make test`. With a network, `pip-audit -r requirements.lock` looks up known vulnerabilities.
audit: .venv/.dev
	$(BIN)/ruff check --select S .
	$(BIN)/python tests/audit.py --sbom sbom.json

# Changed files into every reader of foreign bytes, so many CPU seconds each.
SECONDS ?= 60
fuzz: .venv/.dev
	$(BIN)/python -m tests.fuzzing --seconds $(SECONDS)

.venv/.run: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

.venv/.dev: requirements-dev.lock .venv/.extras
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.lock
	touch $@

# What only some need: servers for programs, notices through many services, articles in PDF and Word files.
extras: .venv/.extras

.venv/.extras: requirements-extras.lock .venv/.run
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-extras.lock
	touch $@

# Ray, for work that is divided over several machines (docs/CLUSTER.md); the tests that need it are skipped without it.
cluster: .venv/.cluster

.venv/.cluster: requirements-cluster.lock .venv/.dev
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-cluster.lock
	touch $@

# The library of FollowTheMoney, for the test that reads its export back, which is skipped without it. It needs a C++
# compiler, pkg-config and the headers of ICU (libicu-dev).
formats: .venv/.formats

.venv/.formats: requirements-formats.lock .venv/.dev
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-formats.lock
	touch $@

# What checks the pages in Chromium with axe-core; the test that needs it is skipped without it, or without Chromium.
browser: .venv/.browser

.venv/.browser: requirements-browser.lock .venv/.dev
	$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-browser.lock
	touch $@

docs: .venv/.run
	$(BIN)/python -c "from pathlib import Path; from pipelines.warehouse.dictionary import dictionary; \
		Path('docs/DICTIONARY.md').write_text(dictionary(), encoding='utf-8'); \
		from pipelines.warehouse.diagram import diagram; Path('docs/SCHEMA.svg').write_text(diagram(), encoding='utf-8')"

# The locks are complete, so pip needs to resolve nothing (--no-deps), and may be old.
# `make lock` needs uv. The lock files hold versions and hashes for every platform, and no index host.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras --no-emit-index-url --no-header \
		--output-file requirements.lock pyproject.toml requirements-build.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras --no-emit-index-url --no-header \
		--extra documents --extra serve --extra notify --constraint requirements.lock --output-file requirements-extras.lock pyproject.toml requirements-build.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras --no-emit-index-url --no-header \
		--extra dev --extra notebook --constraint requirements-extras.lock --output-file requirements-dev.lock pyproject.toml requirements-build.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras --no-emit-index-url --no-header \
		--extra cluster --constraint requirements-dev.lock --output-file requirements-cluster.lock pyproject.toml requirements-build.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras --no-emit-index-url --no-header \
		--extra formats --constraint requirements-dev.lock --output-file requirements-formats.lock pyproject.toml requirements-build.in
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --strip-extras --no-emit-index-url --no-header \
		--extra browser --constraint requirements-dev.lock --output-file requirements-browser.lock pyproject.toml requirements-build.in

clean:
	rm -rf .venv data/example
