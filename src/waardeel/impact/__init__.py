"""Measuring impact: short questionnaires, answers that lead to nobody, honest estimates and a report."""
