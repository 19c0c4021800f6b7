"""Settings, read from the environment once; Heard refuses to start on a gap (design §6)."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

Mode = Literal["demo", "production"]
KEY_BYTES = 32
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class ConfigurationError(Exception):
    """A setting is missing or unsafe; the message says which and what to do."""


@dataclass(frozen=True)
class Settings:
    """Everything the deployment may choose. Lengths in seconds, sizes in bytes."""

    mode: Mode
    data: Path
    database_url: str
    keys: Mapping[str, bytes] = field(repr=False)
    secret: str = field(repr=False)
    base_url: str
    timezone: ZoneInfo
    trusted_proxies: int = 0
    rate_url: str = "memory://"
    # Where the daily heads of the audit chains are written; best on another machine's disk.
    heads: Path | None = None
    # Where photos and voices are, sealed: file:///… or s3://bucket/prefix; without it, a folder in `data`.
    media_url: str = ""
    # An authority's own table of headings, for plans that are already written (webapp/plans/bringing_in).
    plan_headings: Path | None = None
    # Where each plan version is put for the council's own record (docs/record.md); off without it.
    record_folder: Path | None = None
    # Where the council's own system writes its caseload at night (docs/caseload.md); off without it.
    caseload_dir: Path | None = None
    # Who is told, without a person's words, that a version was published or answered; off without it.
    webhook_url: str = ""
    # Roles of ssd_involvements that mean "the child's worker", as the standard's own queries name them.
    caseload_roles: frozenset[str] = frozenset({"allocated case worker", "cw"})
    webhook_secret: bytes = field(default=b"", repr=False)
    argon2_memory_kib: int = 19 * 1024
    argon2_time: int = 2
    max_body_bytes: int = 2 * 1024 * 1024
    testing: bool = False
    # Single sign-on for staff (OpenID Connect); off without an issuer.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = ""
    oidc_acr: str = ""
    # A computer that translates drafts (LibreTranslate's interface); off without an address.
    translate_url: str = ""
    translate_key: str = field(default="", repr=False)

    @property
    def heads_file(self) -> Path:
        """One JSON line a day with the head of every audit chain (ASVS 16.4.3)."""
        return (self.heads or self.data / "heads") / "audit-heads.jsonl"

    @property
    def media(self) -> str:
        """The address of the store of photos and voices."""
        return self.media_url or (self.data / "media").as_uri()

    @property
    def is_demo(self) -> bool:
        return self.mode == "demo"

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def cookie_name(self) -> str:
        """`__Host-` binds the cookie to this host and to https (RFC 6265bis)."""
        return "__Host-heard" if self.is_https else "heard"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Raises ConfigurationError naming the first setting that is missing or unsafe."""
        env = os.environ if environ is None else environ
        mode = _mode(env.get("HEARD_MODE", "production"))
        data = Path(env.get("HEARD_DATA", "instance")).resolve()
        port = env.get("PORT", "8000")
        base_url = env.get("HEARD_BASE_URL", f"http://127.0.0.1:{port}" if mode == "demo" else "")
        settings = cls(
            mode=mode,
            data=data,
            database_url=_database_url(env.get("DATABASE_URL", ""), data),
            keys=_demo_keys(data) if mode == "demo" and "HEARD_KEYS" not in env else _keys(env),
            secret=_demo_secret(data) if mode == "demo" and "HEARD_SECRET" not in env else _secret(env),
            base_url=base_url.rstrip("/"),
            timezone=ZoneInfo(env.get("HEARD_TIMEZONE", "Europe/London")),
            trusted_proxies=int(env.get("HEARD_TRUSTED_PROXIES", "0")),
            rate_url=env.get("HEARD_RATE_URL", "memory://"),
            heads=_path(env.get("HEARD_HEADS")),
            media_url=env.get("HEARD_MEDIA_URL", "").rstrip("/"),
            plan_headings=_path(env.get("HEARD_PLAN_HEADINGS")),
            record_folder=_path(env.get("HEARD_RECORD_FOLDER")),
            caseload_dir=_path(env.get("HEARD_CASELOAD_DIR")),
            webhook_url=env.get("HEARD_WEBHOOK_URL", ""),
            caseload_roles=_names(env.get("HEARD_CASELOAD_ROLES", "Allocated Case Worker, CW")),
            webhook_secret=_webhook_secret(env.get("HEARD_WEBHOOK_SECRET", "")),
            oidc_issuer=env.get("HEARD_OIDC_ISSUER", "").rstrip("/"),
            oidc_client_id=env.get("HEARD_OIDC_CLIENT_ID", ""),
            oidc_client_secret=env.get("HEARD_OIDC_CLIENT_SECRET", ""),
            oidc_name=env.get("HEARD_OIDC_NAME", ""),
            oidc_acr=env.get("HEARD_OIDC_ACR", ""),
            translate_url=env.get("HEARD_TRANSLATE_URL", "").rstrip("/"),
            translate_key=env.get("HEARD_TRANSLATE_KEY", ""),
        )
        _refuse_unsafe(settings)
        return settings


def _mode(value: str) -> Mode:
    if value == "demo":
        return "demo"
    if value == "production":
        return "production"
    raise ConfigurationError(f"HEARD_MODE must be demo or production, not {value!r}")


def _database_url(url: str, data: Path) -> str:
    if not url:
        return f"sqlite:///{data / 'heard.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def _keys(env: Mapping[str, str]) -> dict[str, bytes]:
    raw = env.get("HEARD_KEYS", "")
    if not raw:
        raise ConfigurationError("HEARD_KEYS is missing. Make one with: heard make-key")
    return parse_keys(raw)


