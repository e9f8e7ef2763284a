"""A BMS as an object: bus, board, changes of settings, shifts with a deadline."""
