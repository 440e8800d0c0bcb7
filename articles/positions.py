"""Where an article stands in the order of dates: one integer, newest highest, the undated lowest."""

from datetime import UTC, datetime, timedelta

# Keys are seconds since this moment, so that every date has a positive one; 0 is undated.
FIRST_MOMENT = datetime(1, 1, 1, tzinfo=UTC)
UNDATED_KEY = 0

# How many ids may share one second before two positions could meet.
IDS_A_SECOND = 1 << 24

# The lowest position of an article with a date; below it stand the undated, by id.
FIRST_DATED = IDS_A_SECOND

# Higher than every position.
BEYOND = 1 << 63


def sort_key(published_at: datetime | None) -> int:
    """Whole seconds since FIRST_MOMENT, never 0; UNDATED_KEY for no date."""
    if published_at is None:
        return UNDATED_KEY
    return max(1, int((published_at - FIRST_MOMENT).total_seconds()))


def first_position(moment: datetime) -> int:
    """The lowest position an article of this moment or a later one can have."""
    return sort_key(moment) * IDS_A_SECOND


def month_of(position: int, until: int) -> int | None:
    """The month (1 to 12) of the article that stands there; None if it is undated or known only to its
    year. `until` is the lowest position behind the period it is dated to."""
    if position < FIRST_DATED:
        return None
    first, last = _moment(position), _moment(until - 1)
    return first.month if (first.year, first.month) == (last.year, last.month) else None


def _moment(position: int) -> datetime:
    return FIRST_MOMENT + timedelta(seconds=position // IDS_A_SECOND)
