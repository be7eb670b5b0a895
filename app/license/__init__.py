"""What this computer may do, and what is being done about it. Imports no widget."""
