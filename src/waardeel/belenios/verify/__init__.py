"""The strict verifier: everything that was published about an election is checked again, from the records alone.

    verify(path)                            all of it
    verify(path, since=State.read(...))     only what was added since that state was verified

It is stricter than the protocol's reference program: the order of events is a grammar; every ballot before the end
counts, or was replaced by a later one of its own credential; no ballot comes twice; no record is there that nothing
speaks of; the tally, the number of ballots, the votes and the result are worked out again and compared with what was
published.
"""

from waardeel.belenios.verify.state import State
from waardeel.belenios.verify.verifier import Report, Wrong, verify

__all__ = ["Report", "State", "Wrong", "verify"]
