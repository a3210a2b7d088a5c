# Everyday commands; `scripts/setup all+dev+browser` makes the .venv they use.
export PATH := justfile_directory() / ".venv/bin:" + env_var("PATH")

# what a commit must pass, but for the slow tests
check:
    ruff check .
    ruff format --check .
    mypy
    lint-imports
    python scripts/make_docs.py --check
    pytest -q -n 2 --dist loadgroup -m "not browser and not slow"

# what can be mended by itself
fix:
    ruff check --fix .
    ruff format .
    python scripts/compile_grammars.py
    python scripts/make_docs.py

# everything, as CI does
test:
    scripts/test

# the player in Firefox and the notebook side in marimo
nightly:
    scripts/nightly

# speed and quality beside named peers, as ratios in one run
bench *ARGS:
    python benchmarks/run.py {{ARGS}}
