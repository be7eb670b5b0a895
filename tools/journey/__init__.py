"""The main job, walked with the real things: server process, desktop window, browser.

`dev.py demo --headless` and tests/journeys/ walk the same steps; a step is a line said, a thing
done as a person would do it, a thing seen, and a picture.
"""
