"""Whom a rule means: who is responsible for the record, who made it, the head of its team, or somebody by name."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models import User

WHO = [
    ("owner", pgettext_lazy("whom a rule means", "the person responsible for the record")),
    ("creator", pgettext_lazy("whom a rule means", "who created the record")),
    ("head", pgettext_lazy("whom a rule means", "the head of the record's team")),
    ("author", pgettext_lazy("whom a rule means", "the owner of the automation")),
    ("person", pgettext_lazy("whom a rule means", "a person by name")),
]
NOBODY = _("nobody")


def person_of(record, who: str, number, rule_owner) -> User | None:
    """An active person, or None."""
    found = {
        "owner": lambda: getattr(record, "owner", None),
        "creator": lambda: getattr(record, "created_by", None),
        "head": lambda: head_of(record),
        "author": lambda: rule_owner,
        "person": lambda: User.objects.filter(pk=number).first() if number else None,
    }[who]()
    return found if found is not None and found.is_active else None


def head_of(record) -> User | None:
    """Of its team, or of the nearest team above that has one."""
    team, seen = getattr(record, "team", None), set()
    while team is not None and team.pk not in seen:
        if team.head is not None:
            return team.head
        seen.add(team.pk)
        team = team.parent
    return None
