"""Families, members, allocation, grants; every page on which one person acts for another."""

from __future__ import annotations

from webapp.families.caseload import views as caseload_views
from webapp.families.caseload.views import require_before_card
from webapp.families.policies import may_work_with_child, may_work_with_family
from webapp.families.queries import (
    ContactView,
    MemberView,
    authority_id,
    born_on,
    family_name,
    family_of,
    granted_children,
    granted_people,
    manager_ids,
    members,
    relation,
    safe_way,
    team_ids,
    team_name,
    visible_children,
    visible_contacts,
    visible_families,
    worker_change,
    worker_ids,
    works_with,
    works_with_family,
)
from webapp.families.routes import families
from webapp.families.service import (
    add_adult,
    add_child,
    add_contact,
    add_family,
    add_team,
    add_to_team,
    allocate,
    end_allocation,
    grant_plan,
    set_safe_way,
)

blueprints = (families,)
# Each part puts its routes on it when it is imported.
views = (caseload_views,)

__all__ = [
    "ContactView",
    "MemberView",
    "add_adult",
    "add_child",
    "add_contact",
    "add_family",
    "add_team",
    "add_to_team",
    "allocate",
    "authority_id",
    "blueprints",
    "born_on",
    "end_allocation",
    "family_name",
    "family_of",
    "grant_plan",
    "granted_children",
    "granted_people",
    "manager_ids",
    "may_work_with_child",
    "may_work_with_family",
    "members",
    "relation",
    "require_before_card",
    "safe_way",
    "set_safe_way",
    "team_ids",
    "team_name",
    "visible_children",
    "visible_contacts",
    "visible_families",
    "worker_change",
    "worker_ids",
    "works_with",
    "works_with_family",
]
