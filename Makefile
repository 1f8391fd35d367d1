# Trợ lý Báo cáo: `make run` and `make test` do all the set-up.
.PHONY: help install install-dev run test lint fix system-packages bundle

PYTHON ?= python3.11
REPORTS ?= eval/samples/reports
PORT ?= 7860
VENV := .venv
PY := $(VENV)/bin/python

help: ## show this help
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 18

install: $(VENV)/installed ## make .venv and install requirements.txt

$(VENV)/installed: requirements.txt
	test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --requirement requirements.txt
	touch $@

install-dev: $(VENV)/installed-dev

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.txt
	$(PY) -m pip install --quiet --requirement requirements-dev.txt
	touch $@

# A report that cannot be read (status 1) is named and does not keep the app from starting.
run: install ## index the sample reports (or REPORTS=folder) and open the web app (PORT=7860)
	$(PY) -m ingest $(REPORTS) || test $$? -eq 1
	PORT=$(PORT) $(PY) -m app serve

test: install-dev lint ## run the whole test suite
	$(PY) -m pytest

lint: install-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

fix: install-dev ## let ruff mend what it can
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

# libreoffice reads .doc, .odt and .rtf; tesseract scanned pages; chromium drives the browser tests.
SYSTEM_PACKAGES := libreoffice-writer-nogui tesseract-ocr tesseract-ocr-vie tesseract-ocr-script-viet tesseract-ocr-osd chromium

system-packages: ## Debian packages for old Word files, scans and the browser tests (as root)
	apt-get update
	apt-get install --yes --no-install-recommends $(SYSTEM_PACKAGES)

bundle: ## write dist/….tar: wheels, code and installer for a machine with no network (same system, same Python)
	PYTHON=$(PYTHON) deploy/bundle.sh
