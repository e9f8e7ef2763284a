"""`python -m wizard` is `jk-commission`."""

from wizard.cli import entry

entry()
