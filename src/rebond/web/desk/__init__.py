"""The work of the day: what waits for each role, search over dossiers, exports and printing."""
