"""Ways of counting votes, by name. A new method is one new file and one line here."""

from __future__ import annotations

from collections.abc import Mapping

from waardeel.methods.voting import yes_no
from waardeel.methods.voting.door import Method, Outcome

METHODS: Mapping[str, Method] = {method.NAME: method for method in (yes_no,)}

__all__ = ["METHODS", "Method", "Outcome"]
