# Everything here sets itself up: a machine with Python 3.11+, git and make is enough.
# uv is used where it is installed, plain venv and pip where it is not.

PYTHON ?= $(shell for p in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && { command -v $$p; break; }; done)
NOTES ?= examples/notes/phone_interview-full.yaml
MODEL ?= local
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help draft test check format lint types layers model bench gallery variety schema rule-docs lock record eval eval-proof faults kills serve images conformance article-figures eml-fuzz train-tagger clean

help:  ## list what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

draft: $(VENV)/.use model  ## set up, fetch the model, write the email for an example's notes (NOTES=file MODEL=provider:name)
	@$(BIN)/afterword draft $(NOTES) --model $(MODEL)

test: $(VENV)/.dev model  ## set up and run all tests
	@$(BIN)/python -m pytest

check: format lint types layers test  ## what gates a change: format, lint, types, layers, tests

format: $(VENV)/.dev  ## check the formatting
	@$(BIN)/ruff format --check .

lint: $(VENV)/.dev  ## check the code style
	@$(BIN)/ruff check .

types: $(VENV)/.dev  ## check the types, strictly
	@$(BIN)/mypy

layers: $(VENV)/.dev  ## check that rooms import only from the rooms below them
	@$(BIN)/lint-imports

model: $(VENV)/.use  ## fetch the embedded model (once, 93 MB) and verify it
	@$(BIN)/afterword doctor --fetch-model --quiet || echo "The embedded model could not be fetched; drafts fall back to the phrasebook." >&2

bench: $(VENV)/.dev model  ## time drafts and guardrails
	@$(BIN)/python -m benchmarks.bench && $(BIN)/python -m benchmarks.batch_bench

gallery: $(VENV)/.dev model  ## write examples/gallery.md from the embedded model
	@$(BIN)/python -m evals.gallery --model $(MODEL) --out examples/gallery.md

variety: $(VENV)/.dev  ## 200 seeds x 7 situations x 6 notes: all pass, no two candidates alike
	@$(BIN)/afterword eval --suite variety

schema: $(VENV)/.dev  ## write the JSON Schemas from the models
	@$(BIN)/python -m prompts.schema
	@$(BIN)/python -m evals.schema

rule-docs: $(VENV)/.dev  ## write the page of each rule into docs/rules/ from guardrails/data
	@$(BIN)/python -m guardrails.rule_pages

record: $(VENV)/.dev model  ## record the cassettes anew from a real llama.cpp server on this machine
	@PYTHONPATH=. $(BIN)/python tests/record.py

eval: $(VENV)/.dev model  ## compare the embedded model with the phrasebook on the seven references, and write eval-report/
	@$(BIN)/afterword eval --model local --model phrasebook --out eval-report

eval-proof: $(VENV)/.dev  ## throughput, fifty kills, five planted regressions
	@$(BIN)/python -m benchmarks.eval_throughput && $(BIN)/python -m benchmarks.kill_eval && $(BIN)/python -m benchmarks.plant_eval

kills: $(VENV)/.dev  ## kill a batch fifty times and compare what it wrote
	@$(BIN)/python -m benchmarks.batch_kills --kills 50

faults: $(VENV)/.dev  ## every kind of server fault
	@$(BIN)/python -m pytest tests/faults

serve: $(VENV)/.use model  ## open the page in your browser
	@$(BIN)/afterword serve

images: $(VENV)/.dev model  ## take the page's screenshots anew (needs chromium)
	@$(BIN)/python -m tests.web.images docs/images

conformance: $(VENV)/.dev model  ## try every provider that can run here and write the table of docs/providers.md
	@$(BIN)/python -m evals.suite_conformance --here && $(BIN)/python -m evals.conformance_docs

article-figures: $(VENV)/.dev  ## measure the article's own seven emails (ARTICLE=file)
	@$(BIN)/python -m evals.article_figures $(ARTICLE)

eml-fuzz: $(VENV)/.dev  ## write 10,000 email files from hostile names and look for a header that is not ours
	@$(BIN)/python -m benchmarks.eml_fuzz --count 10000

train-tagger: $(VENV)/.dev  ## learn from the open notes who is who in them, and write pipeline/data/tagger_weights.json
	@$(BIN)/python -m pip install -q "python-crfsuite>=0.9.11" "scikit-learn>=1.5"
	@$(BIN)/python -m evals.train_tagger

lock:  ## write the hash-pinned requirements files (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q pyproject.toml --group dev -o requirements-dev.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -q pyproject.toml -c requirements-dev.txt -o requirements.txt

clean:  ## remove what was set up here (the model in the user's cache stays)
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.14 with venv is needed and was not found; install it, or name it: make draft PYTHON=/path/to/python3" >&2; exit 2; }
	@if command -v uv >/dev/null 2>&1; then uv venv -q --python "$(PYTHON)" $(VENV); else "$(PYTHON)" -m venv $(VENV); fi

$(VENV)/.use: $(VENV)/bin/python requirements.txt pyproject.toml
	@echo "Setting up (about a minute the first time) ..." >&2
	@if command -v uv >/dev/null 2>&1; then \
	  uv pip install -q --python $(BIN)/python --require-hashes -r requirements.txt && uv pip install -q --python $(BIN)/python --no-deps -e .; \
	else \
	  $(BIN)/python -m pip install -q --require-hashes -r requirements.txt && $(BIN)/python -m pip install -q --no-deps -e .; \
	fi
	@touch $@

$(VENV)/.dev: $(VENV)/.use requirements-dev.txt
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python --require-hashes -r requirements-dev.txt; \
	else $(BIN)/python -m pip install -q --require-hashes -r requirements-dev.txt; fi
	@touch $@
