"""What the commands do: functions from parsed arguments to an exit code."""
