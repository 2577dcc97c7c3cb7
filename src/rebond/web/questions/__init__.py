"""Written questions of Parliament: register, clock, drafts from the record, answers."""
