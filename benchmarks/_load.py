"""Ask the pages of a running platform from several clients at once, in a process of its own."""

from __future__ import annotations

import argparse
import http.client
import json
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit


def client(
    base: str, work: list[dict[str, Any]], sessions: dict[str, str], found: list[dict[str, Any]]
) -> None:
    """Ask each address in turn on one connection, and keep how long and what came."""
    address = urlsplit(base)
    connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=60)
    for one in work:
        headers = {"Host": address.netloc}
        if one["person"]:
            headers["Cookie"] = f"sessionid={sessions[one['person']]}"
        start = time.perf_counter()
        connection.request("GET", one["path"], headers=headers)
        response = connection.getresponse()
        body = response.read()
        found.append(
            {
                "name": one["name"],
                "seconds": time.perf_counter() - start,
                "status": response.status,
                "is_right": one["expect"].encode() in body,
            }
        )
    connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base", required=True)
    parser.add_argument("--plan", type=Path, required=True)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    plan = json.loads(options.plan.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = []
    # Every client asks every page, each starting elsewhere, so that no page is asked by all at once.
    threads = []
    for number in range(options.clients):
        start = number * len(plan["work"]) // options.clients
        work = (plan["work"][start:] + plan["work"][:start]) * plan["rounds"]
        threads.append(
            threading.Thread(target=client, args=(options.base, work, plan["sessions"], found))
        )
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    options.out.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
