"""Benchmarks: the product's pages beside floors of plain Django and plain SQL, in one run, as ratios."""
