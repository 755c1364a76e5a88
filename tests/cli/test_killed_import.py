"""An import that is killed outright leaves every document whole, or nothing of it."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from tests.cli.installation import ROOT, WORLD, Installation, installation

DOCUMENTS = ROOT / "src" / "tequio" / "plans" / "tests" / "documents"
FILES = [str(DOCUMENTS / "ficha-agua.txt"), str(DOCUMENTS / "hoja-archivos.txt")]
PLAN = "from tequio.plans.models import *; print(ActionPlan.objects.latest('pk').public_id)"
# Of each import: how many milestones its commitments have. A half would show as another number.
WHOLE = """
from tequio.plans.models import *
confirmed = ImportedDocument.objects.filter(confirmed_at__isnull=False)
orphans = Commitment.objects.filter(plan=ActionPlan.objects.latest('pk'), documents__isnull=True).count()
print(ImportedDocument.objects.count(), confirmed.count(), orphans, *sorted(
    one.milestones.count() for document in confirmed for one in document.commitments.all()))
"""
ROUNDS = 25 if os.environ.get("TEQUIO_SOAK") else 2


@pytest.mark.soak
def test_a_killed_import_leaves_nothing_half_done(tmp_path: Path, blank: Installation) -> None:
    with installation(tmp_path, "killed", like=blank) as place:
        place.tell(WORLD + "worlds.plan(world, at, name='Plan vacío')")
        plan = place.tell(PLAN).strip()
        began = time.monotonic()
        place.answer("import", *FILES, "--plan", plan, "--confirm")
        takes = time.monotonic() - began
        leaves = [int(word) for word in place.tell(WHOLE).split()[3:]]
        assert len(leaves) == 2
        done = 1

        for _round in range(ROUNDS):
            process = place.start("import", *FILES, "--plan", plan, "--confirm")
            time.sleep(random.uniform(takes * 0.4, takes))
            process.kill()
            process.communicate()

            documents, confirmed, orphans, *found = (int(word) for word in place.tell(WHOLE).split())
            assert documents == confirmed == len(found)
            assert orphans == 0
            assert confirmed in (2 * done, 2 * done + 2)
            done = confirmed // 2
            assert found == sorted(leaves * done)
