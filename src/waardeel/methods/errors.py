"""What goes wrong in the ground rooms: errors that carry their facts."""

from __future__ import annotations

from typing import ClassVar


class InputError(ValueError):
    """Input that cannot be counted.

    `text` is a plain English sentence with named places and `facts` fills them, so that a face can say the
    same in the reader's language: `gettext(error.text) % error.facts`.
    """

    text: ClassVar[str] = "This input cannot be used."

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.text % facts)


class NotExact(InputError):
    """A number that is not an exact fraction in its shortest writing."""

    text = '%(where)s is %(value)r. Write an exact number in lowest terms, such as "12" or "2/3".'


class BadShape(InputError):
    """JSON with other keys or other kinds of values than this method writes."""

    text = "%(where)s is %(value)r. Expected %(expected)s."


class NoAnswer(InputError):
    """The input is in order, but has no answer as it stands: a tie without lots, quotas that cannot all be met."""
