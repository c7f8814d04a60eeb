"""The verbs that every record has, in words; registered by crm."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm.models import Company
from crm.timelines import account, merge
from crm.ui.registry import registry
from crm.ui.sentence import Sentence


def register():
    registry.add_sentence("created", Sentence(_("{actor} created {record}"), "plus", name=_("created")))
    trashed = Sentence(_("{actor} moved {record} to the trash"), "trash", name=_("moved to the trash"))
    registry.add_sentence("trashed", trashed)
    restored = Sentence(_("{actor} restored {record} from the trash"), "restore", name=_("restored from the trash"))
    registry.add_sentence("restored", restored)
    registry.add_sentence("removed", Sentence(removed, "x", name=_("removed for good")))
    company, contact = {"company": "crm.Company"}, {"contact": "crm.Contact"}
    joined = Sentence(unless_told_there, "building", company, ("company",), name=_("came to a company"))
    text = _("{actor} noted that {record} left {company}")
    left = Sentence(text, "user-off", company, ("company",), name=_("left a company"))
    gained = Sentence(gained_person, "user-plus", contact, ("contact",))
    lost = Sentence(_("{actor} noted that {contact} left {record}"), "user-off", contact, ("contact",))
    registry.add_sentence("joined", joined, "crm.contact")
    registry.add_sentence("left", left, "crm.contact")
    registry.add_sentence("joined", gained, "crm.company")
    registry.add_sentence("left", lost, "crm.company")
    account.register()
    merge.register()


def removed(event):
    """What is gone has no name; its number is still in older entries."""
    kind = event.entry.record_type.model_class()._meta.verbose_name
    return event.say(_("{actor} removed {kind} no. {number}"), kind=kind, number=event.entry.record_id)


def gained_person(event):
    return with_role(event, _("{actor} added {contact} to {record}"))


def unless_told_there(event):
    """Where the company's entries stand too, they tell it from its side."""
    if (Company, event.entry.details.get("company")) in event.shown:
        return None
    return with_role(event, _("{actor} tied {record} to {company}"))


def with_role(event, text):
    role = event.words.get("role")
    said = event.say(text)
    return format_html(_("{sentence} as {role}"), sentence=said, role=role) if role else said
