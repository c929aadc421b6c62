# What people do here. `just` alone lists it.

_default:
    @just --list

# everything a change must pass, in the environment at hand
check: lint test

# format, lint, types, the import contract, schema drift
lint:
    ruff format --check .
    ruff check .
    mypy
    lint-imports
    summariser schemas --check

# the quick tests; `just test -m local` for those that need the weights
test *arguments:
    pytest {{arguments}}

# timed marks that want an idle machine for minutes
long:
    pytest -m long

# put right what can be put right by itself
fix:
    ruff format .
    ruff check --fix .
    summariser schemas --write

# figures, claims and records scored on the corpora of this repository
score:
    python benchmarks/score_figures.py
    python benchmarks/score_claims.py
    summariser evaluate seeds/expected --model patterns
    summariser evaluate tests/corpora/dev/articles --model patterns
