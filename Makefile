# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Everything that these commands make is in .venv and .cache.

SHELL := /bin/bash
PYTHON3 ?= python3
BIN := .venv/bin
STAMP := .venv/.stamp

.DEFAULT_GOAL := help
.PHONY: help venv quickstart stack manifest check test test-live benchmark benchmark-manifest lint docs build generate new-resource clean

help:  ## Show these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(STAMP)  ## Make .venv, with everything that the other commands need.

$(STAMP): requirements/development.txt tests/support/venvs.py
	@$(PYTHON3) tests/support/venvs.py .venv requirements/development.txt

quickstart: $(STAMP)  ## Play playbooks/quickstart.yml on the bundled simulator (LIVE=1: on the server in DOKPLOY_URL).
	@$(BIN)/python tests/support/quickstart.py

manifest: $(STAMP)  ## Plan, apply and export docs/examples/manifest on the bundled simulator.
	@$(BIN)/python tests/support/manifest_tour.py

stack: $(STAMP)  ## Play playbooks/stack.yml twice on the bundled simulator, from an empty server (LIVE=1: on the server in DOKPLOY_URL).
	@$(BIN)/python tests/support/stack.py

check: $(STAMP)  ## Run the fast part of the tests, in under two minutes: before each commit.
	@$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder --fast --costs 8 $(PYTEST_ARGS)

test: $(STAMP)  ## Run everything that can fail: tests, sanity, linters, documentation, build, quickstart.
	@$(BIN)/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder --costs 15 $(PYTEST_ARGS)

test-live: $(STAMP)  ## Run the integration cases on the server in DOKPLOY_URL, in a project that is removed in the end.
	@LIVE=1 $(BIN)/python tests/support/live.py $(PYTEST_ARGS)

benchmark: $(STAMP)  ## Measure an unchanged task, in process and as a module, against one task of ansible.builtin.uri.
	@$(BIN)/python -m pytest tests/benchmarks -s $(PYTEST_ARGS)

benchmark-manifest: $(STAMP)  ## Measure manifests of 10 to 1,000 applications, and write docs/benchmarks.md.
	@$(BIN)/python tests/benchmarks/manifest_scale.py

lint: $(STAMP)  ## Run sanity, linters, documentation and metadata checks alone.
	@$(BIN)/python -m pytest tests/quality $(PYTEST_ARGS)

docs: $(STAMP)  ## Build the documentation into .cache/docs/html.
	@$(BIN)/python tests/support/docs.py

build: $(STAMP)  ## Build the collection's archive into .cache/build.
	@mkdir -p .cache/build
	@$(BIN)/ansible-galaxy collection build --force --output-path .cache/build

generate: $(STAMP)  ## Write what follows from the modules: action plugins, action group, the README's table.
	@$(BIN)/python tests/support/generate.py

new-resource: $(STAMP)  ## Begin a resource: NAME=build_policy makes its description, modules, and case, and runs generate.
	@$(BIN)/python tests/support/new_resource.py $(NAME)

clean:  ## Remove .venv and .cache.
	rm -rf .venv .cache
