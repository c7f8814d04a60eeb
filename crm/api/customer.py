"""What the API shows alike of companies and contacts."""

from rest_framework import serializers

from crm import brazil
from crm.api.serializers import RecordSerializer

REACH = ("emails", "phones")
ADDRESS = ("street", "number", "complement", "district", "city", "state", "postal_code", "country")

SORTS = {
    "id": "id",
    "name": "name_fold",
    "city": "city_fold",
    "created_at": "created_at",
    "updated_at": "updated_at",
}


class CustomerSerializer(RecordSerializer):
    """Documents, phones and postal codes are taken with or without their marks."""

    phones = serializers.ListField(child=serializers.CharField(max_length=40), required=False)
    postal_code = serializers.CharField(max_length=20, required=False, allow_blank=True)

    def validate_phones(self, phones):
        return [brazil.clean_phone(phone) for phone in phones if phone.strip()]
