from crm.api.reference import ReferenceViewSet
from crm.api.serializers import DeclaredFields
from crm.models import User


class UserSerializer(DeclaredFields):
    class Meta:
        model = User
        fields = read_only_fields = ("id", "name", "email", "team", "job_title")


class UserViewSet(ReferenceViewSet):
    """Colleagues, to be named as owners."""

    model, serializer_class = User, UserSerializer
