"""Which pin of one jack belongs to which of another. Pure.

Pins are those of an RJ45 jack, 1 to 8, as a tuple of signals, "" where nothing is.
"""

from collections.abc import Mapping, Sequence

from wizard.text import Text, text

Pins = tuple[str, ...]
NO_PINS: Pins = ()
COUNT = 8
GROUND = "GND"


def plain(pins: Sequence[str]) -> Pins:
    """Return the signals without the number of the port that boards add, `A1` as `A`."""
    return tuple(pin.rstrip("0123456789") for pin in pins)


def placed(signals: Mapping[int, str]) -> Pins:
    """Return the pins of a jack of which some signals are known by their pin, from 1."""
    return tuple(signals.get(number, "") for number in range(1, COUNT + 1))


def told(pins: Pins) -> str:
    """Return the pins that carry something, `CANH 5, CANL 4, GND 7`; "" for none."""
    signals = dict.fromkeys(sorted(pin for pin in pins if pin))
    return ", ".join(f"{signal} {_listed(_numbers(pins, signal))}" for signal in signals)


def _listed(numbers: Sequence[int]) -> str:
    return " and ".join(map(str, numbers))


def _numbers(pins: Pins, signal: str) -> tuple[int, ...]:
    return tuple(number for number, each in enumerate(pins, 1) if each == signal)


def joined(ours: Pins, theirs: Pins) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """Return the pins at both ends of each wire that a cable has, by signal.

    Empty where one of the two that carry data is missing at an end.
    """
    both = [each for each in dict.fromkeys(ours) if each and each in theirs]
    data = [each for each in dict.fromkeys(ours) if each not in {"", GROUND}]
    if not set(data) <= set(both):
        return {}
    return {each: (_numbers(ours, each), _numbers(theirs, each)) for each in both}


def crossed(ours: Pins, theirs: Pins) -> Text | None:
    """Return what a straight cable would join wrongly, or leave apart; None where it fits."""
    for number, (here, there) in enumerate(zip(ours, theirs, strict=True), 1):
        if here and there and here != there:
            return text(
                "By its pins a network cable joins {here} with {there} (pin {n}): a cable made "
                "for it is needed, joined as drawn.",
                here=here,
                there=there,
                n=number,
            )
    for signal in dict.fromkeys(each for each in ours if each not in {"", GROUND}):
        if not any(here == there == signal for here, there in zip(ours, theirs, strict=True)):
            return text(
                "By its pins a network cable leaves {signal} apart: a cable made for it is "
                "needed, joined as drawn.",
                signal=signal,
            )
    return None
