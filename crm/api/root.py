"""The beginning of the API: who the token speaks for, and what there is."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from crm.api.catalogue import collections
from crm.models import ApiToken


class RootView(APIView):
    """A first call to try a token with."""

    http_method_names = ["get", "head"]

    @extend_schema(operation_id="root", tags=["Start"], responses={200: {"type": "object"}})
    def get(self, request):
        token = request.auth if isinstance(request.auth, ApiToken) else None
        return Response(
            {
                "user": {"id": request.user.pk, "name": request.user.name},
                "token": {"name": token.name, "scope": token.scope, "expires_at": token.expires_at}
                if token
                else None,
                "collections": {
                    prefix: reverse(f"api:{prefix}-list", request=request)
                    for prefix, viewset in collections().items()
                    if not viewset.is_guarded or request.user.access.may("view", viewset.model)
                },
                "schema": reverse("api:schema", request=request),
            }
        )


class NothingHere(APIView):
    """Every other address below /api/, so that its 404 has the shape of the API's errors."""

    schema = None

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise NotFound