def parse_keys(raw: str) -> dict[str, bytes]:
    """`id:base64,id:base64` to id → 32 bytes; the first writes, all read."""
    keys: dict[str, bytes] = {}
    for part in raw.split(","):
        name, _, value = part.strip().partition(":")
        try:
            key = base64.b64decode(value, validate=True)
        except ValueError as error:
            raise ConfigurationError(f"HEARD_KEYS: the key {name!r} is not base64") from error
        if not name or len(key) != KEY_BYTES:
            raise ConfigurationError(f"HEARD_KEYS: the key {name!r} must be {KEY_BYTES} bytes")
        keys[name] = key
    return keys


def _names(words: str) -> frozenset[str]:
    """Words between commas, in small letters."""
    found = frozenset(one.strip().casefold() for one in words.split(",") if one.strip())
    if not found:
        raise ConfigurationError("HEARD_CASELOAD_ROLES names no role")
    return found


def _path(value: str | None) -> Path | None:
    return Path(value).resolve() if value else None


def new_key() -> str:
    """A fresh key in the form that HEARD_KEYS takes."""
    return f"k{secrets.token_hex(2)}:{base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}"


def _secret(env: Mapping[str, str]) -> str:
    secret = env.get("HEARD_SECRET", "")
    if len(secret) < 32:
        raise ConfigurationError("HEARD_SECRET is missing or shorter than 32 characters")
    return secret


def _webhook_secret(value: str) -> bytes:
    """`whsec_` and base64 of 24 to 64 bytes, as Standard Webhooks writes it; empty for none."""
    if not value:
        return b""
    try:
        secret = base64.b64decode(value.removeprefix("whsec_"), validate=True)
    except ValueError as error:
        raise ConfigurationError("HEARD_WEBHOOK_SECRET is not whsec_ and base64") from error
    if not value.startswith("whsec_") or not 24 <= len(secret) <= 64:
        raise ConfigurationError("HEARD_WEBHOOK_SECRET must be whsec_ and base64 of 24 to 64 bytes")
    return secret


def _demo_keys(data: Path) -> dict[str, bytes]:
    return parse_keys(_demo_file(data, "keys", new_key))


def _demo_secret(data: Path) -> str:
    return _demo_file(data, "secret", lambda: secrets.token_urlsafe(48))


def _demo_file(data: Path, name: str, make: Callable[[], str]) -> str:
    """Demo keys live beside the demo data (0600); production refuses such a place."""
    folder = data / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    value = make()
    with os.fdopen(handle, "w") as file:
        file.write(value)
    return value


def _refuse_unsafe(settings: Settings) -> None:
    host = urlsplit(settings.base_url).hostname
    if not host:
        raise ConfigurationError("HEARD_BASE_URL is missing: the https address families will open")
    _refuse_half_single_sign_on(settings)
    _refuse_unsafe_webhook(settings)
    _refuse_unknown_store(settings)
    if settings.is_demo:
        return
    if settings.oidc_issuer and not settings.oidc_issuer.startswith("https://"):
        raise ConfigurationError("HEARD_OIDC_ISSUER must begin with https:// in production")
    if not settings.is_https:
        raise ConfigurationError("HEARD_BASE_URL must begin with https:// in production")
    if not _is_safe_translator(settings.translate_url):
        raise ConfigurationError("HEARD_TRANSLATE_URL must begin with https://, or be on this machine")
    if (settings.data / "keys").exists():
        raise ConfigurationError("Keys lie inside HEARD_DATA: a stolen copy would open itself")
    if settings.record_folder and settings.record_folder.is_relative_to(settings.data):
        raise ConfigurationError("HEARD_RECORD_FOLDER lies inside HEARD_DATA: its files are not sealed")
    if settings.caseload_dir and settings.caseload_dir.is_relative_to(settings.data):
        raise ConfigurationError("HEARD_CASELOAD_DIR lies inside HEARD_DATA: its files are not sealed")


def _refuse_unknown_store(settings: Settings) -> None:
    url = urlsplit(settings.media_url)
    is_folder = url.scheme == "file" and not url.netloc and url.path.startswith("/")
    if settings.media_url and not is_folder and not (url.scheme == "s3" and url.netloc):
        raise ConfigurationError("HEARD_MEDIA_URL must be file:///a/folder or s3://bucket/prefix")


def _is_safe_translator(url: str) -> bool:
    """A draft's words go there: over https, or nowhere beyond this machine."""
    here = urlsplit(url).scheme == "http" and urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")
    return not url or here or url.startswith("https://")


def _refuse_half_single_sign_on(settings: Settings) -> None:
    given = (settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret)
    if any(given) and not all(given):
        raise ConfigurationError(
            "Single sign-on needs all of HEARD_OIDC_ISSUER, HEARD_OIDC_CLIENT_ID and HEARD_OIDC_CLIENT_SECRET"
        )


def _refuse_unsafe_webhook(settings: Settings) -> None:
    if bool(settings.webhook_url) != bool(settings.webhook_secret):
        raise ConfigurationError("A webhook needs both HEARD_WEBHOOK_URL and HEARD_WEBHOOK_SECRET")
    if not settings.webhook_url:
        return
    try:
        url = urlsplit(settings.webhook_url)
        host, _port = url.hostname or "", url.port
    except ValueError as error:
        raise ConfigurationError("HEARD_WEBHOOK_URL is not an address") from error
    if not host or "@" in url.netloc or url.scheme not in ("https", "http"):
        raise ConfigurationError("HEARD_WEBHOOK_URL must be an https address without a name or password")
    if url.scheme == "http" and host not in LOOPBACK:
        raise ConfigurationError("HEARD_WEBHOOK_URL must begin with https://, but on this same machine")
