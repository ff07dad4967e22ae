"""Settings: what each is by default, and what DELIBERATE_* variables make of them."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from deliberate.paths import is_checkout

Config = Mapping[str, Any]

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
KIB = 1024
FORM_LIMIT = 64 * KIB
LIST_LIMIT = 5 * KIB * KIB

# What an instance says of itself. All of them may be set as DELIBERATE_<name>.
WORDS = {
    "INSTANCE_NAME": "Deliberate",
    "TIME_ZONE": "Europe/London",
    "CURRENCY": "GBP",
    "HELP_EMAIL": "",
    "HELP_PHONE": "",
    "HELP_HOURS": "",
    "MAIL_FROM": "",
    "IMPRINT": "",
    "DATA_LICENCE": "CC0 1.0",
}


class UnsafeSettings(RuntimeError):
    """A setting that is fit for development only, at an address that is not."""


def settings(environ: Mapping[str, str], given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the whole configuration: defaults, then the environment, then what was `given`.

    Raises UnsafeSettings where the base address is public and something is not fit for that, or
    where a backup would hold the ballot keys.
    """
    said = {
        key[len("DELIBERATE_") :]: value
        for key, value in environ.items()
        if key.startswith("DELIBERATE_")
    }
    said.update(given or {})
    instance = Path(said.get("INSTANCE") or _default_folder("instance")).resolve()
    base_url = str(said.get("BASE_URL") or "http://localhost:8000").rstrip("/")
    address = urlsplit(base_url)
    is_local = (address.hostname or "") in LOOPBACK
    secure = address.scheme == "https"
    _refuse_unsafe(said, base_url, is_local=is_local, secure=secure)
    database = str(said.get("DATABASE_URL") or f"sqlite:///{instance / 'deliberate.db'}")
    config: dict[str, Any] = {
        "INSTANCE": instance,
        "BASE_URL": base_url,
        "IS_LOCAL": is_local,
        "DATABASE_URL": database,
        "SQLALCHEMY_DATABASE_URI": with_driver(database),
        "MAIL_URL": said.get("MAIL_URL", ""),
        "REDIS_URL": said.get("REDIS_URL", ""),
        "KEY_FOLDERS": _folders(said.get("KEY_FOLDERS"), instance),
        "SECRET_KEY": said.get("SECRET_KEY") or _kept_secret(instance),
        "SECRET_KEY_FALLBACKS": _several(said.get("SECRET_KEY_FALLBACKS")),
        "ASKS_PER_NETWORK": said.get("ASKS_PER_NETWORK") or "300 per hour",
        "PROXIES": int(said.get("PROXIES") or 0),
        "TRUSTED_HOSTS": sorted(LOOPBACK | {"[::1]"}) if is_local else [address.hostname],
        "MAX_CONTENT_LENGTH": FORM_LIMIT,
        "MAX_FORM_MEMORY_SIZE": LIST_LIMIT,
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # our own check of Origin is stricter
        "PREFERRED_URL_SCHEME": address.scheme,
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "BABEL_DEFAULT_TIMEZONE": said.get("TIME_ZONE", WORDS["TIME_ZONE"]),
        **{name: said.get(name, default) for name, default in WORDS.items()},
    }
    config.update({key: value for key, value in (given or {}).items() if key not in config})
    return config


def with_driver(url: str) -> str:
    """Name the PostgreSQL driver that we ship, whichever way the address was written."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


def _refuse_unsafe(said: Mapping[str, Any], base_url: str, *, is_local: bool, secure: bool) -> None:
    if is_local:
        return
    if not secure:
        raise UnsafeSettings(
            f"DELIBERATE_BASE_URL is {base_url}: a public address starts with https."
        )
    secret = str(said.get("SECRET_KEY") or "")
    if secret and len(secret) < 32:
        raise UnsafeSettings("DELIBERATE_SECRET_KEY is too short: give at least 32 characters.")


def _default_folder(name: str) -> Path:
    if is_checkout():
        return Path(__file__).resolve().parent.parent / name
    home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / "deliberate" / name


def _several(said: str | list[str] | None) -> list[str]:
    return said.split() if isinstance(said, str) else list(said or [])


def _folders(said: str | list[str] | None, instance: Path) -> list[Path]:
    """Return the folders of the ballot keys: never inside the instance, which backups copy."""
    if not said:
        return [_default_folder("ballot-keys")]
    names = said.split(os.pathsep) if isinstance(said, str) else said
    folders = [Path(name).resolve() for name in names]
    if any(folder.is_relative_to(instance) for folder in folders):
        raise UnsafeSettings(
            f"DELIBERATE_KEY_FOLDERS lies inside {instance}: backups would copy the ballot keys."
        )
    return folders


def _kept_secret(instance: Path) -> str:
    """Return the instance's generated secret, made at the first start."""
    path = instance / "secret"
    instance.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Written aside and linked in place: two processes that start together agree on one.
        draft = instance / f"secret.{os.getpid()}"
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        draft.chmod(0o600)
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    return path.read_text(encoding="ascii")
