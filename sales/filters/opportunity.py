import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.models import Company, Contact, Source, Tag, Team, User
from crm.ui.filters import RecordChoiceFilter, RecordFilter, matching
from sales.models import LostReason, Opportunity, OpportunityContact, OpportunityProduct, Pipeline, Product, Stage

DATES = django_filters.widgets.DateRangeWidget(attrs={"type": "date"})
AMOUNTS = django_filters.widgets.RangeWidget(attrs={"type": "number", "min": "0", "step": "any"})


class StagesField(django_filters.fields.ModelMultipleChoiceField):
    def label_from_instance(self, stage):
        return f"{stage.pipeline} · {stage}"


class StagesFilter(django_filters.ModelMultipleChoiceFilter):
    field_class = StagesField


class OpportunityFilter(RecordFilter):
    pipeline = django_filters.ModelChoiceFilter(queryset=Pipeline.objects.active(), label=_("Pipeline"))
    stage = StagesFilter(queryset=Stage.objects.select_related("pipeline"), label=_("Stage"))
    state = django_filters.MultipleChoiceFilter(choices=Opportunity.STATES, label=_("Status"))
    owner = django_filters.ModelMultipleChoiceFilter(queryset=User.objects.active(), label=_("Owner"))
    team = django_filters.ModelMultipleChoiceFilter(queryset=Team.objects.all(), label=_("Team"))
    company = RecordChoiceFilter(queryset=Company.objects.all(), label=_("Company"))
    contact = RecordChoiceFilter(queryset=Contact.objects.all(), method="by_contact", label=_("Contact"))
    product = RecordChoiceFilter(queryset=Product.objects.all(), method="by_product", label=_("Product"))
    source = django_filters.ModelMultipleChoiceFilter(queryset=Source.objects.all(), label=_("Source"))
    amount = django_filters.RangeFilter(label=_("Amount"), widget=AMOUNTS)
    closes_on = django_filters.DateFromToRangeFilter(label=_("Expected to close"), widget=DATES)
    overdue = django_filters.BooleanFilter(method="by_overdue", label=_("Past the expected closing"))
    stale = django_filters.BooleanFilter(method="by_stale", label=_("Too long in its stage"))
    no_next_task = django_filters.BooleanFilter(method="by_no_next_task", label=_("No next task"))
    lost_reason = django_filters.ModelMultipleChoiceFilter(
        queryset=LostReason.objects.all(), label=_("Reason for losing")
    )
    tags = django_filters.ModelMultipleChoiceFilter(
        queryset=Tag.objects.all(), to_field_name="name", method="by_tags", label=_("Tags")
    )
    opened_at = django_filters.DateFromToRangeFilter(label=_("Opened"), widget=DATES)
    closed_at = django_filters.DateFromToRangeFilter(label=_("Closed"), widget=DATES)
    mine = django_filters.BooleanFilter(method="by_mine", label=_("Mine"), widget=forms.HiddenInput)

    class Meta:
        model = Opportunity
        fields = []

    def by_words(self, queryset, name, value):
        """Each word in the opportunity's own words or in those of a company one may see."""
        for word in value.split()[:8]:
            own = matching(Opportunity.objects.all(), word).values("pk")
            companies = matching(Company.objects.visible_to(self.request.user), word).values("pk")
            queryset = queryset.filter(
                Q(pk__in=own.union(Opportunity.objects.filter(company__in=companies).values("pk")))
            )
        return queryset

    def by_contact(self, queryset, name, value):
        roles = OpportunityContact.objects.filter(contact=value)
        return queryset.filter(pk__in=roles.values("opportunity")) if value else queryset

    def by_product(self, queryset, name, value):
        lines = OpportunityProduct.objects.filter(product=value)
        return queryset.filter(pk__in=lines.values("opportunity")) if value else queryset

    def by_overdue(self, queryset, name, value):
        return split(queryset, queryset.overdue(), value)

    def by_stale(self, queryset, name, value):
        return split(queryset, queryset.stale(), value)

    def by_no_next_task(self, queryset, name, value):
        return split(queryset, queryset.without_next_task(), value)

    def by_tags(self, queryset, name, value):
        names = [tag.name for tag in value]
        return queryset.filter(tags__contains=names) if names else queryset

    def by_mine(self, queryset, name, value):
        return queryset.filter(owner=self.request.user) if value else queryset


def split(queryset, those, wanted: bool):
    return those if wanted else queryset.exclude(pk__in=those.values("pk"))
