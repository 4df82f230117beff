"""Holding several registers at once."""

from __future__ import annotations

from collections.abc import Iterable

from waardeel.people.models import Organisation
from waardeel.register.models import Log


def hold_registers(organisations: Iterable[Organisation]) -> None:
    """Hold the registers of these organisations until the act is done, always in one order.

    For an act that writes in one register first and in another later: without this, it and an act that goes
    the other way round could wait for each other.
    """
    keys = [organisation.log_id for organisation in organisations]
    list(Log.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
