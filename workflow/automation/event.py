"""Events a webhook can ask for: a kind of record and what happened to it, as "sales.opportunity:won"."""

from django.utils.text import capfirst

from workflow.automation.kinds import kind_named, kinds
from workflow.automation.trigger import verbs_of

PING = "ping"


def event_of(label: str, verb: str) -> str:
    return f"{label}:{verb}"


def choices_for(user) -> list:
    """Events of the kinds this person may see, by kind."""
    return [
        (
            capfirst(str(model._meta.verbose_name)),
            [(event_of(model._meta.label_lower, verb), capfirst(name)) for verb, name in verbs_of(model)],
        )
        for model in kinds(user)
    ]


def named(event: str) -> str:
    """An event in words; as it is written where its kind or verb is gone."""
    label, __, verb = event.partition(":")
    model = kind_named(label)
    if model is None:
        return event
    return f"{capfirst(str(model._meta.verbose_name))}: {dict(verbs_of(model)).get(verb, verb)}"
