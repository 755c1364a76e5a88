"""kill -9 in the middle of uploads: whole files with their rows, or nothing."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from tests.installation import Installation

UPLOAD = """
import os
from tequio.files import actions
from tequio.files.tests import makers
from tequio.kit import clock
from tequio.kit.actor import SYSTEM
print("ready", flush=True)
while True:
    text = os.urandom(300_000).hex()
    upload = makers.upload("a.docx", makers.docx(text))
    actions.keep(
        upload=upload, title="T", credit="C", licence="cc0-1.0", dated_on=None, actor=SYSTEM, at=clock.now()
    )
"""
JUDGE = """
import hashlib, json
from datetime import timedelta
from tequio.files import storage, tasks
from tequio.files.models import Blob, File
from tequio.kit import clock
from tequio.record.models import Trail
def whole(blob):
    with storage.open(blob.sha256) as kept:
        content = kept.read()
    return hashlib.sha256(content).hexdigest() == blob.sha256 and len(content) == blob.size
blobs = list(Blob.objects.all())
files = File.objects.count()
broken = [blob.sha256 for blob in blobs if not whole(blob)]
traces = Trail.objects.filter(type="files.file-kept").count()
tasks.remove_leftovers(clock.now() + timedelta(hours=25))
left = sorted(set(storage.stored()) ^ {blob.sha256 for blob in blobs})
temporaries = [path.name for path in storage.temporaries().iterdir()]
print(json.dumps([files, broken, traces, left, temporaries]))
"""
ROUNDS = 40 if os.environ.get("TEQUIO_SOAK") else 4


@pytest.mark.soak
def test_a_kill_in_the_middle_of_an_upload_leaves_nothing_half_done(installation: Installation, tmp_path: Path) -> None:
    moments = random.Random(13)
    for _round in range(ROUNDS):
        with installation.start(UPLOAD) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(moments.uniform(0.02, 0.6))
            process.kill()

    files, broken, traces, left, temporaries = installation.ask(JUDGE)

    assert files > 0
    assert traces == files
    assert (broken, left, temporaries) == ([], [], [])
