"""The pages' question before saving, "is this one there already?", put to programs as a 409."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError

from crm.actions.duplicate import likely
from crm.api.faults import LikelyDuplicate

NAME = "allow_duplicates"
REACH = ("emails", "phones", "cnpj", "cpf", "website")
ALLOW = OpenApiParameter(
    NAME, bool, description="Save also what shares a document, e-mail, phone or website with another record."
)


class WarnsOfDuplicates:
    """For viewsets of customers: nothing is saved while a record one may see shares a key that is new to this one."""

    parameters = (ALLOW,)

    def save_new(self, values):
        self.ask_about(values)
        return super().save_new(values)

    def save_changes(self, record, values, version):
        self.ask_about(values, record)
        return super().save_changes(record, values, version)

    def ask_about(self, values, record=None):
        """LikelyDuplicate with the candidates, unless told to go on. What a record shared before was decided then."""
        if self.allows_duplicates() or not any(values.get(name) for name in REACH):
            return
        record = record or self.model()
        names = [name for name in REACH if hasattr(record, name)]
        after = self.model(pk=record.pk, **{name: values.get(name, getattr(record, name)) for name in names})
        found = likely(after, by=self.request.user, known=(record.keys or ()) if record.pk else ())
        if found:
            raise LikelyDuplicate([self.candidate(one) for one in found])

    def allows_duplicates(self) -> bool:
        given = self.request.query_params.get(NAME, "false")
        if given not in ("true", "1", "false", "0"):
            raise ValidationError({NAME: [_("Choose one of: %(names)s.") % {"names": "true, false"}]})
        return given in ("true", "1")

    def candidate(self, one) -> dict:
        url = self.request.build_absolute_uri(one.record.get_absolute_url())
        return {"id": one.record.pk, "name": str(one.record), "url": url, "reasons": one.reasons}
