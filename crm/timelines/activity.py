"""Calls, meetings, e-mails and notes on the timeline."""

from django.template.defaultfilters import urlize
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from crm.models import Activity
from crm.timelines.name import model_of
from crm.timelines.newest import newest_about
from crm.ui.timeline import Entry

STREAM = "activity"
ICONS = {"note": "note", "call": "phone-call", "email": "mail", "meeting": "users"}


def entries(question) -> list[Entry]:
    # Whoever sees the subject sees what was said about it, and every subject here is visible.
    rows = Activity.objects.alive().filter(question.older(STREAM, "occurred_at"))
    found = newest_about(rows, question.subjects, moment="occurred_at", size=question.size)
    found = list(found.select_related("owner"))
    names = question.names
    for activity in found:
        names.want(model_of(activity.record_type_id), activity.record_id)
    return [drawn(activity, names, question) for activity in found]


def drawn(activity, names, question) -> Entry:
    model = model_of(activity.record_type_id)
    where = "" if question.is_own(model, activity.record_id) else names.html(model, activity.record_id) or ""
    return Entry(
        activity.occurred_at,
        STREAM,
        activity.pk,
        "activity",
        ICONS[activity.kind],
        line(activity, where),
        body(activity),
        anchor=f"activity-{activity.pk}",
        about=(model, activity.record_id),
    )


def line(activity, where="") -> str:
    """Who did what with whom, how it ended, and the way to its page."""
    name = activity.subject or pgettext("a link to the whole", "Open")
    link = format_html('<a href="{}">{}</a>', activity.get_absolute_url(), name)
    return format_html("{} · {}", told(activity, where), link)


def told(activity, where="") -> str:
    actor = format_html("<strong>{}</strong>", activity.owner)
    said = format_html(sentence(activity.kind, bool(where)), actor=actor, record=where)
    return format_html("{}{}", said, facts(activity))


def sentence(kind, is_placed) -> str:
    plain = {
        "note": _("{actor} wrote a note"),
        "call": _("{actor} called"),
        "email": _("{actor} exchanged an e-mail"),
        "meeting": _("{actor} had a meeting"),
    }
    placed = {
        "note": _("{actor} wrote a note about {record}"),
        "call": _("{actor} called {record}"),
        "email": _("{actor} exchanged an e-mail with {record}"),
        "meeting": _("{actor} had a meeting with {record}"),
    }
    return (placed if is_placed else plain)[kind]


def facts(activity) -> str:
    """Outcome, length, and whether it was rewritten since."""
    words = [activity.get_outcome_display() if activity.outcome else ""]
    if activity.duration:
        words.append(lasted(activity.duration))
    if activity.version > 1:
        words.append(_("edited"))
    text = " · ".join(str(word) for word in words if word)
    return format_html(' <span class="n-muted">· {}</span>', text) if text else ""


def lasted(minutes) -> str:
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def body(activity) -> str:
    """The text as it was typed, escaped, with its addresses as links that give nothing away."""
    return urlize(activity.body, autoescape=True) if activity.body else ""
