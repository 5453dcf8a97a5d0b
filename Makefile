# Handrail. "make" alone lists the targets.
# Each target first installs the system packages it needs, see .ci/system.sh.

GO      ?= go
BUILD   := build
PROGRAM := $(BUILD)/handrail
# With this tag, a build with cgo and one without share compiled packages, which
# halves the first build. Go's own resolver then resolves names.
SHARED  := $(if $(filter Linux,$(shell uname)),netgo)
TAGS    := migrated_fynedo,$(SHARED)
COMMIT  := $(shell git rev-parse --short=7 HEAD 2>/dev/null)
MADE    := $(shell TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd 2>/dev/null)
STAMP   := -X main.commit=$(COMMIT) -X main.made=$(MADE)
FLAGS   := -trimpath -tags $(TAGS) -ldflags "-s -w $(STAMP)"
# Runs a command with the C compiler that is there by then, see .ci/cc.sh.
WITHCC  := .ci/cc.sh
export GO BUILD PROGRAM TAGS SHARED COMMIT MADE

.DEFAULT_GOAL := help
.PHONY: help run test bench screenshots race headless packages packages-test windows mac golden judges window program
.PHONY: clean test-windows

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: program ## build Handrail and open it on the sample organisation
	@.ci/run.sh

test: ## all tests: style, import rules, packages, screens, judges, the real window
	@.ci/test.sh

test-windows: ## the tests of the packages and of the window, compiled for Windows and run under wine 10, which it gets
	@.ci/windows.sh
	@.ci/windows.sh window

bench: program headless ## one table of speeds and memory, compared with the last run; BENCH="-only import" for some rows
	@.ci/system.sh display
	@$(WITHCC) $(GO) run -tags $(TAGS) ./app/conformance/bench -program $(PROGRAM)-headless -window $(PROGRAM) $(BENCH)

screenshots: program ## pictures of every screen, light and dark, two sizes, into build/screenshots
	@.ci/system.sh display
	@$(WITHCC) $(GO) run ./app/conformance/uitest/shots -all -program $(PROGRAM) -out $(BUILD)/screenshots

race: ## the tests of the packages with the race detector
	@.ci/test.sh race

judges: ## independent programs check the results, and each fuzz target runs for 30 s
	@.ci/test.sh judges

window: ## the real window, operated by keyboard and killed at awkward moments
	@.ci/test.sh window

golden: ## renew the goldens of the screens; read the difference before you commit
	CGO_ENABLED=0 $(GO) test -vet=off -count=1 -tags "$(SHARED)" ./screens -args -renew
	git diff --stat -- '*testdata*'

program: ## build Handrail into build/
	@.ci/need-go.sh
	@.ci/system.sh window
	@mkdir -p $(BUILD)
	@echo "Building Handrail. The first build takes a few minutes."
	$(WITHCC) $(GO) build $(FLAGS) -o $(PROGRAM) .

headless: ## build Handrail without a window: no cgo, no graphics
	@.ci/need-go.sh
	@mkdir -p $(BUILD)
	CGO_ENABLED=0 $(GO) build -trimpath -tags headless,$(SHARED) -ldflags "-s -w $(STAMP)" -o $(BUILD)/handrail-headless .

packages: program ## installers and archives for Windows, Linux and macOS, into build/packages
	@.ci/package/all.sh

packages-test: ## install, run and remove these packages, and build them a second time
	@.ci/package/test.sh

windows: ## build/windows/Handrail.exe and bin/handrail.exe, with mingw-w64
	@.ci/package/windows.sh programs

mac: ## Handrail.app, on a Mac with Xcode's tools
	CGO_ENABLED=1 $(GO) build -trimpath -tags migrated_fynedo,accessibility -ldflags "-s -w $(STAMP)" \
		-o $(BUILD)/handrail-mac .
	@.ci/package/mac.sh $(BUILD)/handrail-mac

clean: ## remove the build folder
	rm -rf $(BUILD)
