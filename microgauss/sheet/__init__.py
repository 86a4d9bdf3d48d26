"""The exercise sheet: its results as claims, its misprints, and the main job, which checks them.

In this order: ``claims``, ``main_job``.
"""
