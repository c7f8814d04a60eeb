from crm.actions import affiliation as affiliations
from crm.api.links import LinkField
from crm.api.records import RecordViewSet
from crm.api.serializers import DeclaredFields
from crm.filters.affiliation import AffiliationFilter
from crm.models import Affiliation, Company, Contact


class AffiliationSerializer(DeclaredFields):
    fixed = ("contact", "company")
    contact = LinkField(queryset=Contact.objects.all())
    company = LinkField(queryset=Company.objects.all())

    class Meta:
        model = Affiliation
        fields = ("id", "contact", "company", "role", "is_primary", "created_at")
        read_only_fields = ("created_at",)
        # The pair is not refused but found again: a second POST changes the role.
        validators = ()


class AffiliationViewSet(RecordViewSet):
    """Who works where, and as what. It is changed with the contact, so it needs the right to change that."""

    model, filter, serializer_class = Affiliation, AffiliationFilter, AffiliationSerializer
    sorts = {"id": "id", "created_at": "created_at"}
    # A tie is part of its contact: to make or end one is to change that.
    rights = {"create": "change", "destroy": "change"}
    restore = None
    example = {"contact": 12, "company": 7, "role": "Buyer", "is_primary": True}

    def save_new(self, values):
        contact = values.pop("contact")
        return affiliations.affiliate(contact, by=self.request.user, **{"is_primary": False, **values})

    def save_changes(self, record, values, version):
        kept = {"role": record.role, "is_primary": record.is_primary}
        kept |= {name: value for name, value in values.items() if name in kept}
        return affiliations.change(record, by=self.request.user, **kept)

    do_trash = staticmethod(affiliations.end)
