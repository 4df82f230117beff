"""The report names the decision with which its members approved it."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest

from waardeel.house.errors import AlreadyDone, NotAllowed
from waardeel.impact import domain, errors
