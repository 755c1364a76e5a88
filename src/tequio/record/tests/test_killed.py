"""kill -9 of writers, of two keepers beside each other, and of readers, at any moment and again and again.

Nothing that was acknowledged is lost, doubled or reordered; what is published always verifies, for whoever reads while
it happens and for whoever comes afterwards.
"""

from __future__ import annotations

import os
from datetime import datetime

import pytest
from django.db import connection

from tequio.record import keeper
from tequio.record.models import Entry, Log
from tequio.record.tests.afterwards import Left, Told
from tequio.record.tests.bells import CHAPEL, TOWER, ring
from tequio.tlog.folder import Folder
from tests.installation import Installation

SOAK = {"sqlite": 25, "postgresql": 15}


@pytest.mark.soak
def test_whoever_is_killed_loses_doubles_and_reorders_nothing(
    installation: Installation, record_property: pytest.RecordProperty
) -> None:
    rounds = SOAK[connection.vendor] if os.environ.get("TEQUIO_SOAK") else 2

    outcome = installation.ask(f"from tequio.record.tests import killing; killing.main(rounds={rounds}, seed=4)")

    print(outcome)
    assert outcome["wrong"] == []
    assert outcome["rounds"] == rounds
    assert outcome["kills"] > rounds * 6
    assert outcome["acknowledged"] > rounds * 20
    assert outcome["entries"] >= outcome["acknowledged"] + outcome["snapshots"] + 1
    assert outcome["checkpoints"] > rounds
