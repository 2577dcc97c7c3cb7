"""The API, version 1: what everyone may read, and what an own system writes with a token.

Modules: ``api`` (the way in and what is refused), ``rows`` (every dataset by pages), ``places`` (and results,
datasets), ``asking`` (aids, procedures), ``writing`` (sites and reports, with a token), ``document`` (OpenAPI).
"""
