"""The thread and loop that own bus, board and session; signals; an orderly end."""
