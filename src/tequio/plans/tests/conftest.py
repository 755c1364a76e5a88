"""What the tests of this room start from."""

from __future__ import annotations

from datetime import datetime
from types import SimpleNamespace

import pytest

from tequio.plans.tests import worlds


@pytest.fixture
def drafts(db: None, at: datetime) -> SimpleNamespace:
    """A place with a plan and two commitments that are ready to publish."""
    return worlds.drafts(at)


@pytest.fixture
def world(drafts: SimpleNamespace, at: datetime) -> SimpleNamespace:
    """The same, published."""
    worlds.publish(drafts, at)
    return drafts
