"""Verifiable secret ballots by the Belenios protocol, version 2.0: nobody can see a vote, anyone can check the count.

Written from the published specification. What the reference program `belenios-tool` 2.0 makes is accepted here, and the
other way around; where it checks less than the protocol promises, this room is stricter (see `verify`).

Sources: S. Glondu, "Belenios specification", version 2.0; V. Cortier, D. Galindo, S. Glondu, M. Izabachène, "Election
verifiability for Helios under weaker trust assumptions", ESORICS 2014.
"""
