"""Merging over the API: two records of one customer become one, and two again."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError

from crm.actions import merge as merges
from crm.actions.mergepart import ABSORBED, BOTH, KEPT


class MergeSerializer(serializers.Serializer):
    absorbed = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, help_text="The record that becomes part of the one in the address."
    )
    choices = serializers.DictField(
        child=serializers.ChoiceField([KEPT, ABSORBED, BOTH]),
        required=False,
        help_text="By field (address, owner, custom.<key>, …) whose value counts where both have one; else the kept.",
    )


class Merges:
    """For viewsets of customers."""

    merge_rights = {"merge": "change", "unmerge": "delete"}

    def right(self) -> str:
        return self.merge_rights.get(self.action) or super().right()

    @extend_schema(request=MergeSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request, pk):
        """Make another record a part of this one: what belongs to it moves here, and it is gone from sight."""
        asked = self.asked(MergeSerializer)
        return self.perform(merges.merge, absorbed=self.absorbed(asked["absorbed"]), choices=asked.get("choices"))

    def absorbed(self, number):
        """Within what the person may change and delete; one merged here already is answered as done."""
        rows = self.model.objects.visible_to(self.request.user, "delete")
        found = rows.filter(pk__in=self.model.objects.visible_to(self.request.user, "change").values("pk"))
        gone = self.model.objects.merged_by_reach_of(self.request.user).filter(merged_into=self.kwargs["pk"])
        record = found.filter(pk=number).first() or gone.filter(pk=number).first()
        if record is None:
            raise ValidationError({"absorbed": [_("Choose another record than this one, which you may delete.")]})
        return record

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def unmerge(self, request, pk):
        """Undo the merge of this record, which the address still names: both stand by themselves again."""
        return self.perform(merges.undo, rows=self.model.objects.merged_by_reach_of(request.user))
