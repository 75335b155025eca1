# Everything that is written lies in this folder: the environment in .venv, the rest in var.

PORT ?= 8000
export PORT
export TMPDIR := $(CURDIR)/var/tmp
export XDG_CACHE_HOME := $(CURDIR)/var/cache
# pip asks rustc for its version; where that is rustup's, it would make itself a home for it.
export RUSTUP_HOME ?= $(or $(wildcard $(HOME)/.rustup),$(CURDIR)/var/tmp/rustup)
export PIP_NO_CACHE_DIR = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

python = .venv/bin/python
sources = ecosystem hkai_project tests manage.py $(wildcard benchmarks)
templates = $$(find templates -name '*.html')
compile = CUSTOM_COMPILE_COMMAND='make requirements' $(python) -m piptools compile --quiet --strip-extras \
	--cache-dir var/cache/pip-tools --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.DEFAULT_GOAL := help
.PHONY: help run test lint format messages requirements bench clean environment dev-environment

help: ## List the commands.
	@sed -n 's/^\([a-z]*\):.*## /make \1	/p' Makefile

run: environment ## Serve the site on 127.0.0.1:8000 (PORT=...), preparing what it needs first.
	@$(python) manage.py prepare
	@echo "Serving on http://127.0.0.1:$$PORT/"
	@exec $(python) -m gunicorn --config hkai_project/gunicorn.py

test: dev-environment ## Run every test.
	@$(python) -m pytest $(ARGS)

lint: dev-environment ## Check code, templates, types and translations; change nothing.
	$(python) -m ruff check $(sources)
	$(python) -m ruff format --check $(sources)
	$(python) -m mypy
	.venv/bin/lint-imports --cache-dir var/cache/import-linter --no-logo
	@.venv/bin/djade --target-version 6.1 --check $(templates)
	@# No formatter breaks lines without adding spaces that show in Chinese, so only the length is checked.
	@! LC_ALL=C.UTF-8 grep -rnE '.{121}' templates
	$(python) manage.py makemigrations --check --dry-run
	$(python) manage.py messages --check

format: dev-environment ## Format the code and the templates.
	$(python) -m ruff check --fix $(sources)
	$(python) -m ruff format $(sources)
	.venv/bin/djade --target-version 6.1 $(templates)

messages: environment ## Update the message catalogues from code and templates.
	$(python) manage.py messages

requirements: dev-environment ## Compile requirements.txt and requirements-dev.txt (ARGS=--upgrade for newer versions).
	$(compile) $(ARGS) --output-file requirements.txt requirements.in
	$(compile) $(ARGS) --output-file requirements-dev.txt requirements-dev.in

bench: dev-environment ## Measure the site (ARGS="--sizes real --only search"; benchmarks/README.md).
	@$(python) -m benchmarks $(ARGS)

clean: ## Remove generated files, except the database and the secret key.
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache var/tmp var/cache var/cards var/static var/static.fingerprint
	find . -name .git -prune -o \( -name '*.mo' -o -name '*.pyc' \) -exec rm -f {} +

environment:
	@bin/set-up requirements.txt

dev-environment:
	@bin/set-up requirements.txt requirements-dev.txt
