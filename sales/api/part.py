"""What belongs to an opportunity and changes with it: its product lines and its people."""

from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.response import Response

from crm.actions.history import acting
from crm.api.errors import body
from crm.api.faults import Clash
from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import DeclaredFields
from crm.exceptions import Conflict
from sales.models import Opportunity


class PartSerializer(DeclaredFields):
    fixed = ("opportunity",)
    opportunity = LinkField(queryset=Opportunity.objects.all())
    version = serializers.IntegerField(
        required=False, min_value=1, help_text="That of the opportunity: 409 tells when it has changed since."
    )


class PartViewSet(RecordViewSet):
    """Whoever may change the opportunity may change its parts; `version` and ETag are those of the opportunity."""

    sorts = {"id": "id", "created_at": "created_at"}
    rights = {"create": "change", "destroy": "change"}
    restore = None

    def load(self, queryset):
        return queryset.select_related("opportunity")

    def asked_version(self) -> int | None:
        given = self.request.data.get("version") if self.request.data else None
        return int(given) if given else self.if_match()

    def create(self, request):
        try:
            return super().create(request)
        except Conflict as conflict:
            return self.clash(conflict)

    def destroy(self, request, pk):
        part = self.record()
        try:
            with acting(request.user, cause="api"):
                self.do_trash(part, by=request.user, version=self.if_match())
        except Conflict as conflict:
            return self.clash(conflict)
        return Response(status=status.HTTP_204_NO_CONTENT)

    def clash(self, conflict):
        """409 with the opportunity's version, and the part as it stands where there is one."""
        error = Clash(_("Somebody changed this opportunity since you read it."))
        there = self.load(self.get_queryset()).filter(pk=self.kwargs.get("pk")).first()
        details = {"current": self.shown(there)} if there else {}
        content = body(error, yours=self.request.data, **details)
        return Response(content, status=error.status_code, headers={"ETag": f'"{conflict.record.version}"'})
