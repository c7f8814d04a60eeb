"""The OpenAPI description: named parts, one error shape, examples; and its page."""

import functools

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView

from crm.api import filterschema  # noqa: F401 (registers itself)

ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "fields", "request_id"],
            "properties": {
                "code": {"type": "string", "example": "invalid"},
                "message": {"type": "string", "example": "Some fields need attention."},
                "fields": {
                    "type": "object",
                    "additionalProperties": {"type": "array", "items": {"type": "string"}},
                    "example": {"cnpj": ["This CNPJ is not valid. Check its digits."]},
                },
                "request_id": {"type": "string"},
                "current": {"type": "object", "description": "With 409: the record as it stands."},
                "candidates": {
                    "type": "array",
                    "items": {"type": "object"},
                    "description": "With 409 likely_duplicate: id, name, url and reasons of each.",
                },
                "yours": {"type": "object", "description": "With 409: what was to be set."},
            },
        }
    },
}

FAULTS = {
    "400": "Something cannot be read or kept; `fields` says what.",
    "401": "No valid token.",
    "403": "The role or the token does not allow this.",
    "404": "No such record within reach.",
    "409": "Changed by somebody else since it was read, there already, or likely a duplicate.",
    "413": "More than the server takes.",
    "415": "Only application/json is read, for files multipart/form-data.",
    "422": "The idempotency key was used for another request.",
    "429": "Too many requests; `Retry-After` says when to go on.",
}
ALWAYS = ("401", "403", "429")
BY_METHOD = {
    "GET": ("400", "404"),
    "POST": ("400", "404", "409", "413", "415", "422"),
    "PATCH": ("400", "404", "409", "413", "415"),
    "DELETE": ("404",),
}

SUMMARIES = {
    "list": "Those within the person's reach, page by page",
    "retrieve": "One, by its number",
    "create": "Make one",
    "partial_update": "Change the fields that are sent",
    "destroy": "Take one away",
}

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="Sent again within 24 hours, it gets the same answer.",
)
MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description="The ETag that was read; 409 when the record changed since."
)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "crm.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer", "bearerFormat": "norte_…"}


class RecordSchema(AutoSchema):
    """What all operations share, added to what the viewset declares."""

    def get_tags(self):
        model = getattr(self.view, "model", None)
        return [capfirst(model._meta.verbose_name_plural)] if model else super().get_tags()

    def get_summary(self):
        return SUMMARIES.get(getattr(self.view, "action", None)) or super().get_summary()

    def get_override_parameters(self):
        shared = {"POST": [KEY], "PATCH": [MATCH]}.get(self.method, [])
        is_write = self.view.action in ("create", "partial_update") if hasattr(self.view, "action") else False
        return shared + (list(getattr(self.view, "parameters", ())) if is_write else [])

    def get_examples(self):
        example = getattr(self.view, "example", None)
        if example is None or self.method not in ("POST", "PATCH") or self.view.action not in ("create",):
            return []
        return [OpenApiExample(_("An ordinary one"), value=example, request_only=True)]

    def _get_response_bodies(self, direction="response"):
        responses = super()._get_response_bodies(direction)
        for code in sorted({*ALWAYS, *BY_METHOD.get(self.method, ())}):
            responses.setdefault(code, {"$ref": f"#/components/responses/Error{code}"})
        return responses


def add_errors(result, generator, request, public):
    """A spectacular hook: the error shape once, and one response for each status."""
    parts = result.setdefault("components", {})
    parts.setdefault("schemas", {})["Error"] = ERROR
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    parts["responses"] = {f"Error{code}": {"description": text, "content": content} for code, text in FAULTS.items()}
    return result


@functools.cache
def described(language: str) -> bytes:
    """The schema in one language; it depends on the code alone, so it is made once for each process."""
    return JSONRenderer().render(SchemaGenerator().get_schema(request=None, public=True))


class KeptJSON(JSONRenderer):
    media_type = "application/vnd.oai.openapi+json"
    format = "openapi"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data if isinstance(data, bytes) else super().render(data, accepted_media_type, renderer_context)


class PlainKeptJSON(KeptJSON):
    media_type = "application/json"
    format = "json"


class SchemaView(APIView):
    """OpenAPI 3 of the whole API, for people who are signed in and for tokens."""

    schema = None
    renderer_classes = [PlainKeptJSON, KeptJSON]
    http_method_names = ["get", "head"]

    def get(self, request):
        return Response(described(get_language()))


@login_required
def docs(request):
    """Swagger UI from our own host, with nothing inline."""
    context = {"page": {"title": _("API")}, "schema_url": reverse("api:schema")}
    return render(request, "crm/api/docs.html", context)
