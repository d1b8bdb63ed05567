"""Where the invented people live: real communes, points on the matching grid."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from web.geocoding import place_of, snap

# Postcode -> share of the scheme's people, roughly by inhabitants.
BRUSSELS = {
    "1000": 9, "1020": 4, "1030": 10, "1040": 4, "1050": 7, "1060": 5, "1070": 9, "1080": 8,
    "1081": 2, "1082": 2, "1083": 1, "1090": 4, "1140": 3, "1150": 2, "1160": 2, "1170": 1,
    "1180": 5, "1190": 5, "1200": 4, "1210": 3,
}  # fmt: skip
KORTRIJK = {"8500": 9, "8501": 2, "8510": 3, "8520": 1, "8530": 3, "8540": 1, "8560": 2, "8790": 3}
KORTRIJK_SHARE = 0.3


class Places:
    """Many places at once: postcode, locality and a snapped point for each person."""

    def __init__(self, count: int, random: np.random.Generator) -> None:
        brussels = sum(BRUSSELS.values())
        kortrijk = sum(KORTRIJK.values())
        shares = {code: share / brussels * (1 - KORTRIJK_SHARE) for code, share in BRUSSELS.items()}
        shares |= {code: share / kortrijk * KORTRIJK_SHARE for code, share in KORTRIJK.items()}
        self.known = {code: place for code in shares if (place := place_of(code)) is not None}
        codes = list(self.known)
        weights = np.array([shares[code] for code in codes])
        picks = random.choice(len(codes), size=count, p=weights / weights.sum())
        self.postcode = [codes[pick] for pick in picks]
        # Some 900 m around the commune's centre, in degrees.
        self._latitude = self._spread([self.known[c].latitude for c in codes], picks, random, 0.008)
        self._longitude = self._spread(
            [self.known[c].longitude for c in codes], picks, random, 0.0125
        )

    def point(self, index: int) -> tuple[float, float]:
        """Latitude and longitude of the person's 250 m cell."""
        return snap(float(self._latitude[index]), float(self._longitude[index]))

    def locality(self, index: int) -> str:
        return self.known[self.postcode[index]].locality

    def in_kortrijk(self, index: int) -> bool:
        return self.postcode[index] in KORTRIJK

    @staticmethod
    def _spread(
        centres: list[float], picks: NDArray[np.int64], random: np.random.Generator, sigma: float
    ) -> NDArray[np.float64]:
        return np.array(centres)[picks] + random.normal(0.0, sigma, len(picks))
