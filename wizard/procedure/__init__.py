"""A commissioning: checklist, questions to a person, steps, session."""
