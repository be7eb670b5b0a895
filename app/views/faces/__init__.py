"""One file a face of STATES.md: what is shown for a standing, in plain words."""
