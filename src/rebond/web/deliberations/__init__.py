"""Decisions on dossiers: proposed, confirmed by a second person, published on their day, changed by new acts."""
