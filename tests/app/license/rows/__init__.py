"""Each row of the events table in docs/states.md: in this picture, after this, that follows."""
