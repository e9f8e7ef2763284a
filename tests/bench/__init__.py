"""What the program costs, measured on this machine: `python -m tests.bench`."""
