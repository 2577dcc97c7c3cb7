"""Dossiers: drafts that several people write, files, filings that never change, corrections, withdrawal."""
