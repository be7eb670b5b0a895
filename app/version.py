"""The version of this desktop, as it tells the server and support."""

VERSION = "0.1.0"
