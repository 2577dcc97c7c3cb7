"""What the log says of a refused request: one line, without the trace of a fault that there is not."""

from __future__ import annotations

import logging
from http import HTTPStatus


class WithoutTraces(logging.Filter):
    """Drops the trace of answers below 500: a refusal is an answer, not a fault of ours."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, and the trace only where the server failed."""
        status = getattr(record, "status_code", HTTPStatus.INTERNAL_SERVER_ERROR)
        if status < HTTPStatus.INTERNAL_SERVER_ERROR:
            record.exc_info = None
            record.exc_text = None
        return True
