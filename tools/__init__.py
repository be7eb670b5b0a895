"""The bodies of dev.py's commands, one file each. Nothing here is shipped."""
