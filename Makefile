# NetBuilder: everything a developer does, each in one word.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/.ready
FIRST  := build/first-run
N      ?= 1000
SEED   ?= 1

.PHONY: run test check test-unit test-gui test-keras check-all monkey fuzz properties bench bundle screenshots clean

run: $(READY)          ## open the app on the MNIST example; without a display: check, train, export it
	@mkdir -p $(FIRST)
	@$(BIN)/netbuilder new mnist-cnn -o $(FIRST)/mnist-cnn.netbuilder
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname)" = Darwin ]; then \
	  $(BIN)/netbuilder $(FIRST)/mnist-cnn.netbuilder; \
	else \
	  echo "There is no display here, so the main job runs without the window."; \
	  $(BIN)/netbuilder check $(FIRST)/mnist-cnn.netbuilder && \
	  $(BIN)/netbuilder train $(FIRST)/mnist-cnn.netbuilder --run-dir $(FIRST)/run && \
	  $(BIN)/netbuilder export $(FIRST)/mnist-cnn.netbuilder -o $(FIRST)/mnist_cnn.py && \
	  echo "The script lies in $(FIRST)/mnist_cnn.py."; \
	fi

test: $(READY) check   ## all checks and tests that CI runs
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"

check: $(READY)        ## style, types and architecture
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check-all: $(READY) check  ## with the slow proofs
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n 2 --dist loadfile

monkey: $(READY)       ## ten minutes of random mouse and key events, on a screen of its own
	if command -v xvfb-run > /dev/null; then \
	  QT_QPA_PLATFORM=xcb xvfb-run -a $(BIN)/python -m tests.gui.monkey --seed $(SEED); else \
	  QT_QPA_PLATFORM=offscreen $(BIN)/python -m tests.gui.monkey --seed $(SEED); fi

fuzz: $(READY)         ## judge N random networks as Keras does; differences become tests
	$(BIN)/python -m tests.keras.fuzz $(N)

properties: $(READY)   ## all tests of properties, on many examples that CI has not seen
	grep -rl '@given' tests | QT_QPA_PLATFORM=offscreen NETBUILDER_TESTS=fuzz \
	  xargs $(BIN)/python -m pytest -n 2 --dist loadfile --timeout 1800

bench: $(READY)        ## print all performance figures
	for file in tests/benchmarks/bench_*.py; do \
	  QT_QPA_PLATFORM=offscreen $(BIN)/python $$file || exit 1; done

screenshots: $(READY)  ## pictures of ten states of the real window; three are the README's
	$(BIN)/python -m tests.screenshots build/screenshots
	cp build/screenshots/training.png build/screenshots/problems.png \
	  build/screenshots/code-dark.png docs/images/

bundle: $(READY)       ## a folder that runs without Python, in dist/
	$(BIN)/pip install -q '.[bundle]'
	$(BIN)/pyinstaller --noconfirm build.spec

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -e '.[dev]'
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
