# Everything a developer does here. `make help` lists the targets.

PYTHON ?= python3
PORT ?= 8000
DUMPS ?= fixtures/dumps
ARGS ?=
SIZES ?= 10000
WORKERS ?= 2

VENV := .venv
RUN := $(VENV)/bin/python
INSTALL := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes
PYTEST := $(RUN) -m pytest -n $(WORKERS) --dist loadgroup
NO_SUCH_TEST := 5
PAGES = $(shell find templates/pages -name '*.html')
ADMIN_PAGES = $(shell find templates/admin -name '*.html')

.DEFAULT_GOAL := help
.PHONY: run test soak setup lint format bench lists lock shell help

run: $(VENV)/.run  ## The site on http://127.0.0.1:8000/ with the sample dumps; DUMPS=path for your own, PORT=8080
	@$(RUN) manage.py quickstart --port $(PORT) -- "$(DUMPS)"

test: setup  ## The whole suite, on SQLite and on PostgreSQL where that is installed; ARGS="-k word" for a part
	@$(RUN) -m tests.postgres_server || test "$$CI" != true
	@$(PYTEST) $(ARGS)
	@! $(RUN) -m tests.postgres_server >/dev/null 2>&1 || \
	  ARCHIVE_TEST_DATABASE=postgres $(PYTEST) -m "not browser and not postgres" $(ARGS) || \
	  test $$? = $(if $(ARGS),$(NO_SUCH_TEST),0)

soak: setup  ## Every page in every language, light and dark, narrow and wide, by the rules of accessibility
	@SOAK=1 $(PYTEST) tests/browser/test_accessible.py $(ARGS)

setup: $(VENV)/.stamp  ## The environment for development, in .venv; instant when nothing has changed

lint: setup  ## What must be clean: ruff, templates, missing migrations
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(VENV)/bin/djade --check --target-version 5.2 $(ADMIN_PAGES)
	$(VENV)/bin/djlint --lint --quiet --profile django $(ADMIN_PAGES)
	$(VENV)/bin/djlint --lint --quiet --profile jinja $(PAGES)
	DATABASE_URL=sqlite://:memory: SECRET_KEY=unused $(RUN) manage.py makemigrations --check --dry-run

format: setup  ## Puts code and templates into their form
	$(RUN) -m ruff check --fix .
	$(RUN) -m ruff format .
	$(VENV)/bin/djade --target-version 5.2 $(ADMIN_PAGES)

bench: setup  ## Search and index measured beside the bare database; SIZES=10000,100000 articles
	@$(RUN) -m tests.benchmarks $(SIZES)

lists: setup  ## The lists of the admin beside stock Django's, of a million articles; takes minutes and 7 GB
	@$(RUN) -m tests.benchmarks.admin

lock: setup  ## Resolves the ranges of pyproject.toml into both requirements files; asks PyPI
	$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --custom-compile-command "make lock" \
	  pyproject.toml -o requirements.txt
	$(VENV)/bin/uv pip compile --quiet --universal --generate-hashes --custom-compile-command "make lock" \
	  --group dev -c requirements.txt pyproject.toml -o requirements-dev.txt

shell: $(VENV)/.run  ## A Python prompt with the archive's models
	@$(RUN) manage.py shell

help:  ## This list
	@sed -n 's/^\([a-z]*\):.*  ## /\1|/p' $(firstword $(MAKEFILE_LIST)) | \
	  awk -F'|' '{ printf "make %-8s %s\n", $$1, $$2 }'

# One environment for both: what runs the site is a part of what develops it.

$(VENV)/.stamp: requirements.txt requirements-dev.txt | $(RUN)
	@echo "Installing the locked packages of requirements-dev.txt into $(VENV)"
	@$(INSTALL) -r requirements-dev.txt
	@touch $(VENV)/.run $@

$(VENV)/.run: requirements.txt | $(RUN)
	@echo "Installing the locked packages of requirements.txt into $(VENV)"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(RUN):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "The archive needs Python 3.11 or newer, and $(PYTHON) is" \
	    "$$($(PYTHON) --version 2>/dev/null || echo missing). Name another: make PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }
