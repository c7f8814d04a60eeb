"""Who may with tasks."""

from crm.permissions import ALL, MASTER, OWN, READER, TEAM, TREE, grants

STAFF = grants(TEAM, ALL, TEAM, OWN)

# Everybody enters their own days off and knows who of the team is away; who leads, those of the people below.
AWAY = grants(TEAM, ALL, OWN, OWN)

ABSENCES = {
    "seller": AWAY,
    "analyst": AWAY,
    "attendant": AWAY,
    "manager": grants(TREE, ALL, TREE, TREE, export=TREE),
    "administrator": MASTER,
    "auditor": READER,
}
CALENDARS = {
    **dict.fromkeys(["seller", "analyst", "attendant", "manager", "auditor"], grants(ALL)),
    "administrator": grants(ALL, ALL, ALL),
}

TEMPLATES = {
    **dict.fromkeys(["seller", "analyst", "attendant", "auditor"], grants(ALL)),
    **dict.fromkeys(["manager", "administrator"], grants(ALL, ALL, ALL, ALL)),
}
PASSED_ON = {
    **dict.fromkeys(["seller", "analyst", "attendant"], grants(TEAM, ALL, OWN, OWN)),
    "manager": grants(TREE, ALL, TREE, TREE, export=TREE),
    "administrator": MASTER,
    "auditor": READER,
}

DEFAULTS = {
    "workflow.approval": PASSED_ON,
    "workflow.process": PASSED_ON,
    "workflow.processtemplate": TEMPLATES,
    "workflow.absence": ABSENCES,
    "workflow.calendar": CALENDARS,
    "workflow.task": {
        "seller": STAFF,
        "analyst": STAFF,
        "attendant": STAFF,
        "manager": grants(TREE, ALL, TREE, TREE, export=TREE),
        "administrator": MASTER,
        "auditor": READER,
    },
    # What a webhook tells leaves the house: administrators decide to whom.
    "workflow.webhook": {"administrator": MASTER, "auditor": READER},
    # What a rule does, it does with its owner's rights; who changes one becomes its owner.
    "workflow.rule": {
        "manager": grants(TREE, ALL, TREE, TREE),
        "administrator": MASTER,
        "auditor": READER,
    },
}
