"""The pieces that faces are laid from; none of them knows what a license is."""
