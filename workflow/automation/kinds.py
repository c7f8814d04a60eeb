"""The kinds of record a rule may be about: all one may write about, and what is written."""

from django.apps import apps

from crm.models.kinds import subject_models

ALSO = ("workflow.Task", "crm.Activity")


def kinds(user=None) -> list:
    """All of them, or those this person may see."""
    found = dict.fromkeys([*subject_models(), *map(apps.get_model, ALSO)])
    return [model for model in found if user is None or user.access.may("view", model)]


def kind_named(label: str, user=None):
    """The kind under this label ("sales.opportunity"), None for any other."""
    return next((model for model in kinds(user) if model._meta.label_lower == label), None)
