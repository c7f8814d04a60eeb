"""Names of the records that entries speak of: a page's worth in one query per model, none the reader may not see."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.utils.html import format_html
from django.utils.translation import gettext as _

from crm.models import User


class Names:
    """want() all that a page mentions, then html() each; what was not wanted before is fetched when asked for."""

    def __init__(self, user):
        self.user = user
        self._wanted = defaultdict(set)
        self._found = defaultdict(dict)

    def want(self, model, pk):
        if pk is not None and pk not in self._found[model]:
            self._wanted[model].add(pk)

    def know(self, records):
        """Take these as seen: they are part of a record the reader sees, though gone by themselves."""
        for record in records:
            self._found[type(record)][record.pk] = record

    def record(self, model, pk):
        """The record, None where there is none the reader may see."""
        self.want(model, pk)
        if self._wanted[model]:
            self._load(model, self._wanted.pop(model))
        return self._found[model].get(pk)

    def html(self, model, pk) -> str | None:
        """The name as a link where the record has a page; None where the reader may not see it."""
        record = self.record(model, pk)
        if record is None:
            return None
        if model is User or not hasattr(record, "get_absolute_url"):
            return format_html("{}", record)
        return format_html('<a href="{}">{}</a>', record.get_absolute_url(), record)

    def actor(self, pk) -> str:
        """Who did it; what nobody did, Norte did."""
        return format_html("<strong>{}</strong>", self.record(User, pk) or _("Norte"))

    def _load(self, model, ids):
        found = dict.fromkeys(ids)
        for row in self._rows(model).filter(pk__in=ids):
            found[row.pk] = row
        self._found[model].update(found)

    def _rows(self, model):
        """Colleagues are known to all, also those who have left; lists kept by administrators too."""
        rows = model._default_manager.all()
        scoped = model is not User and hasattr(rows, "visible_to")
        return rows.visible_to(self.user) if scoped else rows


def model_of(record_type_id):
    """The model of a content type, None where its app is gone."""
    return ContentType.objects.get_for_id(record_type_id).model_class()
