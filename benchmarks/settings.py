"""Tequio's own settings, plus one bare view to compare with."""

from tequio.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
ALLOWED_HOSTS = ["*"]
