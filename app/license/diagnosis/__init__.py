"""Diagnostics (APP-12): what stands between this computer and its seat, one check a question.

`findings.py` is what was found, as values; `course.py` asks the checks in order. None takes a seat,
sends a token or changes anything. Words are the views'.
"""
