"""Tequio: an open-government action plan, run in the open."""

__version__ = "0.1.0"
