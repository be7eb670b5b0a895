"""The chapters of `states.py`: what each row of its table does. Pure; imported by it alone."""
