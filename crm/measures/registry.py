"""All KPIs by key, filled as the apps start."""

_found: dict = {}


def register(kpi_class):
    """As a decorator; the class is made one object, which every caller shares."""
    kpi = kpi_class()
    if kpi.key in _found and type(_found[kpi.key]) is not kpi_class:
        raise ValueError(f"two KPIs are called {kpi.key}")
    _found[kpi.key] = kpi
    return kpi_class


def kpi_of(key: str):
    """KeyError for an unknown key."""
    return _found[key]


def all_kpis() -> list:
    return [_found[key] for key in sorted(_found)]
