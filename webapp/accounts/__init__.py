"""People who sign in: cards, pictures, passwords, one-time codes, sessions, limits."""

from __future__ import annotations

from webapp.accounts.devices import views as devices_views
from webapp.accounts.devices.queries import (
    DeviceView,
    device,
    device_by_ticket,
    devices_of,
    unchecked_devices,
)
from webapp.accounts.devices.service import (
    confirm_device,
    may_add,
    note_added,
    set_phone_kind,
    stop_device,
    stop_devices,
)
from webapp.accounts.devices.views import OWN_PART, TICKET, tell_phones
from webapp.accounts.family_ways import views as family_views
from webapp.accounts.family_ways.views import front_page
from webapp.accounts.limits import unlock as unlock_card
from webapp.accounts.own_ways import views as own_views
from webapp.accounts.own_ways.pages import more_pictures_page
from webapp.accounts.own_ways.service import forget_ways_in
from webapp.accounts.queries import (
    Kind,
    PersonView,
    able_staff,
    active_staff,
    box_of,
    card_by_secret,
    cards_of,
    is_set_up,
    kinds,
    names,
    people,
    staff,
    staff_by_email,
    totp_secret,
)
from webapp.accounts.routes import accounts
from webapp.accounts.rules import PICTURES, ROLES, SIGNS, picture_count, pictures_secret
from webapp.accounts.service import (
    IssuedCard,
    add_children,
    add_person,
    add_staff,
    change_person,
    choose,
    end_sessions,
    issue_card,
    new_code,
    rename_children,
    revoke_cards,
    set_way_in,
)
from webapp.accounts.sessions import kept_views
from webapp.accounts.sessions import views as sessions_views
from webapp.accounts.sessions.prove import problem as prove_problem
from webapp.accounts.signed_in import (
    hand_over,
    init_app,
    is_childs_phone,
    is_first_here,
    nobody_here,
    read_about_leaving,
    stop,
)
from webapp.accounts.single_sign_on import views as single_sign_on_views
from webapp.accounts.staff_ways import own_views as staff_own_views
from webapp.accounts.staff_ways import set_up_views
from webapp.accounts.staff_ways import views as staff_views
from webapp.accounts.staff_ways.queries import StaffRow, staff_rows
from webapp.accounts.staff_ways.service import (
    EmailTaken,
    Invitation,
    change_role,
    disable_staff,
    enable_staff,
    invite_staff,
    reset_staff,
)

# Each way in puts its routes on it when it is imported.
blueprints = (accounts,)
views = (
    devices_views,
    family_views,
    own_views,
    staff_views,
    sessions_views,
    kept_views,
    set_up_views,
    staff_own_views,
    single_sign_on_views,
)

__all__ = [
    "OWN_PART",
    "PICTURES",
    "ROLES",
    "SIGNS",
    "TICKET",
    "DeviceView",
    "EmailTaken",
    "Invitation",
    "IssuedCard",
    "Kind",
    "PersonView",
    "StaffRow",
    "able_staff",
    "active_staff",
    "add_children",
    "add_person",
    "add_staff",
    "blueprints",
    "box_of",
    "card_by_secret",
    "cards_of",
    "change_person",
    "change_role",
    "choose",
    "confirm_device",
    "device",
    "device_by_ticket",
    "devices_of",
    "disable_staff",
    "enable_staff",
    "end_sessions",
    "forget_ways_in",
    "front_page",
    "hand_over",
    "init_app",
    "invite_staff",
    "is_childs_phone",
    "is_first_here",
    "is_set_up",
    "issue_card",
    "kinds",
    "may_add",
    "more_pictures_page",
    "names",
    "new_code",
    "nobody_here",
    "note_added",
    "people",
    "picture_count",
    "pictures_secret",
    "prove_problem",
    "read_about_leaving",
    "rename_children",
    "reset_staff",
    "revoke_cards",
    "set_phone_kind",
    "set_way_in",
    "staff",
    "staff_by_email",
    "staff_rows",
    "stop",
    "stop_device",
    "stop_devices",
    "tell_phones",
    "totp_secret",
    "unchecked_devices",
    "unlock_card",
]
