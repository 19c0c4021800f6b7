"""Which member of staff a provider's person is. Keyword-only; flush, never commit."""

from __future__ import annotations

import uuid
from typing import Any

from webapp.accounts import queries
from webapp.accounts.models import StaffLogin
from webapp.accounts.single_sign_on import rules
from webapp.accounts.staff_ways import queries as staff_queries
from webapp.accounts.staff_ways import service as staff_service
from webapp.core import sealing


def staff_of(*, claims: dict[str, Any], invited: StaffLogin | None = None) -> uuid.UUID | None:
    """The member of staff these checked claims are about; None for anyone else. Nobody is made here.

    The first time, a verified e-mail of an invited person binds the provider's own name for them (`sub`), or
    the administrator's link does, whose holder is `invited`: Microsoft says of no e-mail that it is verified.
    From then on that name alone counts: an e-mail that was given to someone else opens nothing.
    """
    subject_hash = sealing.lookup_hash("subject", rules.subject(claims))
    login = staff_queries.login_by_subject(subject_hash) or _bind(claims, subject_hash, invited)
    return login.id if login is not None and login.disabled_at is None else None


def _bind(claims: dict[str, Any], subject_hash: bytes, invited: StaffLogin | None) -> StaffLogin | None:
    email = rules.verified_email(claims)
    login = (queries.staff_login(email) if email else None) or invited
    if login is None or login.subject_hash is not None or login.disabled_at is not None:
        return None
    staff_service.bind_subject(login=login, subject_hash=subject_hash)
    return login
