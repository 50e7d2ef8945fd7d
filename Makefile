# Every target sets up what it needs: the environment in .venv, with the locked versions.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
PORT ?= 8117
PAYLOADS ?=

.PHONY: demo test check audit bench soak gallery run texts lock clean

demo: $(VENV)/dev.stamp
	@exec $(BIN)/python -m bot demo --port $(PORT) $(if $(PAYLOADS),--payloads $(PAYLOADS))

test: $(VENV)/dev.stamp
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	rm -f .check.db
	DATABASE_URL=sqlite:///.check.db $(BIN)/python -m bot migrate
	DATABASE_URL=sqlite:///.check.db $(BIN)/alembic check
	rm -f .check.db

# Known vulnerabilities of what is locked; being offline is no failure.
audit: $(VENV)/dev.stamp
	$(BIN)/python -m tools.audit

# 10,000 commands and presses through random faults and restarts; SOAK may name other numbers, as --seed 1.
soak: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.soak $(SOAK)

bench: $(VENV)/bench.stamp
	@$(BIN)/python -m tests.benchmarks

# CHROMIUM may name the browser.
gallery: $(VENV)/gallery.stamp
	@PORT=$(PORT) $(BIN)/python -m tools.gallery

run: $(VENV)/run.stamp
	@$(BIN)/python -m bot migrate
	@exec $(BIN)/python -m bot run

# The translations, with what the code says now; it names what there is to translate.
texts: $(VENV)/dev.stamp
	$(BIN)/python -m tools.texts

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--quiet pyproject.toml --extra postgres --extra uvloop -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--quiet pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--quiet pyproject.toml --extra bench -c requirements-dev.txt -o requirements-bench.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		--quiet pyproject.toml --extra gallery -c requirements-dev.txt -o requirements-gallery.txt

clean:
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
ifdef UV
	uv venv --quiet --python $(PYTHON) $(VENV)
else
	$(PYTHON) -m venv $(VENV)
endif

$(VENV)/run.stamp: requirements.txt | $(VENV)/bin/python
	$(call install,requirements.txt)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(VENV)/bin/python
	$(call install,requirements-dev.txt)
	@touch $@ $(VENV)/run.stamp

$(VENV)/bench.stamp: requirements-bench.txt $(VENV)/dev.stamp
	$(call install,requirements-bench.txt)
	@touch $@

$(VENV)/gallery.stamp: requirements-gallery.txt $(VENV)/dev.stamp
	$(call install,requirements-gallery.txt)
	@touch $@

ifdef UV
define install
	uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1)
endef
else
define install
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
endef
endif
