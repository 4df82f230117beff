"""Waardeel: one record for deciding, working and measuring together."""
