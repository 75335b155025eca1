"""Charts of indicators."""

from collections.abc import Sequence

from ecosystem.models import Indicator, Observation
from ecosystem.models.indicators import Unit
from ecosystem.visuals.geometry.chart import VALUE_SIZE, Chart, ChartValue, build_chart

# The minimum number of values for a chart.
MIN_VALUES = 2
# The font size in small charts, which are drawn half as wide.
SMALL = 24.0


def build_indicator_chart(indicator: Indicator, *, is_small: bool = False) -> Chart | None:
    """The indicator is from `for_list()`; return None if it has too few values."""
    if len(indicator.newest_first) < MIN_VALUES:
        return None
    values = [_build_chart_value(each, indicator.newest_first) for each in indicator.newest_first]
    return build_chart(values, is_rank=indicator.unit == Unit.RANK, size=SMALL if is_small else VALUE_SIZE)


def _build_chart_value(observation: Observation, shown: Sequence[Observation]) -> ChartValue:
    period = observation.period
    text = str(observation.format_value_among(shown))
    return ChartValue(period.first_day, period.last_day, float(observation.value), text)
