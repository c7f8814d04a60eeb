"""What a read line means to one person: the type, the record and the colleague it names, as far as they may see."""

import secrets

from django.conf import settings
from django.utils import timezone, translation

from crm.models import User
from crm.models.kinds import reference, subject_models
from crm.ui.search import best
from crm.ui.words import fold, folded
from workflow.models import TaskType
from workflow.quick.reading import Read, read


def suggested(text: str, user) -> dict:
    """Initial values for the form of a task."""
    found = read(text, now=timezone.localtime(), is_day_first=not is_month_first())
    owner, about, kind = person(found.who, user), record(found.phrases, user), type_of(found, text, user)
    return {
        "title": found.title,
        "type": kind and kind.pk,
        "due_at": found.due_at,
        "priority": found.priority,
        "owner": (owner or user).pk,
        "about": about and reference(about),
        "repeats": found.rule,
        "form_key": secrets.token_urlsafe(16),
    }


def is_month_first() -> bool:
    """Whether the reader writes 3/4 for the fourth of March."""
    return (translation.get_language() or settings.LANGUAGE_CODE).startswith("en")


def person(who: str, user):
    if not who:
        return None
    rows = User.objects.visible_to(user).filter(name_fold__startswith=folded(who))
    return rows.order_by("name_fold", "pk").first()


def record(phrases, user):
    """The first phrase that names something one sees decides."""
    models = [model for model in subject_models() if user.access.may("view", model)]
    places = [model.objects.visible_to(user) for model in models]
    return next((found for text in phrases if (found := best(places, text)) is not None), None)


def type_of(found: Read, text: str, user):
    """A type that administrators made is known by its name; the others by telling words."""
    offered = list(TaskType.objects.offered_to(user))
    words = f" {' '.join(fold(text[:300]).split())} "
    named = next((one for one in offered if not one.key and f" {fold(one.name)} " in words), None)
    return named or next((one for one in offered if found.type_key and one.key == found.type_key), None)
