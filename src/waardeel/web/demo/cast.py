"""The people of the demo city whom one can play. All are made up."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid5

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

#: All identities of the demo city are derived from this one, so that the city is the same on every machine.
NAMESPACE = UUID("7b1f0c4e-2f0e-5d7a-9d42-0a5f6c1e8b11")


def identity(*names: object) -> UUID:
    """The identity of a thing in the demo city, from what it is called."""
    return uuid5(NAMESPACE, "/".join(str(name) for name in names))


@dataclass(frozen=True)
class Player:
    """Somebody whom a visitor of the demo can sign in as."""

    key: str
    name: str
    does: str | Promise
    order: int
    language: str = "nl"

    @property
    def id(self) -> UUID:
        return identity("person", self.key)

    @property
    def email(self) -> str:
        return f"{self.key}@waardstad.example"


CAST = (
    Player("olga", "Olga Venema", _("Street worker of the city. She sees work that is left undone."), 1),
    Player("samira", "Samira Haddou", _("Member of the cooperative. She makes proposals and votes."), 2),
    Player("joost", "Joost Terpstra", _("Secretary of the cooperative. He opens and closes polls."), 3),
    Player("wim", "Wim Okafor", _("Contract manager of the city. He looks at what was promised and done."), 4),
    Player("noor", "Noor Claessens", _("Impact lead of the cooperative. She asks people how it goes."), 5),
)


def player(key: str) -> Player:
    """The player of this name. Raises KeyError."""
    return {player.key: player for player in CAST}[key]
