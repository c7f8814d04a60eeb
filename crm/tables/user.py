from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.ui import cells
from crm.ui.table import Column, Table


def status(user, record=None):
    """Word and colour: active, invited but not yet come, closed."""
    if not user.is_active:
        return cells.badge(gettext("Deactivated"), colour="danger")
    if not user.has_joined:
        return cells.badge(gettext("Invited"), colour="warning")
    return cells.badge(gettext("Active"), colour="success")


def roles(user, record=None):
    return ", ".join(str(role) for role in user.roles.all())


def mail(value, record=None):
    return cells.anchor(f"mailto:{value}", value)


class UserTable(Table):
    columns = [
        Column("name", _("Name"), sort="name_fold", is_main=True),
        Column("email", _("E-mail"), cell=mail, sort="email"),
        Column("job_title", _("Job title"), is_default=False),
        Column("roles", _("Roles"), roles),
        Column("team", _("Team")),
        Column("status", _("Status"), lambda user: user, status),
        Column("last_seen_at", _("Last seen"), cell=cells.moment, sort="last_seen_at"),
        Column("date_joined", _("Since"), cell=cells.moment, sort="date_joined", is_default=False),
    ]

    def load(self, queryset):
        return queryset.select_related("team").prefetch_related("roles")

    def row_css(self, user):
        return "" if user.is_active else "is-muted"
