"""Boxes in which people may be named with an @ offer them as one types."""

from django.urls import reverse

from crm.actions.mention import FIELDS


def offer_people(fields, model):
    """In every text of this record that is read for names."""
    for name in FIELDS.get(model._meta.label_lower, ()):
        if name in fields:
            offer_people_in(fields[name])


def offer_people_in(field):
    field.widget.attrs["data-mentions"] = reverse("crm:mentions")
