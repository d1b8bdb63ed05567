"""Who would suit whom: exact, proven and explained. This is the whole public interface."""

from matcher.assignment import Assignment, assign
from matcher.columns import HouseholdColumns, VolunteerColumns
from matcher.comparison import (
    Comparison,
    HouseholdShift,
    Outcome,
    Points,
    compare,
    compare_matchings,
)
from matcher.errors import FloorsError, FloorsFailure, MatcherError
from matcher.explanation import Alternative, FunnelStep, Score, Waiting, explain_pair
from matcher.fairness import (
    FloorEffect,
    FloorPrice,
    price_of_floors,
    price_of_floors_matchings,
)
from matcher.floors import FairnessFloor, FloorCount
from matcher.keeping import keep_matching
from matcher.matching import Progress, match
from matcher.outcome import Certificate, MatchedPair, Matching, Proof
from matcher.override import Override, price_of_override
from matcher.part_results import PartResult
from matcher.parties import (
    ALL_SLOTS,
    DAYS,
    PARTS,
    Gender,
    Household,
    Level,
    Need,
    Place,
    SpokenLanguage,
    Volunteer,
)
from matcher.parts import Part, parts_of
from matcher.policy import Criterion, Objective, Policy, Weights
from matcher.radar import RadarCell, radar
from matcher.receipt import Receipt
from matcher.relaxation import Asks, Change, Relaxation
from matcher.rules import (
    CapacityFacts,
    CategoryFacts,
    DistanceFacts,
    Reason,
    Rule,
    SlotFacts,
    SpeechFacts,
)
from matcher.scoring import (
    AvailabilityFacts,
    CriterionScore,
    LanguageFacts,
    LifeFacts,
    NeedsFacts,
    ProximityFacts,
    ReciprocityFacts,
    SharedLanguage,
)
from matcher.union import match_in_parts, unite
from matcher.vocabulary import Vocabulary

__all__ = [
    "ALL_SLOTS",
    "DAYS",
    "PARTS",
    "Alternative",
    "Asks",
    "Assignment",
    "AvailabilityFacts",
    "CapacityFacts",
    "CategoryFacts",
    "Certificate",
    "Change",
    "Comparison",
    "Criterion",
    "CriterionScore",
    "DistanceFacts",
    "FairnessFloor",
    "FloorCount",
    "FloorEffect",
    "FloorPrice",
    "FloorsError",
    "FloorsFailure",
    "FunnelStep",
    "Gender",
    "Household",
    "HouseholdColumns",
    "HouseholdShift",
    "LanguageFacts",
    "Level",
    "LifeFacts",
    "MatchedPair",
    "MatcherError",
    "Matching",
    "Need",
    "NeedsFacts",
    "Objective",
    "Outcome",
    "Override",
    "Part",
    "PartResult",
    "Place",
    "Points",
    "Policy",
    "Progress",
    "Proof",
    "ProximityFacts",
    "RadarCell",
    "Reason",
    "Receipt",
    "ReciprocityFacts",
    "Relaxation",
    "Rule",
    "Score",
    "SharedLanguage",
    "SlotFacts",
    "SpeechFacts",
    "SpokenLanguage",
    "Vocabulary",
    "Volunteer",
    "VolunteerColumns",
    "Waiting",
    "Weights",
    "assign",
    "compare",
    "compare_matchings",
    "explain_pair",
    "keep_matching",
    "match",
    "match_in_parts",
    "parts_of",
    "price_of_floors",
    "price_of_floors_matchings",
    "price_of_override",
    "radar",
    "unite",
]
