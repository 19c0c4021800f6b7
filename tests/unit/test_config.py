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
        ({"HEARD_TRANSLATE_URL": "http://translate.example"}, "HEARD_TRANSLATE_URL"),
        ({"HEARD_TRANSLATE_URL": "file:///etc/passwd"}, "HEARD_TRANSLATE_URL"),
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


def test_the_roles_of_a_caseload_are_compared_without_capitals(tmp_path: Path) -> None:
    assert settings(tmp_path).caseload_roles == {"allocated case worker", "cw"}
    assert settings(tmp_path, HEARD_CASELOAD_ROLES=" Key Worker ,,LEAD").caseload_roles == {
        "key worker",
        "lead",
    }
    with pytest.raises(ConfigurationError, match="HEARD_CASELOAD_ROLES"):
        settings(tmp_path, HEARD_CASELOAD_ROLES=" , ")


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


HOOK = {"HEARD_WEBHOOK_URL": "https://council.example/in", "HEARD_WEBHOOK_SECRET": "whsec_" + "QUJD" * 8}


def test_a_webhook_is_whole_and_its_shared_word_is_not_shown(tmp_path: Path) -> None:
    assert settings(tmp_path).webhook_url == ""
    made = settings(tmp_path, **HOOK)
    assert made.webhook_secret == b"ABC" * 8
    assert "ABCABC" not in repr(made)
    here = settings(tmp_path, **HOOK | {"HEARD_WEBHOOK_URL": "http://127.0.0.1:9000/in"})
    assert here.webhook_url == "http://127.0.0.1:9000/in"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"HEARD_WEBHOOK_URL": ""}, "both"),
        ({"HEARD_WEBHOOK_SECRET": ""}, "both"),
        ({"HEARD_WEBHOOK_SECRET": "QUJD" * 8}, "whsec_"),
        ({"HEARD_WEBHOOK_SECRET": "whsec_QUJD"}, "24 to 64"),
        ({"HEARD_WEBHOOK_SECRET": "whsec_!"}, "base64"),
        ({"HEARD_WEBHOOK_URL": "http://council.example/in"}, "https"),
        ({"HEARD_WEBHOOK_URL": "ftp://council.example/in"}, "https"),
        ({"HEARD_WEBHOOK_URL": "https://user:word@council.example/in"}, "without a name"),
        ({"HEARD_WEBHOOK_URL": "https:///in"}, "https"),
        ({"HEARD_WEBHOOK_URL": "https://council.example:port/in"}, "not an address"),
    ],
)
def test_an_unsafe_webhook_is_refused(tmp_path: Path, change: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigurationError, match=said):
        settings(tmp_path, **HOOK | change)


def test_the_record_s_folder_lies_outside_the_data(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not sealed"):
        settings(tmp_path, HEARD_RECORD_FOLDER=str(tmp_path / "record"))
    outside = tmp_path.parent / "record"
    assert settings(tmp_path, HEARD_RECORD_FOLDER=str(outside)).record_folder == outside.resolve()


@pytest.mark.parametrize(
    "url", ["", "https://translate.example/", "http://127.0.0.1:5000", "http://localhost:5000"]
)
def test_a_translating_computer_is_reached_safely(tmp_path: Path, url: str) -> None:
    assert settings(tmp_path, HEARD_TRANSLATE_URL=url).translate_url == url.rstrip("/")


@pytest.mark.parametrize("url", ["media", "file://media", "file://host/a", "https://store", "s3://", "s3:x"])
def test_photos_go_to_a_folder_or_an_object_store(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="HEARD_MEDIA_URL"):
        settings(tmp_path, HEARD_MEDIA_URL=url)
    assert settings(tmp_path).media == (tmp_path / "media").as_uri()
    for good in ("file:///var/lib/media", "s3://bucket", "s3://bucket/a/prefix"):
        assert settings(tmp_path, HEARD_MEDIA_URL=good).media == good
