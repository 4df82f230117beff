"""`python -m waardeel.cli` is the same as `waardeel`."""

from __future__ import annotations

import sys

from waardeel.cli import main

sys.exit(main())
