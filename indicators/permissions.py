"""Who may with plans, indicators and corrective actions.

Plans are the organization's: all of them or none. An indicator is also seen by who answers for it. `figures` is
the right to figures of the whole organization; without it a figure is about what its reader may see.
"""

from crm.permissions import ALL, MASTER, NONE, OWN, READER, TREE, grants

PLAN = {
    "analyst": grants(ALL),
    "manager": grants(ALL, ALL, ALL, ALL, export=ALL),
    "administrator": MASTER,
    "auditor": READER,
}
OWN_FIGURES = grants(OWN, figures=NONE)
OWN_ACTIONS = grants(OWN, NONE, OWN, NONE)

DEFAULTS = {
    "indicators.plan": PLAN,
    "indicators.indicator": {
        "seller": OWN_FIGURES,
        "attendant": OWN_FIGURES,
        "analyst": grants(ALL, export=ALL, figures=ALL),
        "manager": grants(ALL, ALL, ALL, ALL, export=ALL, figures=ALL),
        "administrator": MASTER | {"figures": ALL},
        "auditor": READER | {"figures": ALL},
    },
    "indicators.correctiveaction": {
        "seller": OWN_ACTIONS,
        "attendant": OWN_ACTIONS,
        "analyst": grants(ALL, ALL, OWN, NONE),
        "manager": grants(ALL, ALL, TREE, TREE, export=ALL),
        "administrator": MASTER,
        "auditor": READER,
    },
}
