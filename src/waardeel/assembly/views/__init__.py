"""Pages of the assembly: what we decide, proposals, decisions, and our rules."""
