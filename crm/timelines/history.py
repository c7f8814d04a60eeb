"""Field changes and verbs of the history: what one save did to one record is one entry."""

import datetime

from crm.models import HistoryEntry
from crm.timelines.name import model_of
from crm.timelines.newest import newest_about
from crm.timelines.wording import Writer
from crm.ui.timeline import Entry

STREAM = "history"
# One transaction writes its rows within moments; what it dates further back stands by itself.
ONE_SAVE = datetime.timedelta(minutes=1)
ENOUGH = 4096


def entries(question) -> list[Entry]:
    """Some rows say nothing, or nothing to this reader, so it looks further until the page is full."""
    size = question.size * 4
    while True:
        rows = list(newest_about(since(question), question.subjects, moment="occurred_at", size=size))
        saves, is_all = saves_of(rows), len(rows) < size
        # The last save of a full fetch may go on beyond it.
        found = drawn(saves if is_all else saves[:-1], question)
        if is_all or len(found) >= question.size or size >= ENOUGH:
            return found[: question.size]
        size *= 4


def since(question):
    """Rows older than the place, and those just above it: a save that began there was already shown."""
    rows = HistoryEntry.objects.all()
    return rows.filter(occurred_at__lte=question.place.moment + ONE_SAVE) if question.place else rows


def saves_of(rows) -> list[list[HistoryEntry]]:
    """Rows one transaction wrote about one record, together where the newest of them stands."""
    saves, last = [], {}
    for row in rows:
        key = (row.record_type_id, row.record_id, row.transaction)
        save = last.get(key)
        if save is None or row.transaction is None or save[0].occurred_at - row.occurred_at > ONE_SAVE:
            save = last[key] = []
            saves.append(save)
        save.append(row)
    return saves


def drawn(saves, question) -> list[Entry]:
    place = question.place
    if place:
        end = (place.moment, place.stream, place.number)
        saves = [save for save in saves if (save[0].occurred_at, STREAM, save[0].pk) < end]
    writer = Writer(question, saves)
    found = []
    for save in saves:
        told = writer.told(save)
        if told:
            about = (model_of(save[0].record_type_id), save[0].record_id)
            found.append(Entry(save[0].occurred_at, STREAM, save[0].pk, "change", *told, about=about))
    return found
