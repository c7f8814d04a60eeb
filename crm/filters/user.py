import django_filters
from django.db.models import Func, Q, Value
from django.utils.translation import gettext_lazy as _

from crm.models import Role, Team, User
from crm.ui.filters import RecordFilter

STATES = [("active", _("Active")), ("invited", _("Invited")), ("deactivated", _("Deactivated"))]
# How Django marks a password that was never set.
NO_PASSWORD = Q(password__startswith="!")  # noqa: S106


class UserFilter(RecordFilter):
    status = django_filters.ChoiceFilter(choices=STATES, method="by_status", label=_("Status"))
    roles = django_filters.ModelMultipleChoiceFilter(queryset=Role.objects.all(), label=_("Role"))
    team = django_filters.ModelMultipleChoiceFilter(queryset=Team.objects.all(), label=_("Team"))

    class Meta:
        model = User
        fields = ["status", "roles", "team"]

    def by_words(self, queryset, name, value):
        for word in value.replace("\x00", "").split()[:8]:
            folded = Func(Value(word), function="crm_fold")
            queryset = queryset.filter(Q(name_fold__contains=folded) | Q(email__icontains=word))
        return queryset

    def by_status(self, queryset, name, value):
        match value:
            case "active":
                return queryset.filter(is_active=True).exclude(NO_PASSWORD)
            case "invited":
                return queryset.filter(NO_PASSWORD, is_active=True)
        return queryset.filter(is_active=False)
