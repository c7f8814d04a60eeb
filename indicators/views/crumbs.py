"""The way from the list of plans down to what belongs to one."""

from django.urls import reverse
from django.utils.text import capfirst

from indicators.models import Plan


def all_plans() -> dict:
    return {"label": capfirst(Plan._meta.verbose_name_plural), "url": reverse("indicators:plan-list")}


def crumb(record) -> dict:
    return {"label": str(record), "url": record.get_absolute_url()}
