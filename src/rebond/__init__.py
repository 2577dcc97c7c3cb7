"""Rebond runs a place-based industrial programme from open data to an explained decision.

Rooms, in the order in which they may import each other (``design`` in ``docs/explanation``):
``texts``, ``errors``, ``canonical``, ``snapshot`` (data only), ``opendata``, ``programme``,
``territory``, ``evidence``, ``evaluation``, ``selection``, ``record``, ``pipeline``, ``cli``, ``web``.
"""

__version__ = "0.1.0"
