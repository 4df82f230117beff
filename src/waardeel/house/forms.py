"""Forms as the whole house uses them."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms


class HouseForm(forms.Form):
    """A plain form. It knows what a person typed, not what may happen: that is the domain's."""

    use_required_attribute = True

    def add_house_error(self, error: Any) -> None:
        """Put an error of the domain where it belongs: at its field, or on top."""
        field = error.field if error.field in self.fields else None
        self.add_error(field, str(error))


class MakeForm(HouseForm):
    """A form that makes a thing. It carries the identity of what it will make, so that sending it twice makes one."""

    id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


def lines_of(text: str) -> list[str]:
    """What stands on each line, without empty ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]
