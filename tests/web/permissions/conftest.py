"""One house for all tests of a file: it is built once, and every request is taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import pytest_django
from django.test import override_settings

from tests.web.permissions.house import House, build, undone


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker) -> Iterator[None]:
    """The database, open to all tests of a file; what they write is taken back at the end of it."""
    with django_db_blocker.unblock(), undone():
        yield


@pytest.fixture(scope="module")
def house(db: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield build()
