"""The commands: each one's options and, below them, what it runs.

`arguments` has what they share; `formulas`, `sheet`, `fit` and `main_job` are the commands.
"""
