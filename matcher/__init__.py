"""Who would suit whom: exact, proven and explained. This is the whole public interface."""

from matcher.assignment import Assignment, assign
from matcher.comparison import (
    Comparison,
    HouseholdShift,
    Outcome,
    Points,
    compare,
    compare_matchings,
)
from matcher.errors import MatcherError
from matcher.explanation import Alternative, FunnelStep, Score, Waiting, explain_pair
from matcher.fairness import FloorEffect, FloorPrice, price_of_floors
from matcher.floors import FairnessFloor, FloorCount
from matcher.matching import Certificate, MatchedPair, Matching, Progress, Proof, match
from matcher.override import Override, price_of_override
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
    "FunnelStep",
    "Gender",
    "Household",
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
    "Volunteer",
    "Waiting",
    "Weights",
    "assign",
    "compare",
    "compare_matchings",
    "explain_pair",
    "match",
    "price_of_floors",
    "price_of_override",
    "radar",
]
