"""What a person sees: each file draws one face or screen of the picture it is given."""
