"""The record: what happened, as it happened."""
