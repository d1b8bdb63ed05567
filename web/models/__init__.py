"""Typed tables, a file each. Nothing here knows of Flask."""

from web.models.absence import Absence
from web.models.access import AccessCode, Link
from web.models.attendance import Attendance, Minutes
from web.models.audit import AuditEvent
from web.models.base import Base
from web.models.campaign_code import CampaignCode
from web.models.change_question import ChangeQuestion
from web.models.closing_words import ClosingWords
from web.models.contact_change import ContactChange
from web.models.demo_clock import DemoClock
from web.models.duty import Duty
from web.models.encryption import UnreadableError, keyring
from web.models.evaluation import EvaluationAnswer, EvaluationRound
from web.models.field_change import FieldChange
from web.models.follow_up import FollowUp
from web.models.held_meeting import HeldMeeting
from web.models.household import Household, Member, Need
from web.models.kept_letter import KeptLetter
from web.models.match import Match, MatchEvent
from web.models.match_run import MatchRun
from web.models.match_run_part import MatchRunPart
from web.models.meeting_time import MeetingTime
from web.models.name_part import NamePart
from web.models.never_pair import NeverPair
from web.models.note import Note
from web.models.outbox import Job, Notification
from web.models.own_question import OwnQuestion
from web.models.party import Address, Offer, Party, SpokenLanguage
from web.models.pin import Pin
from web.models.policy_preview import PolicyPreview
from web.models.scheme import Scheme
from web.models.scheme_cadence import SchemeCadence
from web.models.scheme_logo import SchemeLogo
from web.models.scheme_policy import SchemePolicy
from web.models.scheme_sender import SchemeSender
from web.models.scheme_text import SchemeText
from web.models.staff import Staff
from web.models.task import Task
from web.models.told_change import ToldChange
from web.models.tombstone import Tombstone
from web.models.volunteer import Screening, Volunteer

__all__ = [
    "Absence",
    "AccessCode",
    "Address",
    "Attendance",
    "AuditEvent",
    "Base",
    "CampaignCode",
    "ChangeQuestion",
    "ClosingWords",
    "ContactChange",
    "DemoClock",
    "Duty",
    "EvaluationAnswer",
    "EvaluationRound",
    "FieldChange",
    "FollowUp",
    "HeldMeeting",
    "Household",
    "Job",
    "KeptLetter",
    "Link",
    "Match",
    "MatchEvent",
    "MatchRun",
    "MatchRunPart",
    "MeetingTime",
    "Member",
    "Minutes",
    "NamePart",
    "Need",
    "NeverPair",
    "Note",
    "Notification",
    "Offer",
    "OwnQuestion",
    "Party",
    "Pin",
    "PolicyPreview",
    "Scheme",
    "SchemeCadence",
    "SchemeLogo",
    "SchemePolicy",
    "SchemeSender",
    "SchemeText",
    "Screening",
    "SpokenLanguage",
    "Staff",
    "Task",
    "ToldChange",
    "Tombstone",
    "UnreadableError",
    "Volunteer",
    "keyring",
]
