"""A run: its settings, its steps in order (`steps`), and the commands that start it.

Not here: what a step does to the data (see the packages named in each step).
"""
