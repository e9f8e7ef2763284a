"""What makes the book of inverters unusable, though its shape is right. Pure."""

from collections import Counter
from collections.abc import Iterator

from wizard.procedure.inverters import Book, Connection, Inverter
from wizard.protocol.ports import PROTOCOL, Bus
from wizard.text import Text, text

PINS = 8
LONGEST = 160  # characters of a sentence that a screen shows whole, the brand before it
RATES = {
    Bus.CAN: frozenset({125_000, 250_000, 500_000, 1_000_000}),
    Bus.UART: frozenset({9_600, 19_200, 38_400, 57_600, 115_200}),
}
PAIR = {Bus.CAN: frozenset({"CANH", "CANL"}), Bus.UART: frozenset({"A", "B"})}


def complaints(book: Book) -> Iterator[Text]:
    """Yield what makes a book unusable, a sentence each."""
    for key, times in Counter(row.key for row in book.inverter).items():
        if times > 1:
            yield text("inverter `{key}` stands twice", key=key)
    for row in book.inverter:
        yield from _of_inverter(row)
    taken = {
        (each.bus, n) for row in book.inverter for each in row.connection for n in each.numbers
    }
    for rest in book.no_brand:
        for number in rest.numbers:
            if (rest.bus, number) not in PROTOCOL:
                yield _unknown("no_brand", rest.bus, number)
            if (rest.bus, number) in taken:
                yield text("{bus} {n} has a brand and is said to have none", bus=rest.bus, n=number)


def _of_inverter(row: Inverter) -> Iterator[Text]:
    buses = [each.bus for each in row.connection]
    if len(set(buses)) < len(buses):
        yield text("inverter `{key}` has a bus twice", key=row.key)
    told = (*row.settings, *row.notes, row.shows, *(s for c in row.connection for s in c.settings))
    for sentence in (each for each in told if len(each) > LONGEST):
        yield text("`{key}`: longer than a screen shows: {what}", key=row.key, what=sentence)
    for each in row.connection:
        yield from _of_numbers(row.key, each)
        yield from _of_rate(row.key, each)
        yield from _of_pins(row.key, each)


def _of_numbers(key: str, each: Connection) -> Iterator[Text]:
    for number in each.numbers:
        found = PROTOCOL.get((each.bus, number))
        if found is None or found.label == "reserved":
            yield _unknown(key, each.bus, number)


def _unknown(key: str, bus: Bus, number: int) -> Text:
    return text("`{key}`: no list names {bus} {n}", key=key, bus=bus, n=number)


def _of_rate(key: str, each: Connection) -> Iterator[Text]:
    if each.bit_rate is None:
        return
    if each.bit_rate not in RATES[each.bus]:
        yield text("`{key}`: {bus} has no {n} bit/s", key=key, bus=each.bus, n=each.bit_rate)
    for number in each.numbers:
        row = PROTOCOL.get((each.bus, number))
        told = row.speed if row is not None and not row.assumed else None
        if told not in {None, each.bit_rate}:
            yield text("`{key}`: the lists give {bus} {n} another speed", key=key, bus=each.bus,
                       n=number)  # fmt: skip


def _of_pins(key: str, each: Connection) -> Iterator[Text]:
    if bool(each.pins) is not bool(each.pins_source):
        yield text("`{key}`: `pins` and `pins_source` go together", key=key)
    if each.pins and (len(each.pins) != PINS or not PAIR[each.bus] <= set(each.pins)):
        yield text(
            "`{key}`: `pins` are eight, {pair} among them",
            key=key,
            pair=" and ".join(sorted(PAIR[each.bus])),
        )
