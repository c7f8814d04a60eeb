from crm.api.links import LinkField
from crm.models import Contact
from sales.actions import opportunitycontact as roles
from sales.api.part import PartSerializer, PartViewSet
from sales.filters.opportunitycontact import OpportunityContactFilter
from sales.models import OpportunityContact


class OpportunityContactSerializer(PartSerializer):
    fixed = ("opportunity", "contact")
    contact = LinkField(queryset=Contact.objects.all())

    class Meta:
        model = OpportunityContact
        fields = ("id", "opportunity", "version", "contact", "role", "is_primary", "created_at")
        read_only_fields = ("created_at",)
        # The pair is not refused but found again: a second POST changes the role.
        validators = ()


class OpportunityContactViewSet(PartViewSet):
    """Who has a say in an opportunity, and which; at most one of them is the main contact."""

    model, filter, serializer_class = OpportunityContact, OpportunityContactFilter, OpportunityContactSerializer
    example = {"opportunity": 31, "contact": 12, "role": "decision_maker", "is_primary": True}
    do_trash = staticmethod(roles.remove_contact)

    def save_new(self, values):
        opportunity = values.pop("opportunity")
        return roles.set_contact(opportunity, by=self.request.user, version=self.asked_version(), **values)

    def save_changes(self, record, values, version):
        kept = {"role": record.role, "is_primary": record.is_primary}
        kept |= {name: value for name, value in values.items() if name in kept}
        return roles.set_contact(
            record.opportunity, by=self.request.user, contact=record.contact, version=version, **kept
        )
