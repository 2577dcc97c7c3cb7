"""Regional instruction: who examines a dossier, opinions of services, the shortlist sent upwards."""
