"""Reports as they are to be: of fixed sessions, in every form."""
