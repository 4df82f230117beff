"""Pages of people and organisations. Thin: each asks the queries, and calls one domain function."""
