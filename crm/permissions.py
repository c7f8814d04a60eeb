"""Who may: the roles every installation starts with. Administrators change them afterwards."""

from django.utils.translation import gettext_noop

from crm.models.role import Scope

NONE, OWN, TEAM, TREE, ALL = Scope.NONE, Scope.OWN, Scope.TEAM, Scope.TREE, Scope.ALL

ACTIONS = ("view", "create", "change", "delete", "import", "export")

ROLES = {
    "seller": gettext_noop("Seller"),
    "analyst": gettext_noop("Marketing analyst"),
    "attendant": gettext_noop("Attendant"),
    "manager": gettext_noop("Manager"),
    "administrator": gettext_noop("Administrator"),
    "auditor": gettext_noop("Auditor"),
}


def grants(view=NONE, create=NONE, change=NONE, delete=NONE, **others) -> dict[str, Scope]:
    """One role's scopes for one record; import and export follow create and view unless given."""
    scopes = {"view": view, "create": create, "change": change, "delete": delete}
    return {"import": NONE, "export": NONE, **scopes, **others}


MASTER = grants(ALL, ALL, ALL, ALL, **{"import": ALL, "export": ALL})
READER = grants(ALL, export=ALL)

CUSTOMER = {
    "seller": grants(TEAM, ALL, TEAM, OWN),
    "analyst": grants(ALL, ALL, ALL, NONE, **{"import": ALL, "export": ALL}),
    "attendant": grants(ALL, ALL, ALL, NONE),
    "manager": grants(TREE, ALL, TREE, TREE, **{"import": ALL, "export": TREE}),
    "administrator": MASTER,
    "auditor": READER,
}
OWN_WORDS = {
    "seller": grants(TEAM, ALL, OWN, OWN),
    "analyst": grants(TEAM, ALL, OWN, OWN),
    "attendant": grants(TEAM, ALL, OWN, OWN),
    "manager": grants(TREE, ALL, TREE, TREE, export=TREE),
    "administrator": MASTER,
    "auditor": READER,
}
PEOPLE = {"administrator": MASTER, "auditor": grants(ALL)}

# Everybody keeps views of their own; `share` says with whom: their teams, those below, everybody.
SHARED_VIEWS = {"analyst": {"share": TEAM}, "manager": {"share": TREE}, "administrator": {"share": ALL}}

# model label -> role -> action -> scope
DEFAULTS = {
    "crm.company": CUSTOMER,
    "crm.contact": CUSTOMER,
    "crm.activity": OWN_WORDS,
    "crm.attachment": OWN_WORDS,
    "crm.savedview": SHARED_VIEWS,
    "crm.user": PEOPLE,
    "crm.team": PEOPLE,
}
