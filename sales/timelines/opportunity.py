"""What sales adds to timelines: the verbs of an opportunity in words, and whose timelines they reach."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from crm.ui.registry import RELATIVES_CAP, registry
from crm.ui.sentence import Sentence
from sales.models import Opportunity

LABEL = "sales.opportunity"
CLOSING = ("stage_id", "closed_at", "lost_reason_id", "lost_note")


def register():
    moved = Sentence(
        _("{actor} moved {record} from {from} to {to}"),
        "arrow-right-circle",
        hides=("stage_id",),
        name=_("moved to another stage"),
    )
    reopened = Sentence(_("{actor} reopened {record} in {to}"), "arrow-back-up", hides=CLOSING, name=_("reopened"))
    excused = Sentence(
        _("{actor} noted that {record} needs no next task: {reason}"),
        "bell-off",
        hides=("excuse",),
        name=_("excused from a next task"),
    )
    registry.add_sentence("moved", moved, LABEL)
    registry.add_sentence("won", Sentence(_("{actor} won {record}"), "trophy", hides=CLOSING, name=_("won")), LABEL)
    registry.add_sentence("lost", Sentence(lost, "circle-x", hides=CLOSING, name=_("lost")), LABEL)
    registry.add_sentence("reopened", reopened, LABEL)
    registry.add_sentence("excused", excused, LABEL)
    registry.relatives["crm.company"].append(opportunities_of_companies)
    registry.relatives["crm.contact"].append(opportunities_of_contacts)


def lost(event):
    if not event.words.get("reason"):
        return event.say(_("{actor} marked {record} as lost"))
    told = event.say(_("{actor} marked {record} as lost: {reason}"))
    note = event.words.get("note")
    return format_html("{} — {}", told, note) if note else told


def opportunities_of_companies(user, companies) -> list[tuple]:
    return newest(Opportunity.objects.visible_to(user).filter(company__in=companies), "company_id")


def opportunities_of_contacts(user, contacts) -> list[tuple]:
    return newest(Opportunity.objects.visible_to(user).filter(roles__contact__in=contacts), "roles__contact_id")


def newest(rows, of) -> list[tuple]:
    return [(Opportunity, list(rows.order_by("-updated_at", "-pk").values_list("pk", of)[:RELATIVES_CAP]))]
