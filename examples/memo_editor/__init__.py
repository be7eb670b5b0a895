"""Memo Editor: a small licensed product, as a vendor would write one. It imports nothing of ours.

`lease.py` checks the lease, `manager.py` speaks the link, `permission.py` decides, `recovery.py`
keeps a copy, `window.py` shows it all with `bar.py`, and `language.py` finds the words for it.
"""
