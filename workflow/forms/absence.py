from django.utils.translation import gettext_lazy as _

from crm.models import User
from crm.models.role import Scope
from crm.ui.forms import RecordForm
from workflow.models import Absence


class AbsenceForm(RecordForm):
    groups = [
        (None, "owner", "starts_on", "ends_on", "substitute", "reason"),
        (_("More"), "tags", "external_id"),
    ]

    class Meta:
        model = Absence
        fields = ["owner", "starts_on", "ends_on", "substitute", "reason", "tags", "external_id"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        owner.label, owner.required = _("Who is away"), True
        owner.queryset = led_by(self.user)
        owner.initial = owner.initial or self.user.pk


def led_by(user):
    """Whose absences this person may enter: one's own, and those of the teams one leads."""
    access, people = user.access, User.objects.active()
    scope = access.scope("change", Absence)
    if scope == Scope.ALL:
        return people
    if scope <= Scope.OWN:
        return people.filter(pk=user.pk)
    return people.filter(team__in=access.team_ids(scope)) | people.filter(pk=user.pk)
