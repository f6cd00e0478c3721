# What somebody types here. Cargo does the rest.

# A profile of its own would compile the AWS crates a second time: everything here uses the one of tests.
CARGO ?= cargo
LABELRACE = $(CARGO) run --quiet --locked --

# The tools of the tests, once for every state of their list.
TOOLS := .tools/venv/$(shell cksum < tests/requirements.txt | cut -d ' ' -f 1).stamp

.PHONY: demo test lint audit tools ffmpeg golden clean

# A film of an invented job: demo.mp4
demo: ffmpeg
	$(LABELRACE) demo -o demo.mp4

test: ffmpeg tools
	$(CARGO) test --locked

lint: tools
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	.tools/venv/bin/typos

# Bans, licences and sources of all crates; needs cargo-deny and the advisory database, so not in CI.
audit:
	$(CARGO) deny --all-features check bans licenses sources

# The encoder that the tests use, and the demo if there is no other.
ffmpeg:
	$(MAKE) --no-print-directory -C layers/ffmpeg

tools: $(TOOLS)

# The list is whole, so nothing is left to look up (and pip would stumble over extras in a list with hashes).
$(TOOLS): tests/requirements.txt
	rm -rf .tools/venv
	python3 -m venv .tools/venv
	.tools/venv/bin/pip install --quiet --no-deps --require-hashes --only-binary :all: -r tests/requirements.txt
	.tools/venv/bin/pip check
	touch $@

# Draws the golden pictures anew; look at each before you commit it.
golden:
	UPDATE_GOLDEN=1 $(CARGO) test --locked --test golden

clean:
	$(CARGO) clean
	$(MAKE) --no-print-directory -C layers/ffmpeg clean
	rm -rf .tools
