"""The board of a department: its open tasks by person responsible, or by how they stand in time."""

from copy import copy
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Case, Count, F, Q, Value, When
from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from crm.models import Team, User
from crm.models.about import fill_visible_subjects
from crm.models.role import Scope
from crm.ui import column
from crm.ui.filters import PLACE, without
from crm.ui.keyset import Order, first_pages, first_pages_of, page
from crm.ui.money import number
from crm.ui.pages import BoardPage, VerbPage
from crm.ui.pages.board import BoardCard, BoardColumn
from crm.ui.routes import record_url
from workflow.actions import task as tasks
from workflow.forms.taskverb import HandForm
from workflow.models import Task
from workflow.models.task import midnight
from workflow.ui.card import card
from workflow.views.task import ICON, Tasks

NOBODY = 0
MOST_PEOPLE = 30
# On the whole board at first, and in a column of it.
MOST_CARDS, FEWEST_CARDS = 50, 5
# What a card shows of a task, what tells its place, and what tells whether one may hand it over.
CARD = (
    *("title", "priority", "due_at", "done_at", "cancelled_at", "record_type", "record_id", "version"),
    *("type__name", "type__icon", "team", "created_by", "involved"),
)


@dataclass(frozen=True)
class Heap:
    """What one column stands for: its name and which tasks lie there."""

    pk: int
    label: str
    condition: Q
    kind: str = "open"


