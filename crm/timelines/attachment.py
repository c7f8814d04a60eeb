"""Files on the timeline: when they were brought, and by whom."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm.models import Attachment
from crm.timelines.name import model_of
from crm.timelines.newest import newest_about
from crm.ui.timeline import Entry

STREAM = "attachment"


def entries(question) -> list[Entry]:
    rows = Attachment.objects.alive().filter(question.older(STREAM, "created_at"))
    found = newest_about(rows, question.subjects, moment="created_at", size=question.size)
    found = list(found.select_related("owner"))
    names = question.names
    for attachment in found:
        names.want(model_of(attachment.record_type_id), attachment.record_id)
    return [drawn(one, names, question) for one in found]


def drawn(attachment, names, question) -> Entry:
    text = line(attachment, names, question)
    about = (model_of(attachment.record_type_id), attachment.record_id)
    return Entry(attachment.created_at, STREAM, attachment.pk, "file", "paperclip", text, about=about)


def line(attachment, names, question) -> str:
    actor = format_html("<strong>{}</strong>", attachment.owner)
    file = format_html('<a href="{}">{}</a>', attachment.get_absolute_url(), attachment.name)
    model = model_of(attachment.record_type_id)
    if question.is_own(model, attachment.record_id):
        return format_html(_("{actor} attached {file}"), actor=actor, file=file)
    record = names.html(model, attachment.record_id) or ""
    return format_html(_("{actor} attached {file} to {record}"), actor=actor, file=file, record=record)
