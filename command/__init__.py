"""The commands of `crimecongress`, one module a family; `crimecongress.py` puts them together.

A thin layer: it reads arguments, calls `ingest`, `shapes` and `api`, and renders progress and errors. Imports of
these packages stand inside the commands, so that `--help` and `serve` do not pay for what they do not use.
"""
