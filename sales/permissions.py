"""Who may with opportunities and products.

Sellers see their team's opportunities and change their own: whose number it is decides about it.
"""

from crm.permissions import ALL, MASTER, OWN, READER, TEAM, TREE, grants

DEFAULTS = {
    "sales.opportunity": {
        "seller": grants(TEAM, ALL, OWN, OWN),
        "analyst": grants(ALL, export=ALL),
        "attendant": grants(ALL),
        "manager": grants(TREE, ALL, TREE, TREE, **{"import": ALL, "export": TREE}),
        "administrator": MASTER,
        "auditor": READER,
    },
    # A catalogue is everybody's: ALL or NONE are the scopes that mean something.
    "sales.product": {
        "seller": grants(ALL),
        "analyst": grants(ALL, export=ALL),
        "attendant": grants(ALL),
        "manager": grants(ALL, ALL, ALL, ALL, **{"import": ALL, "export": ALL}),
        "administrator": MASTER,
        "auditor": READER,
    },
}
