# The commands of the house. `make run` and `make test` are all that a newcomer needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# What `make test` needs beside Python: a mail server to deliver to, openssl to make its certificate, heif-enc to make HEIC files of
# drawings (on Debian 13 its encoder is a package of its own, which Debian 12 does not know), ffmpeg to make and to read videos, strace to
# let a disk fail, and what letters are judged by: Chromium, Thunderbird, SpamAssassin, rspamd, and Node.js (20.19 or newer).
# Weekbrief itself needs none of them, but without ffmpeg videos stay behind.
DEBIAN_PACKAGES := postfix dovecot-imapd openssl libheif-examples ffmpeg strace chromium rspamd spamassassin thunderbird xvfb
PROGRAMS := postfix /usr/lib/dovecot/imap openssl heif-enc ffmpeg strace chromium rspamd spamassassin thunderbird Xvfb node npm
HEIC_ENCODER := libheif-plugin-x265
JUDGES := tests/judges/node_modules/.package-lock.json

.PHONY: run test quick mutants fuzz programs check dist bench lock letter golden architecture clean

run: $(VENV)/.run  ## Turn the example school into letters
	@$(BIN)/weekbrief run --edition now . || [ $$? -eq 1 ]
	@echo
	@echo "The letters lie in $(CURDIR)/outbox/maildir/new, a file each: double-click one, and your mail program shows it. For example:"
	@echo "    $$(grep -l '^To: Marieke' outbox/maildir/new/* | head -n 1)"

test: $(VENV)/.test programs $(JUDGES)  ## Install what the tests need and run them all
	$(BIN)/python -m pytest -q -n auto

# Of `job` (runs of whole schools), of the sender (whose tests cut and kill) and of the door: what says within seconds that something is wrong.
QUICK_DOOR := tests/door/test_contract.py tests/door/test_columns.py
QUICK_JOB := $(addprefix tests/weekbrief_build/job/,test_weekly_job.py test_letters_that_fit.py test_looks.py)
NOT_QUICK := $(addprefix --ignore=tests/weekbrief_sender/test_,cut_at_every_byte.py failing_disk.py archive.py kill_at_random.py kill_smtp.py)

quick: $(VENV)/.test  ## Run the tests of the rooms that differ from BASE (default: main), in less than 90 seconds for one room
	@rooms=$$(git diff --name-only $${BASE:-main} -- build sender | sed -n 's#^\(build\|sender\)/##; s#/[^/]*$$##p' | sort -u); \
	folders=; for room in $$rooms; do case $$room in \
	  weekbrief_build/job) folders="$$folders $(QUICK_JOB)";; \
	  *) [ ! -d "tests/$$room" ] || folders="$$folders tests/$$room";; esac; done; \
	$(BIN)/python -m pytest -q -n auto --hypothesis-profile=unshrunk $(NOT_QUICK) $${folders:-tests/weekbrief_build/decide} $(QUICK_DOOR)

mutants: $(VENV)/.test  ## Change one line at a time, on a copy, and see whether a test of its area fails within a minute; not in CI
	$(BIN)/python tests/run_mutants.py $(ONLY)

fuzz: $(VENV)/.test  ## Look for a minute each for what breaks the invariants in the first lines of fuzz/*.py; not in CI
	@found=0; for script in $(filter-out fuzz/minute.py,$(wildcard fuzz/*.py)); do \
	  PYTHONPATH=tests:. timeout 600 $(BIN)/python $$script || found=1; done; exit $$found

programs:
	@PATH="/usr/sbin:$$PATH"; missing=; for program in $(PROGRAMS); do command -v $$program >/dev/null || missing="$$missing $$program"; done; \
	[ -z "$$missing" ] || { \
	  command -v apt-get >/dev/null || { echo "The tests need$$missing: install them first." >&2; exit 2; }; \
	  root=$$([ "$$(id -u)" = 0 ] || echo sudo); \
	  $$root apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$root apt-get install -y -qq --no-install-recommends $(DEBIAN_PACKAGES) \
	    $$(apt-cache --names-only search '^$(HEIC_ENCODER)$$' | cut -d ' ' -f 1) $$(command -v npm >/dev/null || echo nodejs npm); }

check: $(VENV)/.test  ## Lint, types, import contracts, the drawing of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python .ci/architecture.py --check

dist: $(VENV)/.test  ## Build wheel and sdist, and compare what is in them with the lists in .ci
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist
	$(BIN)/python .ci/compare_files.py dist

bench: $(VENV)/.bench  ## Print how fast it is, as ratios against peers in the same run
	$(BIN)/python bench/build.py
	$(BIN)/python bench/pictures.py
	$(BIN)/python bench/sender.py
	$(BIN)/python bench/faces.py

COMPILE = $(BIN)/pip-compile -q --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-header

lock: $(VENV)/.test  ## Renew the lock files from pyproject.toml and requirements/*.in
	$(BIN)/python -m pip install -q "pip-tools>=7.4"
	$(COMPILE) --build-deps-for editable -o requirements/run.txt pyproject.toml
	$(COMPILE) --extra faces -o requirements/test.txt pyproject.toml requirements/test.in
	$(COMPILE) --extra faces -o requirements/bench.txt pyproject.toml requirements/bench.in

letter: $(VENV)/.run  ## Take the picture of a letter that the README shows anew; needs Chromium
	$(BIN)/python -m example.letter docs/letter.png

golden: $(VENV)/.test  ## Write the letters of tests/golden anew, to be looked at in the diff
	$(BIN)/python tests/golden_letters.py

architecture: $(VENV)/.test  ## Draw docs/architecture.svg anew
	$(BIN)/python .ci/architecture.py

clean:
	rm -rf $(VENV) dist outbox tests/judges/node_modules

$(VENV)/.run: requirements/run.txt pyproject.toml hatch_build.py $(wildcard build/weekbrief_build/words/*/LC_MESSAGES/*.po)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Weekbrief needs Python 3.11 or newer: make run PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

$(JUDGES): tests/judges/package-lock.json | programs
	npm ci --silent --prefix tests/judges

$(VENV)/.bench: requirements/bench.txt bench/package-lock.json $(VENV)/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@! command -v npm >/dev/null || npm ci --silent --prefix bench
	@touch $@
