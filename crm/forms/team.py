from crm.forms.plain import PlainForm
from crm.models import Team


class TeamForm(PlainForm):
    class Meta:
        model = Team
        fields = ["name", "parent", "head"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            below = Team.objects.tree_ids([self.instance.pk])
            self.fields["parent"].queryset = self.fields["parent"].queryset.exclude(pk__in=below)
