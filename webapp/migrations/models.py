"""Every capability's tables in one metadata, for Alembic and for tests."""

from __future__ import annotations

import webapp.accounts.models
import webapp.audit.models
import webapp.core.sealing
import webapp.duty.models
import webapp.families.models
import webapp.feedback.models
import webapp.houses.models
import webapp.letterbox.models
import webapp.localdata.models
import webapp.media.models
import webapp.plans.models
import webapp.review.models
import webapp.support.models  # noqa: F401
from webapp.core.database import Base

metadata = Base.metadata
