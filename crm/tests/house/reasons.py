"""What stands outside a house rule, and why. A test fails as well when a reason is no longer needed."""

_IMPORTRUN = "one's own imports, from visible_to: test_private"
_EXPORTFILE = "one's own exports, from visible_to, of rows within the right to export: test_private, test_hidden"
_JOB = "one's own jobs, from visible_to: test_private"
_SAVEDVIEW = "one's own views and those shared with one, from visible_to: test_private, test_hidden"

PLAIN_ADDRESSES = {
    "home": "blocks of the first page, each from visible_to",
    "home-rest": "blocks of the first page, each from visible_to",
    "healthz": "for load balancers; nobody's data",
    "metrics": "for monitoring; counts without names",
    "api:docs": "describes the API; holds no rows",
    "api:root": "who the token speaks for, and the collections",
    "api:schema": "describes the API; holds no rows",
    "api:nothing-here": "404 in the API's shape",
    "crm:about-choices": "choices over all kinds of record, each from visible_to",
    "crm:choices": "choices of one kind of record, from visible_to",
    "crm:mentions": "colleagues to name, from visible_to",
    "crm:head-office": "one company, from visible_to",
    "workflow:feed": "one person's tasks, from visible_to; the key in the address is the right",
    "workflow:calendarfeed-list": "one's own",
    "workflow:calendarfeed-create": "one's own",
    "workflow:calendarfeed-revoke": "one's own",
    "workflow:task-choices": "choices of tasks, from visible_to",
    "crm:fact": "one field of any record, from visible_to",
    "crm:timeline": "entries of any record, from visible_to",
    "crm:search": "all kinds of record, each from visible_to",
    "crm:invitation": "before the first sign-in; the secret is the right",
    "crm:organization-logo": "on the sign-in page",
    "crm:profile": "one's own",
    "crm:preference": "one's own",
    "crm:my-access": "one's own",
    "crm:apitoken-list": "one's own",
    "crm:apitoken-create": "one's own",
    "crm:apitoken-revoke": "one's own",
    "crm:session-end": "one's own",
    "crm:savedview-list": _SAVEDVIEW,
    "crm:savedview-create": _SAVEDVIEW,
    "crm:savedview-counts": _SAVEDVIEW,
    "crm:savedview-broken": _SAVEDVIEW,
    "crm:savedview-edit": _SAVEDVIEW,
    "crm:savedview-pin": _SAVEDVIEW,
    "crm:savedview-move": _SAVEDVIEW,
    "crm:savedview-delete": _SAVEDVIEW,
    "crm:column-choose": "how one likes a list",
    "crm:importrun-list": _IMPORTRUN,
    "crm:importrun-create": _IMPORTRUN,
    "crm:importrun-template": _IMPORTRUN,
    "crm:importrun-detail": _IMPORTRUN,
    "crm:importrun-format": _IMPORTRUN,
    "crm:importrun-mapping": _IMPORTRUN,
    "crm:importrun-values": _IMPORTRUN,
    "crm:importrun-run": _IMPORTRUN,
    "crm:importrun-stop": _IMPORTRUN,
    "crm:importrun-undo": _IMPORTRUN,
    "crm:importrun-remove": _IMPORTRUN,
    "crm:importrun-refused": _IMPORTRUN,
    "crm:exportfile-list": _EXPORTFILE,
    "crm:exportfile-create": _EXPORTFILE,
    "crm:exportfile-detail": _EXPORTFILE,
    "crm:exportfile-download": _EXPORTFILE,
    "crm:job-list": _JOB,
    "crm:job-detail": _JOB,
    "crm:job-stop": _JOB,
    "crm:job-news": _JOB,
    "crm:notice-*": "one's own, from visible_to; records in them from their own visible_to: test_private",
    "crm:restore": "any kind of record, from trashed_by_reach_of",
    "crm:trash": "all kinds of record, each from trashed_by_reach_of",
}

PUBLIC = {
    "healthz": "for load balancers; nobody's data",
    "metrics": "for monitoring; counts without names",
    "crm:invitation": "before the first sign-in; the secret is the right",
    "crm:organization-logo": "on the sign-in page",
    "workflow:feed": "for calendar programs; the secret in the address is the right",
}

# Plain addresses with a number of something else than the stem of their name says.
KIND_OF_NUMBER = {"crm:session-end": "usersessions.usersession"}

