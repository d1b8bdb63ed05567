"""What is queued, what comes back with time and what went wrong, in words.

An older version may have left a row of a name that nobody knows any more: it is shown as it is.
"""

from __future__ import annotations

import re

from flask_babel import gettext as _

from web.delivery import says_gone
from web.messages.moments import message_about
from web.messages.registry import kinds
from web.models.duty import BACKUP
from web.services import previews, run_parts

_BY_THE_SERVER = re.compile(r"(SMTP )?[245](\d\d|\.\d{1,3}\.\d{1,3})\b")
_OUT_OF_REACH = frozenset(
    {
        "ConnectionRefusedError",
        "ConnectionResetError",
        "IncompleteRead",
        "OSError",
        "RemoteDisconnected",
        "SMTPConnectError",
        "SMTPServerDisconnected",
        "SSLCertVerificationError",
        "SSLError",
        "TimeoutError",
        "URLError",
        "gaierror",
    }
)


def message_name(kind: str) -> str:
    return message_about(kind) if kind in kinds() else kind


def job_name(kind: str) -> str:
    return {
        "match_run": _("A match run"),
        run_parts.PART: _("A part of a match run"),
        run_parts.UNION: _("Putting the parts of a match run together"),
        previews.PREVIEW: _("A preview of a policy"),
        "locate_street": _("Looking for the place of a street"),
    }.get(kind, kind)


def duty_name(name: str) -> str:
    return {
        "bring_back": _("Bringing back who took a break"),
        "remind_unanswered": _("Reminding of proposals"),
        "unanswered": _("Telling of proposals without an answer"),
        "lapse_overdue": _("Closing proposals that nobody answered"),
        "propose_next_best": _("Proposing the next best"),
        "unagreed_meetings": _("Telling of first meetings without a time"),
        "overdue_meetings": _("Telling of first meetings that did not happen"),
        "expiring_checks": _("Telling of extracts that must be seen again"),
        "unplaced": _("Telling of addresses that were not found"),
        "ask_due": _("Asking how it is going"),
        "remind": _("Reminding of that question"),
        "mark_silent": _("Telling of questions without an answer"),
        "open_evaluations": _("Opening yearly evaluations"),
        "remind_evaluations": _("Reminding of yearly evaluations"),
        "close_evaluations": _("Closing yearly evaluations"),
        "send_digests": _("Writing to coordinators what waits, on Mondays"),
        "erase_long_gone": _("Erasing who left long ago"),
        "forget_left": _("Deleting what is only for those who take part"),
        "forget_codes": _("Deleting old codes"),
        "forget_previews": _("Deleting previews of yesterday"),
        "late_queues": _("Telling of work that is late"),
        "forget_kept_letters": _("Deleting what an exercise has kept"),
        "keep_erased": _("Keeping the list of who was erased"),
        BACKUP: _("Backup"),
    }.get(name, name)


def problem_name(problem: str) -> str:
    """What went wrong; the page shows its code as well, which the log and providers know."""
    if says_gone(problem):
        return _("There is no such mailbox or number.")
    told = {
        "no contact": _("We know no address to write to."),
        "not one address": _("What we know is not an e-mail address."),
        "nobody is reached there": _("A message before this one came back from there."),
        "worker lost": _("Each worker that tried was gone before it could say how it went."),
        "WorkerLost": _("Each worker that tried was gone before it could say how it went."),
        "UnknownKind": _("No worker here knows how this is done."),
        "MatcherError": _("Matching could not be computed from what is there."),
        "FloorsError": _("Matching could not be computed from what is there."),
        "NoSmsGateway": _("No gateway is set up for messages of this kind."),
        "HTTP": _("The gateway refused it."),
        "SMTPAuthenticationError": _("The mail server did not accept our name and password."),
        "SMTPNotSupportedError": _("The mail server offers no safe way to sign in."),
        "OperationalError": _("The database could not be reached."),
    }
    first = problem.partition(" ")[0]
    if known := told.get(problem, told.get(first)):
        return known
    if _BY_THE_SERVER.match(problem):
        return _("The mail server refused it.")
    if first in _OUT_OF_REACH:
        return _("Nobody could be reached at the other end.")
    return _("The program met an error; the workers' log has more.")
