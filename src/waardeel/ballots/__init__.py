"""Ballots: one question put to a frozen electorate, cast in confidence, counted exactly."""
