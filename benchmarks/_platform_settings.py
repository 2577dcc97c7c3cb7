"""The settings of the platform, at the fixed moment of the benchmark's data."""

from datetime import UTC, datetime

from rebond.web.settings import *  # noqa: F403 - these are those settings

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)


def CLOCK() -> datetime:  # noqa: N802 - the name of the setting
    """Return the moment at which the benchmark asks its pages."""
    return NOW
