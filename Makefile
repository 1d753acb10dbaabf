# `make` alone tells what there is.

ARGS =
PYTHON = .venv/bin/python
SHELL = /bin/sh
.DEFAULT_GOAL = help
# A test starts hundreds of programs; none of them compiles anew what the first one has.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: help run test setup format strings tour soak reliability audit bench lock clean

help: ## Tell what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-11s  %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: setup ## Set up everything and open a kiosk on this machine (ARGS="--home DIR")
	@$(PYTHON) -m ui demo $(ARGS)

# One step of `make test`: its name, then what it runs.
step = printf '\n==> %s\n' '$(1)'; $(2) || { printf '\nmake test: stopped at: %s\n' '$(1)'; exit 1; }

test: setup ## Set up everything and check everything, stopping at the first trouble
	@$(call step,format (make format puts it right),.venv/bin/ruff format --quiet --check .)
	@$(call step,lint,.venv/bin/ruff check --quiet .)
	@$(call step,types,.venv/bin/mypy)
	@$(call step,import law,.venv/bin/lint-imports)
	@$(call step,message catalogues (make strings puts them right),$(PYTHON) -m i18n check)
	@$(call step,tests,QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest \
		-n auto --dist loadgroup --no-loadscope-reorder $(ARGS))
	@printf '\nmake test: all well\n'

setup: ## Set up everything in .venv; quick when nothing has changed
	@deploy/setup

format: setup ## Put the code in its one form
	@.venv/bin/ruff format --quiet .
	@.venv/bin/ruff check --quiet --fix .

strings: setup ## Bring the message catalogues up to date with the code
	@$(PYTHON) -m i18n update

tour: setup ## Make a citizen's journey on the real screens and draw each into tour/
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m ui tour --home build/home --out tour $(ARGS)

soak: setup ## Run the long tests that `make test` leaves out
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest -m soak -o faulthandler_timeout=0 $(ARGS)

reliability: setup ## Try every fault of a line on every connector, and write the table of it
	@$(PYTHON) -m pytest tests/faults/test_matrix.py -m 'soak or not soak' --write-reliability $(ARGS)

audit: setup ## Ask every rule of every screen in every way, draw them, and write the table of it
	@QT_QPA_PLATFORM=offscreen $(PYTHON) -m pytest tests/ui/test_audit.py tests/ui/desk/test_pages.py \
		-m 'soak or not soak' \
		-n auto -o faulthandler_timeout=0 --write-audit $(ARGS)

bench: setup ## Measure what is quick beside its peers, and write docs/performance.md (ARGS="start touch")
	@$(PYTHON) -m pip --disable-pip-version-check install --quiet --no-build-isolation --editable '.[bench]'
	@$(PYTHON) -m benchmarks $(ARGS)

lock: ## Choose all versions anew, within pyproject.toml, into requirements.lock
	@python3 -m venv build/lock
	@build/lock/bin/pip install --quiet uv
	@build/lock/bin/uv export --quiet --no-emit-project --all-extras --no-extra bench --no-annotate \
		--no-header --format requirements.txt --python build/lock/bin/python --output-file build/requirements.txt
	@rm uv.lock
	@{ printf '%s\n' '# Every package, pinned with the sums of its files: `make lock` writes this.'; \
		sed "s/ ; sys_platform == 'linux'//; s/ and sys_platform == 'linux'//" build/requirements.txt; \
	} > requirements.lock

clean: ## Remove what was made here: .venv, caches, drawings
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@rm -rf build tour plateia.egg-info
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find i18n -name '*.mo' -delete
