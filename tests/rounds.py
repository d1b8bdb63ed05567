"""How often a race is run; a longer trial sets PALIER_RACE_ROUNDS=200."""

from __future__ import annotations

import os

ROUNDS = int(os.environ.get("PALIER_RACE_ROUNDS", "25"))
