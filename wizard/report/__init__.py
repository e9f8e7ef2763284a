"""The report: a fold of the record into forms that people and machines read."""