# What every person does with what is theirs, whatever their role.
OWN_BUSINESS = {
    "crm:profile": "one's own name and language",
    "crm:preference": "one's own theme and density",
    "crm:apitoken-create": "a token can no more than its person",
    "crm:apitoken-revoke": "one's own tokens",
    "crm:session-end": "one's own sessions",
    "workflow:calendarfeed-create": "an address shows no more than its person may see",
    "workflow:calendarfeed-revoke": "one's own addresses",
    "crm:savedview-create": "one's own lists",
    "crm:savedview-edit": "one's own lists",
    "crm:savedview-pin": "one's own lists",
    "crm:savedview-move": "one's own lists",
    "crm:savedview-delete": "one's own lists",
    "crm:column-choose": "one's own columns",
    "crm:notice-*": "what one was told, and how one wants to hear",
    "notices-*": "what one was told",
    "api:notices-*": "what one was told",
    "indicators:indicator-rows-file": "notes one's own export, of rows within the right to export",
}

SHARED_KINDS = {"sales.product": "the catalogue is for everybody who sells"}

_SETTING = "a setting of administrators, who see its changes in the administration's log"
_PASSING = "passing state of the machinery, not a fact about a customer"

NO_HISTORY = {
    "crm.historyentry": "is the history",
    "crm.apitoken": "issuing and revoking are written as verbs of the person",
    "workflow.calendarfeed": "making and revoking are written as verbs of the person",
    "crm.invitation": "inviting is written as a verb of the person",
    "crm.grant": _SETTING,
    "crm.customfield": _SETTING,
    "crm.sector": _SETTING,
    "crm.source": _SETTING,
    "crm.tag": _SETTING,
    "sales.lostreason": _SETTING,
    "workflow.tasktype": _SETTING,
    "sales.pipeline": _SETTING,
    "sales.stage": _SETTING,
    "crm.savedview": "how somebody likes a list",
    "crm.columnmapping": "how somebody likes to import",
    "crm.idempotencykey": _PASSING,
    "crm.job": _PASSING,
    "crm.message": _PASSING,
    "crm.follower": _PASSING,
    "crm.lease": _PASSING,
    "crm.periodicrun": _PASSING,
    "crm.notice": "tells of what the history holds",
    "crm.noticepreference": "how somebody likes to be told",
    "crm.exportfile": _PASSING,
    "crm.merge": "what a merge changed is in the history of the records, by its number",
    "crm.mergemove": "what a merge changed is in the history of the records, by its number",
    "crm.importrun": "what an import changed is in the history of the records, by its number",
    "crm.importrow": "what an import changed is in the history of the records, by its number",
    "sales.stagemove": "is itself an append-only history, written by a trigger",
    "workflow.approvalvote": "each word is written as a verb of its approval",
    "workflow.calendarversion": "never changed: another one replaces it from a day on",
    "workflow.webhookdelivery": "is itself a log of what was sent",
    "workflow.rulerun": "is itself a log; what a run changed is in the history of the records, by its number",
    "indicators.baseline": "never changed: another one replaces it, with a reason",
    "indicators.snapshot": "never changed once final: a restatement stands beside it",
    "indicators.snapshotmembers": "written with its measurement",
    "indicators.restatement": "is itself an append-only history of measurements",
}

_ON_THE_MAP = "stands on the map of its plan, under what it belongs to"

NO_LIST = {
    "crm.attachment": "files are listed on the page of their record; its page is the download",
    "indicators.goal": _ON_THE_MAP,
    "indicators.strategy": _ON_THE_MAP,
    "indicators.tactic": _ON_THE_MAP,
}

NO_API = {}

_BY_TRIGGER = "written by a trigger with the row it tells about"
_BY_MIGRATION = "its rows stand from the first migration on"

NO_FACTORY = {
    "crm.historyentry": _BY_TRIGGER,
    "sales.stagemove": _BY_TRIGGER,
    "crm.organization": _BY_MIGRATION,
    "crm.role": _BY_MIGRATION,
    "crm.grant": _BY_MIGRATION,
    "crm.idempotencykey": _PASSING,
    "crm.importrow": "only an import writes them",
    "crm.merge": "only merging writes them",
    "crm.mergemove": "only merging writes them",
    "indicators.link": "made with the indicator that it ties",
    "indicators.snapshotmembers": "written with its measurement",
    "indicators.restatement": "written by measuring again",
}

# Folders of tests about the house as a whole rather than one module.
TESTS_OF_SEVERAL = {
    "house": "they walk everything",
    "browser": "they follow a person through many pages",
    "catalogue": "they walk the metrics of all apps",
    "faults": "they kill processes in the middle of their work",
}
