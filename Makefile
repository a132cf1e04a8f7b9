# run · dev · test · check · bench · openapi · demo
#
# Needs Rust and Node; `make test` also Python 3 and, on Debian, installs PostgreSQL, Chromium and a CJK font when they're
# missing. Nothing here asks questions.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

CARGO ?= cargo
LISTEN ?= 127.0.0.1:8080
TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
SPA := $(TARGET)/test-spa
PYTHON := $(TARGET)/python
export SHOUZHAN_TEST_DIST := $(SPA)
export SHOUZHAN_TEST_PYTHON := $(PYTHON)/bin

# Host crates; the SPA is compiled for its own target. Every step names the same crates: another choice would mean other
# features of shared libraries, and compiling them again.
HOST := --workspace --exclude frontend
WASM := -p frontend --target wasm32-unknown-unknown --profile wasm-dev --target-dir $(TARGET)/spa
# One crate compiles for the browser without erased types much slower.
WASM_FLAGS := --cfg erase_components

# Each step is said, and noted in the file STEPS if there is one.
say = @printf '\n· %s  (%s)\n' "$(1)" "$$(date +%T)"; [ -z "$${STEPS:-}" ] || echo "$$(date +%s) $(1)" >> "$$STEPS"

.PHONY: help
help:
	@echo 'make run      build SPA and server, fill a new database with a demo department, serve on http://$(LISTEN)'
	@echo 'make dev      the same from quick builds'
	@echo 'make test     everything that is proved: lints, unit, HTTP on both databases, contract, clients, browser'
	@echo 'make check    the quick part of it: format, lints, unit tests'
	@echo 'make bench    load test beside a bare handler and the bare databases'
	@echo 'make openapi  regenerate openapi/openapi.json and openapi/rules.md'
	@echo 'make demo     a demo department in a new database, without serving'

