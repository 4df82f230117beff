"""Collective choice and measurement: values in, values out; no clock, no database, no network.

One folder per family (`voting`, `budgeting`, `sortition`, ...), one file per method. Everything is counted in exact
integers and fractions, so that anyone who recomputes a result gets the same bytes.
"""
