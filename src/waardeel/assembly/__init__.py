"""Assembly: the rules in force, proposals on their way to a decision, and the register of decisions."""
