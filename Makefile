# Two commands: `make run` starts the application, `make test` checks everything.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The lists of requirements are whole: pip installs what they pin and looks for nothing else
# (left to look, it refuses a pinned package as soon as a newer release of it is published).
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps

.PHONY: run test lock clean

run: $(VENV)/.runtime
	@ISOLOIR_DEMO=1 $(BIN)/python -m budget_app run

test: $(VENV)/.development
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m tests.gate

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 ...")'
	@echo "Making the environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "The venv module is missing: on Debian, apt install python3-venv"; rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.runtime: requirements.txt $(VENV)/.created
	@echo "Installing the pinned requirements"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt requirements-oracle.txt requirements-c2sp.txt $(VENV)/.runtime
	@echo "Installing what the tests need"
	@$(INSTALL) -r requirements-dev.txt
	@$(INSTALL) -r requirements-oracle.txt
	@$(INSTALL) --ignore-requires-python -r requirements-c2sp.txt
	@touch $@

# Pins every requirement with its hashes again, after a change of the .in files (needs uv).
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 requirements-dev.in -o requirements-dev.txt
	uv pip compile --quiet --universal --no-deps --generate-hashes --no-header --no-annotate --python-version 3.11 requirements-oracle.in -o requirements-oracle.txt
	uv pip compile --quiet --universal --no-deps --generate-hashes --no-header --no-annotate --python-version 3.12 requirements-c2sp.in -o requirements-c2sp.txt

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache voting/booth/node_modules
