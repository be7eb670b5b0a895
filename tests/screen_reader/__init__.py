"""The window as a real reader of AT-SPI gets it, on a screen and a bus that nobody else sees."""
