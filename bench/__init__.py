"""How fast the scanner, a match and the start are: ``python -m bench``; the numbers are in docs/performance.md."""
