"""Settings of a report: what each was, what this session wanted, what it is at the end."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wizard.measurement import Verdict
from wizard.protocol.catalogue import OPTIONS, SETTINGS, SWITCHES
from wizard.quantity import Quantity
from wizard.record import events
from wizard.report.changes import label
from wizard.report.document import SettingRow
from wizard.report.timeline import Moment

FINAL = "final"  # the purpose of the read-out that a report judges

Values = Mapping[str, Quantity]


@dataclass(slots=True)
class _Course:
    """How the settings went through a session."""

    first: Values = field(default_factory=dict[str, Quantity])
    preset_sent: bool = False
    after_preset: Values = field(default_factory=dict[str, Quantity])
    base: Values = field(default_factory=dict[str, Quantity])
    wanted: dict[str, Quantity] = field(default_factory=dict[str, Quantity])
    final: Values = field(default_factory=dict[str, Quantity])
    shifted: set[int] = field(default_factory=set[int])


def settings(passed: list[Moment]) -> tuple[SettingRow, ...]:
    """Return every setting that was read or written, in the catalogue's order."""
    course = _Course()
    for moment in passed:
        _follow(course, moment.event)
    known = [row.key for row in (*SETTINGS, *SWITCHES, *OPTIONS)]
    met = {**course.first, **course.after_preset, **course.wanted, **course.final}
    return tuple(_row(course, key) for key in dict.fromkeys([*known, *met]) if key in met)


def _follow(course: _Course, event: events.Event) -> None:
    match event:
        case events.SettingsRead():
            _read(course, event)
        case events.ActionIntended():
            # What a preset makes of the settings is known only from the next read-out.
            course.preset_sent, course.base, course.wanted, course.final = True, {}, {}, {}
        case events.WriteIntended() if not course.shifted:
            course.wanted[event.key] = event.wanted
            course.final = {}  # what was read before a write is not final
        case events.ShiftOpened():
            course.shifted.add(event.shift)
        case events.ShiftClosed():
            course.shifted.discard(event.shift)
        case _:
            pass


def _read(course: _Course, event: events.SettingsRead) -> None:
    # Some read-outs leave the information table out: each key counts from where it came.
    course.first = {**event.values, **course.first}
    if event.purpose == FINAL:
        course.final = event.values
        return
    if course.preset_sent and not course.base:
        course.after_preset = event.values
    course.base = {**event.values, **course.base}


def _row(course: _Course, key: str) -> SettingRow:
    first, final = course.first.get(key), course.final.get(key)
    preset, wanted = course.after_preset.get(key), course.wanted.get(key)
    met = [value for value in (final, wanted, preset, first) if value is not None]
    return SettingRow(
        key=key,
        label=label(key),
        unit=met[0].unit,
        first=first and first.value,
        after_preset=preset and preset.value,
        wanted=wanted and wanted.value,
        final=final and final.value,
        verdict=_verdict(wanted, course.base.get(key), final),
    )


def _verdict(wanted: Quantity | None, base: Quantity | None, final: Quantity | None) -> Verdict:
    if final is None:
        return Verdict.NOT_TAKEN
    if wanted is not None:
        return Verdict.PASS if final == wanted else Verdict.FAIL
    if base is None:
        return Verdict.NOT_APPLICABLE
    # Another hand than this session's changed it: not a fault, but worth saying.
    return Verdict.PASS if final == base else Verdict.MARGINAL
