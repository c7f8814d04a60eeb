"""Who may: the roles every installation starts with. Administrators change them afterwards."""

from django.utils.translation import gettext_noop, pgettext_lazy

from crm.models.role import Scope

NONE, OWN, TEAM, TREE, ALL = Scope.NONE, Scope.OWN, Scope.TEAM, Scope.TREE, Scope.ALL

ACTIONS = ("view", "create", "change", "delete", "import", "export")
# What is done or not done, whoever the record belongs to.
WHOLE_ACTIONS = ("create", "import")

LABELS = {
    "view": pgettext_lazy("access", "See"),
    "create": pgettext_lazy("access", "Add"),
    "change": pgettext_lazy("access", "Change"),
    "delete": pgettext_lazy("access", "Delete"),
    "import": pgettext_lazy("access", "Import"),
    "export": pgettext_lazy("access", "Export"),
    "share": pgettext_lazy("access", "Share"),
    "approve": pgettext_lazy("access", "Approve"),
    "figures": pgettext_lazy("access", "Figures of the whole organization"),
}


def action_label(action: str) -> str:
    return str(LABELS.get(action) or action.replace("_", " ").capitalize())


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
# Kept one by one or from a file; never deleted, but closed.
KEPT = grants(ALL, ALL, ALL, **{"import": ALL, "export": ALL})
PEOPLE = {"administrator": KEPT, "auditor": grants(ALL)}

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
    "crm.organization": {"administrator": grants(ALL, change=ALL)},
}
