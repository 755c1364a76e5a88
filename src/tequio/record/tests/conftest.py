"""What the tests of the record share: a log that is published into a folder of each test's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tequio.tlog.folder import Folder


@pytest.fixture
def log(site: str, tmp_path: Path, settings: Any) -> Folder:
    """Where this test's log is published."""
    settings.LOG_ROOT, settings.KEYS_ROOT = tmp_path / "log", tmp_path / "keys"
    settings.LOG_ORIGIN = "log.example/bitacora"
    return Folder(settings.LOG_ROOT)
