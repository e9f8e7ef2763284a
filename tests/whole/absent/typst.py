"""Stands before typst: to the whole program it is not installed."""  # noqa: INP001  on a path by itself, in no package

raise ImportError("not for these tests")
