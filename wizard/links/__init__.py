"""Links carry bytes to and from the world and know nothing of their meaning."""
