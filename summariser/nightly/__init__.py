"""A folder in, a finished night out: every article exactly one outcome, nothing paid twice."""

from summariser.nightly.estimate import Estimate, estimate_night
from summariser.nightly.night import NightReport, run_night
from summariser.nightly.settings import NightSettings, Tolerance
from summariser.nightly.voice import telling

__all__ = ["Estimate", "NightReport", "NightSettings", "Tolerance", "estimate_night", "run_night", "telling"]