# ── Running ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: run dev demo openapi bench
run:
	$(call say,building the SPA into dist/ (the first time takes some minutes))
	$(CARGO) run --release -p bundle
	$(call say,building the server)
	$(CARGO) build --release -p api
	$(call say,serving on http://$(LISTEN))
	exec $(TARGET)/release/shouzhan serve --demo-if-new --listen $(LISTEN)

dev:
	$(call say,building the SPA into dist/ (quick build))
	$(CARGO) run -p bundle -- --dev
	$(call say,building the server (quick build))
	$(CARGO) build -p api
	$(call say,serving on http://$(LISTEN))
	exec $(TARGET)/debug/shouzhan serve --demo-if-new --listen $(LISTEN)

demo:
	$(call say,filling a new database with a demo department)
	$(CARGO) run -p api -- demo

openapi:
	$(call say,writing openapi/openapi.json and openapi/rules.md)
	$(CARGO) run -p api -- openapi

bench:
	$(call say,building the load test and the server (release))
	$(CARGO) run --release -p bench

# ── Checking ────────────────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: test check format lint lint-spa unit
test: debian node python format programs spa lint lint-spa unit contract
	$(call say,starting the databases for the HTTP and client and browser tests)
	$(TARGET)/debug/with-databases $(MAKE) --no-print-directory http clients browser
	$(call say,all passed)

check: format lint lint-spa unit

format:
	$(call say,checking the format)
	$(CARGO) fmt --all --check

# Only where clippy is what compiles (as in .ci/run); any other wrapper looks at nothing.
ifneq (,$(findstring clippy-driver,$(RUSTC_WORKSPACE_WRAPPER)))
lint lint-spa:
	$(call say,$@: $(notdir $(RUSTC_WORKSPACE_WRAPPER)) looked at everything while it was built)
else
lint:
	$(call say,clippy: host crates)
	$(CARGO) clippy $(HOST) --all-targets -- -D warnings

# Where std for the browser was built with Debian's compiler, its clippy is a different one; there the build is the check.
lint-spa:
	$(call say,clippy: the SPA)
	if ls "$$(rustc --print target-libdir --target wasm32-unknown-unknown)"/libstd-*.rlib >/dev/null 2>&1; then \
	  RUSTFLAGS='$(WASM_FLAGS)' $(CARGO) clippy $(WASM) -- -D warnings; \
	else \
	  echo 'no clippy for this machine'"'"'s wasm compiler; its build was the check'; \
	fi
endif

# nextest where it is installed, else cargo's own runner: the same tests.
NEXTEST := $(shell $(CARGO) nextest --version >/dev/null 2>&1 && echo yes)
unit:
	$(call say,unit tests)
ifeq ($(NEXTEST),yes)
	$(CARGO) nextest run --config-file tests/nextest.toml $(HOST) --lib --bins --no-tests=pass
else
	$(CARGO) test $(HOST) --lib --bins
endif

# ── What the tests need ─────────────────────────────────────────────────────────────────────────────────────────────────

.PHONY: debian node python spa programs
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
debian:
	$(call say,looking for PostgreSQL and Chromium and a CJK font)
	missing=''; \
	[ -n "$$(command -v postgres || ls -d /usr/lib/postgresql/*/bin/postgres 2>/dev/null)" ] || missing="$$missing postgresql"; \
	command -v chromium >/dev/null || missing="$$missing chromium"; \
	ls /usr/share/fonts/*/noto/*CJK* >/dev/null 2>&1 || missing="$$missing fonts-noto-cjk"; \
	python3 -c 'import ensurepip' 2>/dev/null || missing="$$missing python3-venv"; \
	if [ -n "$$missing" ]; then \
	  echo "installing$$missing"; \
	  $(SUDO) apt-get update -q; \
	  DEBIAN_FRONTEND=noninteractive $(SUDO) apt-get install -q -y --no-install-recommends $$missing; \
	fi

node: tests/node_modules/.installed
tests/node_modules/.installed: tests/package-lock.json
	$(call say,installing the linters and browser tools (npm))
	cd tests && npm ci --no-fund --no-audit
	@touch $@

python: $(PYTHON)/.installed
$(PYTHON)/.installed: tests/clients/python/requirements.txt
	$(call say,installing the Python client generator (pip))
	python3 -m venv $(PYTHON)
	$(PYTHON)/bin/pip install --quiet --disable-pip-version-check -r $<
	@touch $@

programs:
	$(call say,building server and tools and tests)
	$(CARGO) build $(HOST) --bins --tests

spa: programs
	$(call say,building the SPA for the tests (quick build))
	$(TARGET)/debug/bundle --dev --out $(SPA)

# ── Suites ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
# http, clients and browser run under `with-databases`, which starts PostgreSQL and makes the template department.

.PHONY: contract http clients browser
contract: node programs
	$(call say,contract: fresh and clean)
	$(TARGET)/debug/shouzhan openapi --check
	cd tests && npx --no-install spectral lint ../openapi/openapi.json --ruleset clients/spectral.yaml --fail-severity=warn
	cd tests && npx --no-install redocly lint ../openapi/openapi.json --config clients/redocly.yaml --max-problems 1000

http:
	$(call say,HTTP tests and rules matrix on SQLite and PostgreSQL)
ifeq ($(NEXTEST),yes)
	$(CARGO) nextest run --config-file tests/nextest.toml $(HOST) --test http
else
	$(CARGO) test $(HOST) --test http -- --test-threads 4
endif

clients: node python
	$(call say,a generated TypeScript and a generated Python client at work)
	cd tests && node --test --test-reporter spec clients/*.test.mjs

browser: node
	$(call say,browser tests)
	cd tests && node --test --test-reporter spec --test-concurrency 2 browser/*.test.mjs

# By hand, without waiting for the rest: make suite SUITE=http
.PHONY: suite
suite: programs $(if $(filter browser,$(SUITE)),spa)
	$(TARGET)/debug/with-databases $(MAKE) --no-print-directory $(SUITE)
