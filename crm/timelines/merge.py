"""Records that became part of another: their past stands on its timeline, and merging has its sentences."""

from django.utils.translation import gettext_lazy as _

from crm.ui.registry import registry
from crm.ui.sentence import Sentence

# Chains are short; this is where a ring, which cannot be, would end.
DEEPEST = 20


def register():
    merged = Sentence(_("{actor} merged {name} into {record}"), "arrow-merge", name=_("merged with another"))
    unmerged = Sentence(_("{actor} undid the merge of {name} into {record}"), "arrow-back-up", name=_("merge undone"))
    for label in ("crm.company", "crm.contact"):
        registry.add_sentence("merged", merged, label)
        registry.add_sentence("unmerged", unmerged, label)


def merged_into(record) -> list:
    """All that became part of this record, at once or by way of another."""
    if not hasattr(record, "merged_into_id"):
        return []
    found, latest = [], list(record.absorbed.all())
    for __ in range(DEEPEST):
        if not latest:
            break
        found += latest
        latest = list(type(record).objects.filter(merged_into__in=latest))
    return found
