"""What is wrong with a record of an election, in words that say how to mend it."""

from __future__ import annotations

from typing import Any, ClassVar


class BeleniosError(ValueError):
    """What all refusals of this room share. `facts` fill in the text."""

    text: ClassVar[str] = "%(what)s"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.text % facts)
        self.facts = facts


class BadRecord(BeleniosError):
    """A record that does not have the form that the protocol asks for."""

    text = "%(what)s in %(where)s. The record must be exactly as the protocol writes it; get it again from its maker."


class BadElection(BeleniosError):
    """An election that cannot be held as it is described."""

    text = "This election cannot be held: %(what)s. %(mend)s"


class BadChoice(BeleniosError):
    """An answer that the question does not allow."""

    text = "%(question)r cannot be answered so: %(what)s."


class BadProof(BeleniosError):
    """A proof that does not hold, so that what it is about cannot be trusted."""

    text = "%(what)s does not hold in %(where)s. Whoever made the record must make it anew; it must not be counted."


class BadCredential(BeleniosError):
    """A credential with a typing error."""

    text = "This code is not right: %(what)s. Type it as it stands on the letter: five groups of three, with dashes."


class BadArchive(BeleniosError):
    """A file that is no archive of an election."""

    text = "This is no archive of an election: %(what)s (at byte %(at)s). Download it again."
