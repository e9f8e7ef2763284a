"""Operators that need no screen: plain lines and a script."""
