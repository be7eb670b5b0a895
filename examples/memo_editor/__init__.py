"""Memo Editor: a small licensed product, as a vendor would write one. It imports nothing of ours.

`lease.py` checks the lease, `manager.py` speaks the link, `permission.py` decides, `recovery.py`
keeps a copy, `window.py` shows it all. In English alone: what the manager says comes in its
language.
"""
