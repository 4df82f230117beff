"""Every kind of entry that this room records has a sentence, and every act is put on the record."""

from __future__ import annotations

import inspect
from pathlib import Path

from waardeel.people import domain
from waardeel.people.entries import SENTENCES
from waardeel.people.signin import domain as cards


def test_every_act_records_or_says_why_not_and_every_kind_has_a_sentence() -> None:
    acts = {name: getattr(domain, name).act for name in domain.__all__}
    acts |= {name: value.act for name, value in vars(cards).items() if hasattr(value, "act")}
    for name, act in acts.items():
        assert bool(act.kinds) != bool(act.reason), name
    recorded = {kind for act in acts.values() for kind in act.kinds}
    told = set(SENTENCES)
    # Erasing a person is recorded by each organisation that knew them, which may be none.
    assert recorded | {"person.erased"} == told


def test_every_act_of_the_room_is_at_its_door() -> None:
    folder = Path(inspect.getfile(domain)).parent
    written = {
        name
        for path in folder.glob("*.py")
        if path.stem != "__init__"
        for name, value in vars(__import__(f"waardeel.people.domain.{path.stem}", fromlist=["x"])).items()
        if hasattr(value, "act") and value.__module__ == f"waardeel.people.domain.{path.stem}"
    }
    assert written == set(domain.__all__)
