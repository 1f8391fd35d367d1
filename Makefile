# Trợ lý Báo cáo: `make run` and `make test` do all the set-up.
.PHONY: help install install-dev lock licences docs run test lint fix system-packages bundle

PYTHON ?= python3.11
REPORTS ?= eval/samples/reports
PORT ?= 7860
VENV := .venv
PY := $(VENV)/bin/python

help: ## show this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

# What is installed is what locks/ names, each file checked by its hash; deploy/install.py says how.
INSTALLER := deploy/install.py deploy/lockfile.py locks/app.lock locks/cuda.lock locks/torch-cpu.lock locks/left-out.txt

install: $(VENV)/installed ## make .venv and install what locks/ names, by hash

$(VENV)/installed: requirements.txt $(INSTALLER)
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m deploy.install
	touch $@

install-dev: $(VENV)/installed-dev

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt locks/dev.lock
	$(PY) -m deploy.install --dev
	touch $@

lock: ## write locks/ anew after a change of requirements*.txt (UPGRADE=--upgrade: newest versions of the rest)
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m deploy.lock $(UPGRADE)

licences: install-dev ## name, version and licence of every package
	$(PY) -m deploy.licences

docs: install ## write docs/COMMANDS.md from the commands' own help
	$(PY) -m deploy.commands

# A report that cannot be read (status 1) is named and does not keep the app from starting.
run: install ## index the sample reports (or REPORTS=folder) and open the web app (PORT=7860)
	$(PY) -m ingest $(REPORTS) || test $$? -eq 1
	PORT=$(PORT) $(PY) -m app serve

test: install-dev ## lint and run the whole test suite, two processes at a time
	$(PY) -m tests --lint

lint: install-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo

fix: install-dev ## let ruff mend what it can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# libreoffice reads .doc, .odt and .rtf; tesseract scanned pages; chromium drives the browser tests; postgresql is the other
# database that the tests of what is kept run on, nginx the proxy before several servers.
SYSTEM_PACKAGES := libreoffice-writer-nogui tesseract-ocr tesseract-ocr-vie tesseract-ocr-script-viet tesseract-ocr-osd chromium postgresql nginx-light

system-packages: ## Debian packages for old Word files, scans and the tests (as root)
	apt-get update
	apt-get install --yes --no-install-recommends $(SYSTEM_PACKAGES)

bundle: ## write dist/….tar: wheels, code and installer for a machine with no network (same system, same Python)
	PYTHON=$(PYTHON) deploy/bundle.sh
