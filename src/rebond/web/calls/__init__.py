"""Calls: one measure of a policy opened to applicants, under revisions that are frozen when published."""
