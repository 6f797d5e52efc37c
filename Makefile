# What a newcomer needs: `make demo` and `make test`. Both set up .venv from the hashed locks, from nothing.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PACKAGES := cli.py catalogue commands ingest norwegian search web
DEMO   := .demo

.PHONY: demo serve test check lock format clean

# Byte code is compiled here, for a machine that forbids Python to write it later, so that `search` starts fast.
$(VENV)/.run: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

demo: $(VENV)/.run
	@$(BIN)/python -m compileall -q $(PACKAGES)
	@$(BIN)/funn --store $(DEMO) ingest corpus
	@echo
	@echo '$$ search "skoleleiarar involvering"'
	@$(BIN)/search --store $(DEMO) "skoleleiarar involvering"

serve: $(VENV)/.dev
	@test -e $(DEMO)/catalogue.sqlite3 || $(MAKE) --no-print-directory demo
	@$(BIN)/funn --store $(DEMO) serve

test: $(VENV)/.dev
	@$(BIN)/python -m compileall -q $(PACKAGES)
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Run with uv on the machine; the locks hold hashes and no address.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" pyproject.toml requirements-build.in --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) $(DEMO)
