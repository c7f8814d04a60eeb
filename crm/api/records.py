"""The base of every record's API: the same filter, reach and actions as its pages."""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from crm.actions import record as records
from crm.actions.history import acting
from crm.api.errors import body
from crm.api.faults import Clash
from crm.api.filtering import RecordFilterBackend
from crm.api.idempotency import once
from crm.api.links import seen_links
from crm.exceptions import Conflict

RIGHTS = {"create": "create", "partial_update": "change", "destroy": "delete", "restore": "delete"}


class Scoped(GenericViewSet):
    """Declare model, serializer_class, filter and sorts (name to indexed column)."""

    model = None
    filter = None
    filter_backends = [RecordFilterBackend]
    sorts = {"id": "id"}
    default_sort = "id"
    # Whether a role must grant the kind of record; lists that every colleague knows need none.
    is_guarded = True
    rights: dict[str, str] = {}
    lookup_value_regex = r"[0-9]+"
    http_method_names = ["get", "head"]

    def right(self) -> str:
        """What of the person's rights this request needs."""
        return {**RIGHTS, **self.rights}.get(self.action, "view")

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.model.objects.none()
        return self.model.objects.visible_to(self.request.user)

    def load(self, queryset):
        """Fetch all that the serializer reads in a constant number of queries."""
        return queryset

    def record(self, rows=None):
        """The one record of the address, within the reach of the right that is needed."""
        found = (self.get_queryset() if rows is None else rows).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound
        if rows is None and self.right() != "view":
            reach = self.model.objects.visible_to(self.request.user, self.right())
            if not reach.filter(pk=found.pk).exists():
                raise PermissionDenied(_("Your role does not allow this."))
        return found

    def list(self, request):
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.shown(rows, many=True))

    def retrieve(self, request, pk):
        return self.answer(self.record())

    def shown(self, shown, many=False):
        serializer = self.get_serializer(shown, many=many)
        inner, rows = (serializer.child, shown) if many else (serializer, [shown])
        serializer.context["seen"] = seen_links(inner, rows, self.request.user)
        return serializer.data

    def answer(self, record, status=status.HTTP_200_OK, **headers) -> Response:
        fresh = self.load(self.model.objects.filter(pk=record.pk)).get()
        if getattr(fresh, "version", None):
            headers["ETag"] = f'"{fresh.version}"'
        return Response(self.shown(fresh), status=status, headers=headers)


class VerbViewSet(Scoped):
    """List and detail, and verbs by `perform()`, for what is made elsewhere."""

    http_method_names = ["get", "head", "post"]

    def perform(self, verb, *, rows=None, **arguments) -> Response:
        """Do a verb to the record, once for each idempotency key, and show what it became."""

        def answer():
            record = self.record(rows)
            with acting(self.request.user, cause="api"):
                verb(record, by=self.request.user, **arguments)
            return self.answer(record)

        try:
            return once(self.request, answer)
        except Conflict as conflict:
            return self.clash(conflict)

    def asked(self, serializer_class) -> dict:
        """What the verb's own small serializer reads from the request."""
        serializer = serializer_class(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def clash(self, conflict) -> Response:
        """409 with the record as it stands and what was to be set, for the caller to decide."""
        current = self.load(self.model.objects.filter(pk=conflict.record.pk)).get()
        error = Clash(_("Somebody changed this record since you read it."))
        content = body(error, current=self.shown(current), yours=self.request.data)
        return Response(content, status=error.status_code, headers={"ETag": f'"{current.version}"'})


class RecordViewSet(VerbViewSet):
    """List, detail, create, change, trash and restore; further verbs by `perform()`."""

    sorts = {"id": "id", "created_at": "created_at", "updated_at": "updated_at"}
    http_method_names = ["get", "head", "post", "patch", "delete"]
    do_create = staticmethod(records.create)
    do_edit = staticmethod(records.edit)
    do_trash = staticmethod(records.trash)

    def create(self, request):
        return once(request, self._create)

    def _create(self):
        values = self.read(partial=False)
        values.pop("version", None)
        with acting(self.request.user, cause="api"):
            record = self.save_new(values)
        return self.answer(
            record, status.HTTP_201_CREATED, Location=f"{self.request.build_absolute_uri()}{record.pk}/"
        )

    def save_new(self, values: dict):
        return self.do_create(self.model(**values), by=self.request.user)

    def partial_update(self, request, pk):
        record = self.record()
        values = self.read(record, partial=True)
        version = values.pop("version", None)
        version = version if version is not None else self.if_match()
        try:
            with acting(request.user, cause="api"):
                record = self.save_changes(record, values, version)
        except Conflict as conflict:
            return self.clash(conflict)
        return self.answer(record)

    def save_changes(self, record, values: dict, version: int | None):
        return self.do_edit(record, by=self.request.user, values=values, version=version)

    def destroy(self, request, pk):
        record = self.record()
        with acting(request.user, cause="api"):
            self.do_trash(record, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"])
    def restore(self, request, pk):
        """Bring a record back from the trash."""
        return self.perform(records.restore, rows=self.model.objects.trashed_by_reach_of(request.user))

    def read(self, *record, partial):
        serializer = self.get_serializer(*record, data=self.request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def if_match(self) -> int | None:
        tag = self.request.headers.get("If-Match", "").removeprefix("W/").strip('" ')
        if tag in ("", "*"):
            return None
        if not (tag.isascii() and tag.isdigit() and len(tag) < 10):
            raise ParseError(_('If-Match must hold the ETag of the record, such as "3".'))
        return int(tag)
