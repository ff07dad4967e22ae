"""Settings: what an instance starts with, and what it refuses to start with."""

from pathlib import Path

import pytest

from deliberate.config import UnsafeSettings, settings


@pytest.fixture
def place(tmp_path: Path) -> dict[str, str]:
    return {"DELIBERATE_INSTANCE": str(tmp_path / "instance")}


def test_a_public_address_has_to_be_secure(place: dict[str, str]):
    with pytest.raises(UnsafeSettings, match="https"):
        settings(place | {"DELIBERATE_BASE_URL": "http://deliberate.example"})


def test_a_guessable_secret_is_refused_at_a_public_address(place: dict[str, str]):
    public = place | {"DELIBERATE_BASE_URL": "https://deliberate.example"}

    with pytest.raises(UnsafeSettings, match="32 characters"):
        settings(public | {"DELIBERATE_SECRET_KEY": "development"})
    assert settings(public | {"DELIBERATE_SECRET_KEY": "x" * 32})["SECRET_KEY"] == "x" * 32


def test_ballot_keys_inside_the_instance_are_refused(place: dict[str, str], tmp_path: Path):
    inside = str(tmp_path / "instance" / "keys")

    with pytest.raises(UnsafeSettings, match="backups"):
        settings(place | {"DELIBERATE_KEY_FOLDERS": inside})


def test_the_secret_is_made_once_and_kept_for_its_owner_alone(place: dict[str, str]):
    first, second = settings(place), settings(place)

    assert len(first["SECRET_KEY"]) >= 43
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    kept = Path(first["INSTANCE"]) / "secret"
    assert kept.stat().st_mode & 0o777 == 0o600


def test_cookies_are_bound_to_a_secure_host_and_plain_only_on_a_loopback_address(
    place: dict[str, str],
):
    public = settings(place | {"DELIBERATE_BASE_URL": "https://deliberate.example"})
    local = settings(place)

    assert public["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert public["SESSION_COOKIE_SECURE"] is True
    assert public["TRUSTED_HOSTS"] == ["deliberate.example"]
    assert local["SESSION_COOKIE_SECURE"] is False


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_reached_by_the_driver_that_we_ship(place: dict[str, str], scheme: str):
    config = settings(place | {"DELIBERATE_DATABASE_URL": f"{scheme}://user@host/name"})

    assert config["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://user@host/name"
