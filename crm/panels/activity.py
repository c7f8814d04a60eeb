"""When one last had to do with a customer, and how many people one knows there."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.models import Activity, Contact
from crm.timelines.newest import newest_about
from crm.timelines.subject import by_model, origins_of, subjects_of
from crm.ui import money as written

TALKS = ("call", "email", "meeting")
QUIET_DAYS = 90


def last_contact(request, record) -> list[dict]:
    """The newest call, e-mail or meeting with the customer, its people or branches; a note is not a contact."""
    rows = Activity.objects.alive().filter(kind__in=TALKS)
    subjects = [*subjects_of(request.user, record), *by_model(origins_of(request.user, record))]
    last = next(iter(newest_about(rows, subjects, moment="occurred_at", size=1)), None)
    if last is None:
        return [{"label": _("Last contact"), "value_html": "—", "hint": _("none yet")}]
    days = (timezone.localdate() - timezone.localdate(last.occurred_at)).days
    return [
        {
            "label": _("Last contact"),
            "value_html": ago(days),
            "hint": written.short_date(timezone.localtime(last.occurred_at)),
            "url": last.get_absolute_url(),
            "state": "bad" if days > QUIET_DAYS else "",
        }
    ]


def ago(days) -> str:
    if days <= 0:
        return _("today")
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": written.number(days)}


def people(request, company) -> list[dict]:
    if not request.user.access.may("view", Contact):
        return []
    count = Contact.objects.visible_to(request.user).filter(affiliations__company=company).count()
    url = reverse("crm:contact-list") + f"?company={company.pk}"
    return [{"label": _("People"), "value_html": written.number(count), "url": url if count else None}]
