"""Any event that can happen, for properties of the record."""

from datetime import UTC, timedelta, timezone
from decimal import Decimal
from typing import get_args

from hypothesis import strategies as st

from wizard.measurement import Limit, Measurement, Origin, Verdict
from wizard.protocol.views import Identity
from wizard.quantity import Quantity
from wizard.record import events
from wizard.record.events import Event
from wizard.text import Text
from wizard.units import Unit

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
WHOLE = st.integers(0, 2**40)
NUMBERS = st.one_of(
    st.decimals(Decimal(-5000), Decimal(5000), places=3),
    st.decimals(allow_nan=False, allow_infinity=False),
)
QUANTITIES = st.builds(Quantity, NUMBERS, st.sampled_from(get_args(Unit)))
PLAIN = st.builds(Text, WORDS, st.dictionaries(WORDS, WORDS | WHOLE | QUANTITIES, max_size=2))
SENTENCES = PLAIN | st.builds(Text, WORDS, st.dictionaries(WORDS, PLAIN, max_size=2))
VALUES = st.dictionaries(WORDS, QUANTITIES, max_size=3)
VERDICTS = st.sampled_from(Verdict)
MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]))
IDENTITIES = st.builds(Identity, *[WORDS] * 5, st.frozensets(st.integers(0, 255), max_size=4))
LIMITS = st.builds(
    Limit,
    st.sampled_from(get_args(Unit)),
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    NUMBERS,
    WORDS,
    WORDS,
    WORDS,
)
MEASUREMENTS = st.builds(
    Measurement,
    id=WORDS,
    step=WORDS,
    attempt=WHOLE,
    title=SENTENCES,
    verdict=VERDICTS,
    origin=st.sampled_from(Origin),
    at=MOMENTS,
    utc_offset_minutes=st.integers(-900, 900),
    quantity=st.none() | QUANTITIES,
    observed=WORDS | SENTENCES,
    limit=st.none() | LIMITS,
    possible=st.none() | LIMITS,
    source=WORDS,
    person=WORDS,
    instrument=WORDS,
    note=st.none() | SENTENCES,
)

PLANS = st.builds(events.PackPlan, WHOLE, WORDS, WORDS, WHOLE)

STRATEGIES: dict[type[Event], st.SearchStrategy[Event]] = {
    events.Opened: st.builds(
        events.Opened, WORDS, WORDS, WHOLE, WORDS, WORDS, WORDS, st.booleans()
    ),
    events.Resumed: st.builds(events.Resumed, WORDS, WORDS),
    events.Readdressed: st.builds(events.Readdressed, WORDS),
    events.Left: st.builds(events.Left, WORDS),
    events.Ended: st.builds(events.Ended),
    events.StepStarted: st.builds(events.StepStarted, WORDS, WHOLE),
    events.StepInterrupted: st.builds(events.StepInterrupted, WORDS, WHOLE, WORDS),
    events.Answered: st.builds(events.Answered, WORDS, WHOLE, WORDS, WORDS),
    events.Measured: st.builds(events.Measured, MEASUREMENTS),
    events.StepJudged: st.builds(events.StepJudged, WORDS, WHOLE, VERDICTS, st.none() | SENTENCES),
    events.WentStale: st.builds(events.WentStale, WORDS, WORDS),
    events.IdentityRead: st.builds(events.IdentityRead, IDENTITIES),
    events.SettingsRead: st.builds(events.SettingsRead, WORDS, WORDS, VALUES),
    events.WriteIntended: st.builds(
        events.WriteIntended, WHOLE, WORDS, WORDS, QUANTITIES, QUANTITIES, WORDS
    ),
    events.ActionIntended: st.builds(events.ActionIntended, WHOLE, WORDS, WORDS),
    events.CalibrationIntended: st.builds(
        events.CalibrationIntended, WHOLE, WORDS, WORDS, QUANTITIES, QUANTITIES
    ),
    events.WriteSettled: st.builds(
        events.WriteSettled,
        WHOLE,
        st.sampled_from(events.Outcome),
        st.none() | QUANTITIES,
        st.none() | SENTENCES,
    ),
    events.ShiftOpened: VALUES.flatmap(
        lambda originals: st.builds(
            events.ShiftOpened,
            WHOLE,
            WORDS,
            st.just(originals),
            VALUES,
            st.permutations(list(originals)).map(tuple),
            WHOLE,
        )
    ),
    events.ShiftClosed: st.builds(events.ShiftClosed, WHOLE, WORDS),
    events.ShiftLeftOpen: st.builds(events.ShiftLeftOpen, WHOLE, SENTENCES),
    events.OpenPointNoted: st.builds(events.OpenPointNoted, WORDS, SENTENCES),
    events.Traced: st.builds(
        events.Traced,
        WORDS,
        WHOLE,
        WORDS,
        SENTENCES,
        st.sampled_from(get_args(Unit)),
        st.lists(st.tuples(NUMBERS, NUMBERS), max_size=3).map(tuple),
        st.lists(st.builds(events.TraceLine, SENTENCES, NUMBERS), max_size=2).map(tuple),
        st.lists(st.builds(events.TraceMark, NUMBERS, SENTENCES), max_size=2).map(tuple),
    ),
    events.PackPlanned: st.builds(events.PackPlanned, PLANS),
    events.PacksCounted: st.builds(events.PacksCounted, WHOLE),
    events.PackBegun: st.builds(events.PackBegun, WHOLE, WORDS),
    events.PackJudged: st.builds(events.PackJudged, WHOLE, WORDS, WORDS, st.none() | WHOLE, WORDS),
    events.PackOf: st.builds(
        events.PackOf, WORDS, PLANS, st.dictionaries(WORDS, WORDS, max_size=2)
    ),
    events.Noted: st.builds(
        events.Noted, SENTENCES, WORDS, st.dictionaries(WORDS, WORDS, max_size=2)
    ),
}

EVENTS: st.SearchStrategy[Event] = st.one_of(list(STRATEGIES.values()))
