"""Typed tables, a file each. Nothing here knows of Flask."""

from web.models.access import AccessCode, Link
from web.models.audit import AuditEvent
from web.models.base import Base
from web.models.change_question import ChangeQuestion
from web.models.demo_clock import DemoClock
from web.models.encryption import keyring
from web.models.evaluation import EvaluationAnswer, EvaluationRound
from web.models.follow_up import FollowUp
from web.models.household import Household, Member, Need
from web.models.match import Match, MatchEvent
from web.models.match_run import MatchRun
from web.models.match_run_part import MatchRunPart
from web.models.never_pair import NeverPair
from web.models.outbox import Job, Notification
from web.models.party import Address, Offer, Party, SpokenLanguage
from web.models.scheme import Scheme
from web.models.scheme_policy import SchemePolicy
from web.models.staff import Staff
from web.models.task import Task
from web.models.volunteer import Screening, Volunteer

__all__ = [
    "AccessCode",
    "Address",
    "AuditEvent",
    "Base",
    "ChangeQuestion",
    "DemoClock",
    "EvaluationAnswer",
    "EvaluationRound",
    "FollowUp",
    "Household",
    "Job",
    "Link",
    "Match",
    "MatchEvent",
    "MatchRun",
    "MatchRunPart",
    "Member",
    "Need",
    "NeverPair",
    "Notification",
    "Offer",
    "Party",
    "Scheme",
    "SchemePolicy",
    "Screening",
    "SpokenLanguage",
    "Staff",
    "Task",
    "Volunteer",
    "keyring",
]
