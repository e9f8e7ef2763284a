"""What is checked: TOML files that a technician can read."""
