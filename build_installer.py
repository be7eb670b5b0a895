#!/usr/bin/env python3
"""Builds the vendor's installer: `python3 build_installer.py --brand FILE`."""

import sys

if __name__ == "__main__":
    from tools import bootstrap

    sys.exit(bootstrap.run("installer", sys.argv[1:], "nothing"))
