"""Stand-ins for what a test cannot have: written once, with the behaviour of the real thing."""
