"""The warning of likely duplicates on the forms of companies and contacts."""

from django.utils.html import format_html

from crm.actions.duplicate import likely


class WarnsOfDuplicates:
    """For create and edit pages: names who shares a key; sending again with `confirmed` saves anyway."""

    def warnings(self, form) -> list[dict]:
        record = form.instance
        # What a saved record shared before was decided then.
        known = record.keys or () if record.pk else ()
        return [
            {
                "html": format_html("{} ({})", one.record, ", ".join(one.reasons)),
                "url": one.record.get_absolute_url(),
                "merge_url": self.merge_url(record, one.record),
            }
            for one in likely(record, by=self.request.user, known=known)
        ]

    def merge_url(self, record, other) -> str | None:
        """Where a saved record and the other become one, for who may."""
        access = self.request.user.access
        if not record.pk or not (access.covers("change", other) and access.covers("delete", other)):
            return None
        return f"{self.url('merge', record.pk)}?with={other.pk}"
