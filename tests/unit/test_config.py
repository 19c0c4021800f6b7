"""Production refuses to start on a gap; demo makes its own keys, readable by nobody else."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from webapp.config import ConfigurationError, Settings, new_key

GOOD = {
    "HEARD_MODE": "production",
    "HEARD_KEYS": new_key(),
    "HEARD_SECRET": "s" * 40,
    "HEARD_BASE_URL": "https://heard.example",
}


def settings(tmp_path: Path, **changes: str) -> Settings:
    return Settings.from_environment({"HEARD_DATA": str(tmp_path)} | GOOD | changes)


def test_production_starts_when_all_is_given(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert made.cookie_name == "__Host-heard"
    assert not made.is_demo


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"HEARD_KEYS": ""}, "HEARD_KEYS"),
        ({"HEARD_KEYS": "k1:short"}, "HEARD_KEYS"),
        ({"HEARD_KEYS": "k1:!!!"}, "HEARD_KEYS"),
        ({"HEARD_SECRET": "short"}, "HEARD_SECRET"),
        ({"HEARD_BASE_URL": "http://heard.example"}, "https"),
        ({"HEARD_BASE_URL": ""}, "HEARD_BASE_URL"),
        ({"HEARD_MODE": "test"}, "HEARD_MODE"),
        ({"HEARD_OIDC_ISSUER": "https://id.example"}, "HEARD_OIDC_CLIENT_ID"),
        ({"HEARD_OIDC_CLIENT_SECRET": "x"}, "HEARD_OIDC_ISSUER"),
        (
            {
                "HEARD_OIDC_ISSUER": "http://id.example",
                "HEARD_OIDC_CLIENT_ID": "heard",
                "HEARD_OIDC_CLIENT_SECRET": "x",
            },
            "https",
        ),
    ],
)
def test_production_refuses_a_gap(tmp_path: Path, change: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        settings(tmp_path, **change)


def test_production_refuses_keys_beside_the_data(tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    with pytest.raises(ConfigurationError, match="inside HEARD_DATA"):
        settings(tmp_path)


def test_the_default_mode_is_production(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        Settings.from_environment({"HEARD_DATA": str(tmp_path)})


def test_demo_keeps_its_own_keys(tmp_path: Path) -> None:
    environ = {"HEARD_MODE": "demo", "HEARD_DATA": str(tmp_path)}
    first, second = Settings.from_environment(environ), Settings.from_environment(environ)
    assert first.keys == second.keys
    assert first.secret == second.secret
    assert stat.S_IMODE((tmp_path / "keys" / "keys").stat().st_mode) == 0o600
    assert first.base_url == "http://127.0.0.1:8000"


def test_secrets_are_not_shown_when_settings_are_printed(tmp_path: Path) -> None:
    sign_on = {"HEARD_OIDC_ISSUER": "https://id.example/", "HEARD_OIDC_CLIENT_ID": "heard"}
    made = settings(tmp_path, **sign_on, HEARD_OIDC_CLIENT_SECRET="provider-word")
    assert made.oidc_issuer == "https://id.example"
    assert "s" * 40 not in repr(made)
    assert "provider-word" not in repr(made)


def test_a_postgresql_address_gets_our_driver(tmp_path: Path) -> None:
    made = settings(tmp_path, DATABASE_URL="postgresql://u@h/db")
    assert made.database_url == "postgresql+psycopg://u@h/db"


def test_passwords_are_hashed_as_the_guidance_says(tmp_path: Path) -> None:
    """Argon2id with 19 MiB and two passes, the least that OWASP's guidance allows (ASVS 11.4.2)."""
    made = settings(tmp_path)
    assert made.argon2_memory_kib >= 19 * 1024
    assert made.argon2_time >= 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"HEARD_OIDC_ISSUER": "https://id.example"}, "HEARD_OIDC_CLIENT_ID"),
        ({"HEARD_OIDC_CLIENT_ID": "heard"}, "HEARD_OIDC_ISSUER"),
        (
            {
                "HEARD_OIDC_ISSUER": "http://id.example",
                "HEARD_OIDC_CLIENT_ID": "heard",
                "HEARD_OIDC_CLIENT_SECRET": "x",
            },
            "https",
        ),
    ],
)
def test_single_sign_on_is_whole_and_https(tmp_path: Path, change: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        settings(tmp_path, **change)
