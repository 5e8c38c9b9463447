# make run    installs what is missing, builds, runs the demo and leaves its page open (Ctrl-C ends it)
# make test   installs what is missing and runs every test

SWIFT ?= swift
CONFIGURATION ?= release
BUILD_FOLDER ?= .build
SWIFT_FLAGS = --scratch-path $(BUILD_FOLDER)
DEMO_FLAGS ?=

.PHONY: help run demo build test lint format soak kills year bench clean ensure-build ensure-test

help:
	@sed -n 's/^# //p' Makefile

run: build
	$(BUILD_FOLDER)/$(CONFIGURATION)/dialerd demo --keep-page $(DEMO_FLAGS)

# make demo   the same, but exits with the report
demo: build
	$(BUILD_FOLDER)/$(CONFIGURATION)/dialerd demo $(DEMO_FLAGS)

# make build  the release binary
build: ensure-build
	$(SWIFT) build $(SWIFT_FLAGS) -c $(CONFIGURATION) --product dialerd

test: ensure-test lint
	$(SWIFT) build $(SWIFT_FLAGS) --build-tests
	scripts/test $(SWIFT_FLAGS)

# make lint   the formatting gate
lint:
	@$(SWIFT) format lint --strict --recursive --parallel Sources Tests Benchmarks Package.swift
	@echo "lint: clean"

# make format formats every source in place
format:
	@$(SWIFT) format --in-place --recursive --parallel Sources Tests Benchmarks Package.swift

# make soak   the demo with 30 kills (-9) of the daemon and of fax workers at random moments; some ten minutes
soak: build
	$(BUILD_FOLDER)/$(CONFIGURATION)/dialerd demo --kills 30 --limit 900 $(DEMO_FLAGS)

# make kills  a process that works on a database, killed with -9 at 200 random moments; a minute or two
kills: ensure-test
	$(SWIFT) build $(SWIFT_FLAGS) --build-tests
	DIALERD_KILLS=200 $(SWIFT) test $(SWIFT_FLAGS) --skip-build --filter KillTests

# make year   a simulated year of 100,000 accounts in four campaigns, looked through by the auditor; an hour or two
YEAR_FOLDER ?= $(BUILD_FOLDER)/year
year: build
	$(BUILD_FOLDER)/$(CONFIGURATION)/dialerd simulate simulations/year.yml --out $(YEAR_FOLDER)
	python3 Tests/Audit/audit.py simulations/year.yml $(YEAR_FOLDER)

# make bench  measurements as JSON; see docs/benchmarks.md
bench: ensure-test
	$(SWIFT) build $(SWIFT_FLAGS) -c release --product benchmarks
	$(BUILD_FOLDER)/release/benchmarks all

clean:
	rm -rf $(BUILD_FOLDER)

ensure-build:
	@scripts/ensure build run

ensure-test:
	@scripts/ensure build run test
