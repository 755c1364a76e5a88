"""Runs `tequio` as `python -m tequio.config.cli`."""

from tequio.config.cli import main

main()
