"""A pack that behaves and a board that protects it, written from the protocol facts.

It shares the tables of `wizard.protocol`, never its codec nor `wizard.boards`, so
that it can contradict them.
"""
