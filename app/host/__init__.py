"""The licensed product: the link that it speaks, and programs that are started and wrapped."""
