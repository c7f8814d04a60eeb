from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import HEAD, OWNED, READ_ONLY, TAIL, RecordSerializer
from crm.models import User
from workflow.actions import absence as absences
from workflow.filters.absence import AbsenceFilter
from workflow.models import Absence


class AbsenceSerializer(RecordSerializer):
    substitute = LinkField(queryset=User.objects.all(), required=False, allow_null=True)

    class Meta:
        model = Absence
        fields = (*HEAD, *OWNED, "starts_on", "ends_on", "substitute", "reason", *TAIL)
        read_only_fields = ("team", *READ_ONLY)


class AbsenceViewSet(RecordViewSet):
    """Days on which a person (the owner) is away, the last included, and who stands in."""

    model, filter, serializer_class = Absence, AbsenceFilter, AbsenceSerializer
    sorts = {"id": "id", "starts_on": "starts_on", "ends_on": "ends_on", "updated_at": "updated_at"}
    do_create, do_edit = staticmethod(absences.create), staticmethod(absences.edit)
    example = {"starts_on": "2027-01-04", "ends_on": "2027-01-22", "substitute": 5, "reason": "Holidays"}
