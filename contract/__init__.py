"""What both sides must agree on: pure values and their written forms.

No input or output, no framework, no clock and no decision about time: an instant that matters
is an argument or is left to the caller.
"""
