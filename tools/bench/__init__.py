"""`dev.py bench [NAME]`: figures of one run, compared with each other. One file a bench."""
