"""What a choice of the first page means: a link, behind it a checklist where one was chosen."""

DEFAULT_CHECKLIST, ANY = "inverter-bms", "generic"
WITH = "\n"  # between the link and the checklist
