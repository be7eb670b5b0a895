"""The desktop: a window that holds a license seat for the licensed product."""
