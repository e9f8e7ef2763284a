"""The kinds of step, one module each: a coroutine that reads like the manual's paragraph."""
