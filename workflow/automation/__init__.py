"""What rules are made of: kinds of record, terms, conditions, triggers, moments, marks, and the rule in words."""
