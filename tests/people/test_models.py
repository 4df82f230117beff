"""What is kept on people, and what must never be."""

from __future__ import annotations

from django.apps import apps

from waardeel.people.sheets.columns import is_forbidden


def test_no_field_of_any_room_holds_what_must_not_be_stored() -> None:
    fields = [
        (model.__name__, field.name, str(getattr(field, "verbose_name", "")))
        for model in apps.get_models()
        if model.__module__.startswith("waardeel.")
        for field in model._meta.get_fields()
    ]
    assert len(fields) > 50
    for model, name, label in fields:
        words = f"{name} {label}".replace("_", " ")
        assert not is_forbidden(words), (model, name)
