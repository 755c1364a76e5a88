"""What the tests of the monitor share: a site with a story, and somebody who watches it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tequio.tlog.monitor import Watch
from tequio.tlog.tests.stories import Site, story


@pytest.fixture
def site() -> Site:
    return story()


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path)
