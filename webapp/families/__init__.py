"""Families, members, allocation, grants; every page on which one person acts for another."""

from __future__ import annotations

from webapp.families.administration import member_views
from webapp.families.administration import views as administration_views
from webapp.families.allocating import views as allocating_views
from webapp.families.allocating.queries import WorkerNews, able_workers, worker_changes, worker_news
from webapp.families.barred import (
    apart_column,
    apart_from,
    barred_children,
    barred_people,
    has_conflict,
    has_floor,
    people_apart,
)
from webapp.families.break_glass import views as break_glass_views
from webapp.families.break_glass.queries import GlassView, Withheld, withheld
from webapp.families.break_glass.queries import to_sign_off as glass_to_sign_off
from webapp.families.break_glass.service import open_family
from webapp.families.cards import views as cards_views
from webapp.families.cards.views import require_before_card
from webapp.families.caseload import views as caseload_views
from webapp.families.checking import FamilyToCheck, checks_waiting
from webapp.families.checking import views as checking_views
from webapp.families.commands import COMMANDS, Refused
from webapp.families.conflicts import views as conflicts_views
from webapp.families.conflicts.service import declare as declare_conflict
from webapp.families.contacts import views as contacts_views
from webapp.families.contacts.queries import ChangeRow as ContactChangeRow
from webapp.families.contacts.queries import changes_waiting as contact_changes_waiting
from webapp.families.council_ids import authority_ids, journey_events
from webapp.families.granting import views as granting_views
from webapp.families.granting.queries import KeptFrom, kept_from
from webapp.families.granting.service import end_grant, grant, lift_floor, set_floor
from webapp.families.grants import (
    granted,
    granted_any,
    granted_children,
    granted_people,
    granted_people_of,
    is_since_granted,
    since_granted,
)
from webapp.families.handing_over import views as handing_over_views
from webapp.families.happened import Ended, with_worker, work_ended
from webapp.families.inviting import views as inviting_views
from webapp.families.inviting.queries import Interpreter, OwnInvitation, interpreters, own_invitation
from webapp.families.inviting.service import invite
from webapp.families.loading import service as loading
from webapp.families.loading.queries import batches, children_by_id, what_was_seen
from webapp.families.loading.queries import here as council_ids_here
from webapp.families.loading.rules import (
    WORKER_CHANGED,
    AllocationHere,
    ChildDetails,
    ChildHere,
    EndedAllocation,
    Here,
    NewAllocation,
    NewFamily,
    NewMember,
    NewTeam,
)
from webapp.families.looked import views as looked_views
from webapp.families.looked.views import connect_items
from webapp.families.naming import NamingWords, naming_words
from webapp.families.phones import views as phones_views
from webapp.families.phones.queries import NewPhone, new_phones
from webapp.families.policies import may_work_with_family
from webapp.families.queries import (
    ContactView,
    MemberView,
    all_teams,
    authority_id,
    born_on,
    contacts_for_duty,
    days_of_birth,
    families_of,
    family_name,
    family_of,
    manager_ids,
    members,
    opened_children,
    own_children,
    relation,
    relations,
    safe_way,
    team_ids,
    team_name,
    visible_children,
    visible_contacts,
    visible_families,
    worker_ids,
    works_with,
    works_with_family,
)
from webapp.families.routes import families
from webapp.families.rules import INVITED, BarredError, age_on, band_of
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
from webapp.families.signing_out import views as signing_out_views
from webapp.families.staffing import staff_views
from webapp.families.staffing import views as staffing_views

blueprints = (families,)
# Each part puts its routes on it when it is imported.
views = (
    administration_views,
    allocating_views,
    cards_views,
    caseload_views,
    checking_views,
    break_glass_views,
    conflicts_views,
    contacts_views,
    looked_views,
    granting_views,
    handing_over_views,
    inviting_views,
    phones_views,
    signing_out_views,
    member_views,
    staff_views,
    staffing_views,
)

__all__ = [
    "COMMANDS",
    "INVITED",
    "WORKER_CHANGED",
    "AllocationHere",
    "BarredError",
    "ChildDetails",
    "ChildHere",
    "ContactChangeRow",
    "ContactView",
    "Ended",
    "EndedAllocation",
    "FamilyToCheck",
    "GlassView",
    "Here",
    "Interpreter",
    "KeptFrom",
    "MemberView",
    "NamingWords",
    "NewAllocation",
    "NewFamily",
    "NewMember",
    "NewPhone",
    "NewTeam",
    "OwnInvitation",
    "Refused",
    "Withheld",
    "WorkerNews",
    "able_workers",
    "add_adult",
    "add_child",
    "add_contact",
    "add_family",
    "add_team",
    "add_to_team",
    "age_on",
    "all_teams",
    "allocate",
    "apart_column",
    "apart_from",
    "authority_id",
    "authority_ids",
    "band_of",
    "barred_children",
    "barred_people",
    "batches",
    "blueprints",
    "born_on",
    "checks_waiting",
    "children_by_id",
    "connect_items",
    "contact_changes_waiting",
    "contacts_for_duty",
    "council_ids_here",
    "days_of_birth",
    "declare_conflict",
    "end_allocation",
    "end_grant",
    "families_of",
    "family_name",
    "family_of",
    "glass_to_sign_off",
    "grant",
    "grant_plan",
    "granted",
    "granted_any",
    "granted_children",
    "granted_people",
    "granted_people_of",
    "has_conflict",
    "has_floor",
    "interpreters",
    "invite",
    "is_since_granted",
    "journey_events",
    "kept_from",
    "lift_floor",
    "loading",
    "manager_ids",
    "may_work_with_family",
    "members",
    "naming_words",
    "new_phones",
    "open_family",
    "opened_children",
    "own_children",
    "own_invitation",
    "people_apart",
    "relation",
    "relations",
    "require_before_card",
    "safe_way",
    "set_floor",
    "set_safe_way",
    "since_granted",
    "team_ids",
    "team_name",
    "visible_children",
    "visible_contacts",
    "visible_families",
    "what_was_seen",
    "with_worker",
    "withheld",
    "work_ended",
    "worker_changes",
    "worker_ids",
    "worker_news",
    "works_with",
    "works_with_family",
]