class TaskBoard(Tasks, BoardPage):
    template = "workflow/task/board.html"

    @cached_property
    def teams(self) -> list[Team]:
        """The departments whose work this person sees."""
        access = self.request.user.access
        scope = access.scope("view", Task)
        found = Team.objects.all()
        return list(found if scope == Scope.ALL else found.filter(pk__in=access.team_ids(max(scope, Scope.TEAM))))

    @cached_property
    def team(self) -> Team | None:
        asked, own = self.request.GET.get("on_team", ""), self.request.user.team_id
        wanted = int(asked) if asked.isdigit() and len(asked) < 10 else own
        return next((one for one in self.teams if one.pk == wanted), next(iter(self.teams), None))

    @property
    def is_by_time(self) -> bool:
        return self.request.GET.get("by") == "time"

    def records(self):
        return Task.objects.in_team(self.request.user, self.team) if self.team else Task.objects.none()

    def column_rows(self):
        return self.heaps

    @cached_property
    def heaps(self) -> list[Heap]:
        nobody = Heap(NOBODY, _("Without a person responsible"), Q(owner__isnull=True), "todo")
        return [nobody, *(self.by_time() if self.is_by_time else self.by_person())]

    def by_person(self):
        """The members of the department, whoever else has work there, and at most so many of all."""
        if self.team is None:
            return []
        people = User.objects.filter(Q(is_active=True, team=self.team) | Q(pk__in=self.busy))
        people = people.only("name", "email").order_by("name_fold", "pk")
        return [Heap(one.pk, str(one), Q(owner=one.pk)) for one in people[:MOST_PEOPLE]]

    @cached_property
    def busy(self) -> list[int]:
        """Who has something on this board."""
        return [key for key in counted(self.rows(self.filtered()), F("owner")) if key != NOBODY]

    def by_time(self):
        now, tomorrow, week = timezone.now(), midnight(days=1), midnight(days=7)
        given = Q(owner__isnull=False)
        later = Q(due_at__gte=week) | Q(due_at__isnull=True)
        return [
            Heap(1, pgettext("tasks", "Late"), given & Q(due_at__lt=now), "late"),
            Heap(2, _("Today"), given & Q(due_at__gte=now, due_at__lt=tomorrow)),
            Heap(3, _("Next 7 days"), given & Q(due_at__gte=tomorrow, due_at__lt=week)),
            Heap(4, pgettext("tasks", "Later"), given & later),
        ]

    def totals(self, rows) -> dict:
        """How many lie in each column, and how many of them are late: one question."""
        if self.is_by_time:
            return counted(rows, Case(*(When(heap.condition, then=heap.pk) for heap in self.heaps)))
        found = counted(rows, F("owner"))
        self.busy = [key for key in found if key != NOBODY]
        return found

    def column_head(self, heap, totals) -> BoardColumn:
        late = totals.get("late", 0)
        return BoardColumn(
            pk=heap.pk,
            label=heap.label,
            kind=heap.kind,
            count_text=number(totals.get("count", 0)),
            sum_text=late_text(late) if late and heap.kind != "late" else "",
            weighted_text="",
            empty_text=_("Nothing here.") if self.is_by_time else _("Nothing here. Drop a card to hand it over."),
        )

    @property
    def order(self):
        return Order.by(Task, "due_at", is_descending=False)

    def heads(self, keys) -> list[BoardColumn]:
        """The heads of these columns as they are now."""
        rows = self.rows(self.filtered())
        totals = self.totals(rows)
        return [self.column_head(one, totals.get(one.pk, {})) for one in self.heaps if one.pk in keys]

    def first_pages(self, rows, keys) -> dict:
        # What comes into sight is fetched by itself: a wide board begins with fewer in each column.
        size = min(self.cards_per_page, max(FEWEST_CARDS, MOST_CARDS // max(len(keys), 1)))
        if self.is_by_time:
            columns = {heap.pk: rows.filter(heap.condition) for heap in self.heaps if heap.pk in keys}
            pages = first_pages_of(columns, keys, self.order, size=size, load=self.load)
        else:
            counts = {heap.pk or None: keys[heap.pk] for heap in self.heaps if heap.pk in keys}
            pages = first_pages(rows, "owner", counts, self.order, size=size, load=self.load)
        fill_visible_subjects([task for one in pages.values() for task in one.rows], self.request.user)
        return {key or NOBODY: one for key, one in pages.items()}

    def page_of(self, rows, key, after):
        heap = next(one for one in self.heaps if one.pk == key)
        found = page(self.load(rows.filter(heap.condition)), self.order, size=self.cards_per_page, after=after)
        fill_visible_subjects(found.rows, self.request.user)
        return found

    def load(self, queryset):
        if self.is_by_time:
            return queryset.select_related("type", "owner").only(*CARD, "owner__name")
        return queryset.select_related("type").only(*CARD, "owner")

    def card(self, task) -> BoardCard:
        may = not self.is_by_time and self.request.user.access.covers("change", task)
        return BoardCard(
            pk=task.pk,
            title=task.title,
            html=card(task, names_owner=self.is_by_time),
            move_url=f"{record_url('workflow:task-hand', task.pk)}?{self.way_back}" if may else None,
            version=task.version,
            css="is-late" if task.is_overdue else "",
        )

    @cached_property
    def way_back(self) -> str:
        here = reverse("workflow:task-board") + without(self.request.GET, *PLACE).rstrip("?")
        return urlencode({"next": here})

    def extra_context(self):
        address = self.request.GET
        return {
            "teams": [
                {"label": one.name, "url": without(address, *PLACE, on_team=one.pk), "is_current": one == self.team}
                for one in self.teams
            ],
            "ways": [
                {"label": label, "url": without(address, *PLACE, by=by), "is_current": self.is_by_time == is_time}
                for label, by, is_time in ((_("By person"), "person", False), (_("By deadline"), "time", True))
            ],
        }


def counted(rows, column) -> dict:
    """{key: {count, late}} by what tells the column. No field is counted, so that an index answers by itself."""
    one, late = Value(1), Q(due_at__lt=timezone.now())
    found = rows.order_by().values(column=column).annotate(count=Count(one), late=Count(one, filter=late))
    return {row.pop("column") or NOBODY: row for row in found}


def late_text(count) -> str:
    return ngettext("%(count)s late", "%(count)s late", count) % {"count": number(count)}


class TaskHand(VerbPage):
    """Onto another person's column: by drag, by keys, by the card's menu."""

    model, icon, form = Task, ICON, HandForm
    do = tasks.assign
    title = gettext_lazy("Who is responsible for “%(record)s”?")
    done = gettext_lazy("“%(record)s” has a new person responsible.")

    def form_options(self, task):
        return {"initial": {"stage": task.owner_id or NOBODY, "version": task.version}}

    def post(self, request, pk):
        self.was = self.record().owner_id or NOBODY
        return super().post(request, pk)

    def answer(self, record, result):
        if not self.request.htmx:
            return super().answer(record, result)
        return HttpResponse(changed_columns(self.request, record.pk, self.was, self.next_url("")))

    def refuse(self, record, form, error):
        if not self.request.htmx:
            return super().refuse(record, form, error)
        return HttpResponse(" ".join(error.messages), status=422, content_type="text/plain; charset=utf-8")


def changed_columns(request, pk, was, board_url) -> str:
    """What a board is told after a move: the heads of the changed columns as they are now, and the card."""
    asked = copy(request)
    asked.GET = QueryDict(urlsplit(board_url).query)
    board = TaskBoard()
    board.setup(asked)
    task = board.load(Task.objects.visible_to(request.user).filter(pk=pk)).first()
    fill_visible_subjects([task] if task else [], request.user)
    heads = board.heads({was, (task and task.owner_id) or NOBODY})
    cards = column.cards([board.card(task)] if task else [])
    return "".join((*(column.head(one, is_swap=True) for one in heads), cards))
