# `make` explains itself. Needs Python 3.11 or later and nothing else; everything made lies in .venv and var.

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-fast oracle lint bench docs messages lock

PYTHON ?= python3
SIZE ?= small
DATABASE ?= sqlite

help:
	@sed -n 's/^\([a-z-]*\):.*## */  make \1\t/p' $(MAKEFILE_LIST) | expand -t 18
	@echo
	@echo "Start with: make demo"

setup:  ## Make or refresh .venv with all that development and tests need
	@$(PYTHON) tools/environment.py dev

demo:  ## Serve the demo city on localhost; PORT=8123 picks a port, SIZE=large a large city
	@$(PYTHON) tools/environment.py run
	@.venv/bin/python tools/serve.py demo --size $(SIZE)$(if $(PORT), --port $(PORT))

serve:  ## Serve your own site on localhost; says which settings it reads
	@$(PYTHON) tools/environment.py run
	@.venv/bin/python tools/serve.py site$(if $(PORT), --port $(PORT))

test: setup  ## Lint and run all tests, also those in a browser; DATABASE=postgres runs them there
	@.venv/bin/python tools/suite.py all --database $(DATABASE)

test-fast: setup  ## Run the tests that need no browser and little time
	@.venv/bin/python tools/suite.py fast

oracle: setup  ## Compare the decision methods with other programs, in .venv-oracle (over 1 GB)
	@$(PYTHON) tools/environment.py oracle
	@.venv/bin/python tools/suite.py oracle

lint: setup  ## Check style, floors, types and templates
	@.venv/bin/python tools/suite.py lint

bench: setup  ## Run the benchmarks in bench/ and print their figures
	@.venv/bin/python tools/benchmarks.py

docs: setup  ## Check the documentation and say where it can be read
	@.venv/bin/python tools/documents.py

messages: setup  ## Bring the .po files up to date with the texts in the rooms
	@.venv/bin/python tools/messages.py

lock: setup  ## Write requirements/ anew from pyproject.toml; UPGRADE=1 takes newer versions
	@.venv/bin/python tools/locks.py$(if $(UPGRADE), --upgrade)
