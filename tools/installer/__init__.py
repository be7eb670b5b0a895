"""`build_installer.py`: the desktop in one folder, and what each system installs it from."""
