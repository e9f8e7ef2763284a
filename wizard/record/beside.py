"""What people put beside a session's journal."""

ATTACHMENTS = "attachments"
"""The folder of photographs and papers; the report names what lies in it."""
