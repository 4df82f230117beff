"""What a file of an election holds, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

from waardeel.methods.voting.ballots import Approvals, Grades, Rankings


@dataclass(frozen=True, slots=True)
class Election:
    """Ballots and what the file says around them. `seats` is None where it does not say.

    `withdrawn` are candidates that stand in the file but no longer for election; they are still on the ballots.
    """

    ballots: Rankings | Approvals | Grades
    seats: int | None = None
    title: str = ""
    withdrawn: tuple[str, ...] = ()
