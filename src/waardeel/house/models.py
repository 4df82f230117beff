"""What every stored thing has."""

from __future__ import annotations

import uuid

from django.db import models


class Thing(models.Model):
    """A stored thing with an identity that its maker may choose.

    A form carries the identity with it, so that the same form sent twice makes one thing; and identities
    tell nothing about order or number.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True

    @property
    def register_id(self) -> str:
        """How the register names this thing: its kind and its identity."""
        return f"{self._meta.model_name}/{self.pk}"
