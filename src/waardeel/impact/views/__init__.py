"""Pages of impact: those of an organisation, those for whoever answers, and the report."""
