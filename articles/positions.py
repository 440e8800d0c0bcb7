"""Where an article stands in the order of dates: one integer, newest highest, the undated lowest."""

from datetime import UTC, datetime

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
