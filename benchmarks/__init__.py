"""How fast the library is beside the same arithmetic written in other ways: `python benchmarks/run.py`."""
