"""A rule in words."""

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from workflow.recurring.rule import DAYS, SHORTEST_MONTH, BadRule, parts_of

WORKDAYS = "MO,TU,WE,TH,FR"


def says(rule: str) -> str:
    """ "every 2 weeks on Monday and Friday"; the rule itself where no words fit."""
    try:
        parts = parts_of(rule)
    except BadRule:
        return rule
    often, on = how_often(parts), on_which(parts)
    if parts["FREQ"] == "WEEKLY" and parts.get("BYDAY") == WORKDAYS and parts.get("INTERVAL", "1") == "1":
        often, on = _("every workday"), ""
    text = _("%(often)s %(days)s") % {"often": often, "days": on} if on else often
    if "COUNT" in parts:
        count = int(parts["COUNT"])
        times = ngettext("%(count)s time", "%(count)s times", count) % {"count": count}
        text = _("%(text)s, %(times)s") % {"text": text, "times": times}
    return text


def how_often(parts) -> str:
    count = int(parts.get("INTERVAL", "1"))
    words = {
        "DAILY": ngettext("every day", "every %(count)s days", count),
        "WEEKLY": ngettext("every week", "every %(count)s weeks", count),
        "MONTHLY": ngettext("every month", "every %(count)s months", count),
        "YEARLY": ngettext("every year", "every %(count)s years", count),
    }
    return words[parts["FREQ"]] % {"count": count}


def on_which(parts) -> str:
    if "BYDAY" in parts:
        return _("on %(days)s") % {"days": joined([weekday(word) for word in parts["BYDAY"].split(",")])}
    days = parts.get("BYMONTHDAY", "").split(",")
    if days == [""]:
        return ""
    if parts.get("BYSETPOS") == "-1" and days[0] == str(SHORTEST_MONTH):
        days = days[-1:]
    day = _("on its last day") if days in (["-1"], ["31"]) else _("on day %(days)s") % {"days": joined(days)}
    if parts["FREQ"] != "YEARLY":
        return day
    months = [small(MONTHS[int(one)]) for one in parts.get("BYMONTH", "").split(",") if one]
    return _("%(day)s of %(months)s") % {"day": day, "months": joined(months)} if months else day


def weekday(word: str) -> str:
    name = small(WEEKDAYS[DAYS.index(word[-2:])])
    place = word[:-2].lstrip("+")
    if not place:
        return name
    if place == "-1":
        return pgettext("weekday of a month", "the last %(day)s") % {"day": name}
    return pgettext("weekday of a month", "%(day)s no. %(place)s") % {"day": name, "place": place}


def small(name) -> str:
    """Portuguese writes days and months small, Django's names of them begin large."""
    return str(name).lower() if (get_language() or "").startswith("pt") else str(name)


def joined(words) -> str:
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s and %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}
