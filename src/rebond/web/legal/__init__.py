"""What the law asks every public service to say: accessibility, notices, privacy, security, algorithms."""
