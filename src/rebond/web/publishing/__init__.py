"""What leaves for reuse: the API, OGC API Features, files, the catalogue."""
