"""Readers and writers of the forms in which things travel. Values in, values out; no database, no network."""
