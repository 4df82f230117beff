"""Settings for the test suite: the same house, with fast and throw-away parts."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_data = tempfile.mkdtemp(prefix="waardeel-test-")
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["WAARDEEL_DATA"] = _data
os.environ.setdefault("WAARDEEL_SECRET_KEY", "only for tests")

from waardeel.web.settings import *  # noqa: E402, F403
from waardeel.web.settings import DATABASES  # noqa: E402

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
WAARDEEL_DEMO = True
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_ROOT = Path(_data) / "media"
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file and not memory: tests of two people at once need two connections.
    DATABASES["default"]["TEST"] = {"NAME": Path(_data) / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;"
WHITENOISE_AUTOREFRESH = True
