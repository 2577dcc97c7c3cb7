"""OGC API Features, Part 1: Core, GeoJSON and OpenAPI 3.0; only what is named in `conformance` is served.

Modules: ``serving`` (each address), ``asking`` (what its parameters mean), ``document`` (OpenAPI).
"""
