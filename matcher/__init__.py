"""Who would suit whom."""
