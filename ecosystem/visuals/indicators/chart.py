"""Indicators as charts: each figure with its words, as the geometry of a chart needs it."""

from ecosystem.models import Indicator, Observation
from ecosystem.models.indicators import Unit
from ecosystem.visuals.geometry.chart import VALUE, Chart, Figure, chart

# Fewer figures make no picture.
LEAST = 2
# The letters of a chart among others, which is drawn half as wide.
SMALL = 24.0


def charted(indicator: Indicator, *, is_small: bool = False) -> Chart | None:
    """Return the chart of a series whose figures `for_list()` has fetched; None where a table says as much."""
    if len(indicator.newest_first) < LEAST:
        return None
    figures = [_figure(observation) for observation in indicator.newest_first]
    return chart(figures, is_rank=indicator.unit == Unit.RANK, size=SMALL if is_small else VALUE)


def _figure(observation: Observation) -> Figure:
    period = observation.period
    return Figure(period.first_day, period.last_day, float(observation.value), str(observation.figure))
