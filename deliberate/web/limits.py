"""How often one network address may do something: in memory, or in Redis where several hosts serve.

What a single address or person may do is counted in the database as well: this limit is forgotten
at a restart, and without Redis each process keeps its own.
"""

from datetime import UTC, datetime
from ipaddress import ip_network

from flask import Flask, request
from flask_limiter import Limiter

V6_HOUSEHOLD = 64  # bits that the machines of one household share


def network() -> str:
    """Return whose limit a request counts towards."""
    address = request.remote_addr or "127.0.0.1"
    if ":" not in address:
        return address
    return str(ip_network(f"{address.partition('%')[0]}/{V6_HOUSEHOLD}", strict=False))


limiter = Limiter(key_func=network, in_memory_fallback_enabled=True)


def init_app(app: Flask) -> None:
    app.config["RATELIMIT_STORAGE_URI"] = app.config["REDIS_URL"] or "memory://"
    limiter.init_app(app)


def again_at() -> datetime:
    """Return when the limit that was just met lets through again."""
    met = limiter.current_limit
    return datetime.fromtimestamp(met.reset_at, UTC) if met else datetime.now(UTC)
