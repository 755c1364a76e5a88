"""What `tequio migrate` makes takes a while: it is made once for each process of tests, and copied."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cli.installation import Installation, installation


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A machine with tables and no site. Not for use as it is: `installation(…, like=blank)` copies it."""
    with installation(tmp_path_factory.mktemp("blank"), "blank") as made:
        made.run("migrate")
        yield made
