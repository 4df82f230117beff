"""Asks the verifier about an archive."""

import pytest

from tests.belenios.elections import written
from waardeel.belenios.verify import Report, Wrong, verify


@pytest.fixture
def check(tmp_path):
    def check(archive: bytes, **how) -> Report:
        path = tmp_path / "election.bel"
        path.write_bytes(archive)
        return verify(path, **how)

    return check


@pytest.fixture
def refuses(check):
    def refuses(archive, why: str, height: int | None = None) -> None:
        with pytest.raises(Wrong, match=why) as wrong:
            check(archive if isinstance(archive, bytes) else written(archive))
        if height is not None:
            assert wrong.value.height == height

    return refuses
