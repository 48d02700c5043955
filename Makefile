# Copyright (c) 2026, community.dokploy contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Everything that these commands make is in .venv and .cache.

SHELL := /bin/bash
PYTHON3 ?= python3
BIN := .venv/bin
STAMP := .venv/.stamp

.DEFAULT_GOAL := help
.PHONY: help venv quickstart test test-live benchmark lint docs build clean

help:  ## Show these commands.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

venv: $(STAMP)  ## Make .venv, with everything that the other commands need.

$(STAMP): requirements/development.txt tests/support/venvs.py
	@$(PYTHON3) tests/support/venvs.py .venv requirements/development.txt

test: $(STAMP)  ## Run everything that can fail: tests, sanity, linters, documentation, build.
	@$(BIN)/python -m pytest -n 2 --dist loadgroup $(PYTEST_ARGS)

clean:  ## Remove .venv and .cache.
	rm -rf .venv .cache
