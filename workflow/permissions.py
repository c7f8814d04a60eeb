"""Who may with tasks."""

from crm.permissions import ALL, MASTER, OWN, READER, TEAM, TREE, grants

STAFF = grants(TEAM, ALL, TEAM, OWN)

DEFAULTS = {
    "workflow.task": {
        "seller": STAFF,
        "analyst": STAFF,
        "attendant": STAFF,
        "manager": grants(TREE, ALL, TREE, TREE, export=TREE),
        "administrator": MASTER,
        "auditor": READER,
    }
}
