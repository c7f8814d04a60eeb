"""The one door through which approvals and processes tell people."""

from crm.actions.notice import notify


def tell(kind: str, subject, people, *, by, key: str, **details):
    """A notice for each of these people, but not for `by`, once for each key."""
    notify(kind, subject, [one for one in people if one is not None], by=by, key=key, details=details)
