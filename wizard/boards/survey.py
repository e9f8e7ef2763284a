"""Who is on a line: every address asked more than once, at every speed, by every way.

Before anything is asked the line is listened to: a master (DIP 0) tells of itself and is
never asked. "Silent" is never concluded from one try, and what is silent comes with what
may be the reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import cycle, islice

from wizard.boards.bus import Bus
from wizard.boards.either import FC03, FRAMES
from wizard.boards.frame_reader import FrameReader
from wizard.boards.modbus import RegisterReader
from wizard.boards.reader import Reader
from wizard.boards.traffic import residue
from wizard.errors import BoardError, LinkError, LinkLost, LinkUnavailable
from wizard.protocol import fields, views
from wizard.protocol.framing import MASTER, BusEar
from wizard.protocol.layout import Image, Kind, Place, Table
from wizard.protocol.views import Identity
from wizard.text import Text, text

ADDRESSES = range(16)
BAUDS = (115200, 9600)
TRIES = 4  # each way twice
SERIAL_READS = 4  # two boards at one address may answer in turn
GARBLED = 2  # tries that brought broken bytes, before two boards are suspected
MOST_DOUBLES = 2  # more garbled addresses than this may be the line's fault
LISTEN_STEP_S = 1.0
LISTEN_STEPS = {115200: 16, 9600: 1}  # a master reports every 4.4 s, on old firmware every 15 s
HEARD, GARBLE = "heard", "garbled"
READERS: Mapping[str, Callable[[Bus, int], Reader]] = {FC03: RegisterReader, FRAMES: FrameReader}

_SERIAL = next(row for row in fields.IDENTITY if row.key == "serial")
SERIAL = Place(Table.INFO, _SERIAL.offset, Kind.U8, _SERIAL.size)

DOUBLE_GARBLED = text(
    "Two boards may share this address: what comes is garbled here and not elsewhere. "
    "Unplug one and scan again."
)
NOISY = text("What comes is garbled at every silent address: noise, a wrong speed or A/B swapped.")
MASTERED = text("A master (DIP 0) talks on this line. Reads may collide with it: take it off.")
MASTER_HERE = text("The master (DIP 0): heard, never asked, cannot be set from here.")
ONLY_HEARD = text("Heard answering the master; it did not answer us.")

WHY_SILENT = (
    text("There is no board at it."),
    text("Its UART1 protocol number is not 001 (115200) or 013 (9600): set it in JK's app."),
    text("Its DIP switches stand at 0: then it is a master, or answers nobody."),
    text("It is asleep or off: press its button or connect a charger."),
    text("It was not powered off and on after its DIP switches were set."),
)
WHY_ALL_SILENT = (
    text("A and B are swapped, or the ground wire is missing: swap A and B."),
    text("The cable sits in another plug: RS485-1 is the one, RS485-2 follows the DIP switches."),
)


@dataclass(frozen=True, slots=True)
class Found:
    """An address where somebody is.

    `how` is `fc03`, `frames`, `heard` (only overheard) or `garbled`; `lost` of `asked`
    requests had no answer, and while nobody was known `garbled` of them broken bytes.
    `serials` are all that answered. What could not be learned is None.
    """

    address: int
    baud: int
    how: str
    identity: Identity | None = None
    alarms: frozenset[int] | None = None
    asked: int = 0
    lost: int = 0
    garbled: int = 0
    serials: tuple[str, ...] = ()
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Survey:
    """Who was found, by address; the silent addresses; why they may be silent; the line."""

    found: tuple[Found, ...]
    silent: tuple[int, ...]
    why_silent: tuple[Text, ...]
    line: tuple[Text, ...]


def _quietly(_news: Text) -> None:
    return


async def survey(
    bus_at: Callable[[int], Bus],
    addresses: Iterable[int] = ADDRESSES,
    bauds: Sequence[int] = BAUDS,
    progress: Callable[[Text], None] = _quietly,
) -> Survey:
    """Look for boards at each speed in turn. Raises LinkUnavailable, LinkLost.

    `bus_at` gives a bus of its own for each speed. An address found at one speed is not
    asked at the next.
    """
    found: dict[int, Found] = {}
    line: list[Text] = []
    asked = [address for address in addresses if address != MASTER]
    for baud in bauds:
        look = _Look(bus_at(baud), baud, progress)
        try:
            found |= await look.around([unit for unit in asked if unit not in found])
        finally:
            await look.bus.close()
        line += [remark for remark in look.line if remark not in line]
    silent = tuple(unit for unit in asked if unit not in found)
    why = (*WHY_SILENT, *(() if found else WHY_ALL_SILENT))
    rows = tuple(found[address] for address in sorted(found))
    return Survey(rows, silent, why if silent else (), tuple(line))


async def ask_each(bus: Bus, addresses: Sequence[int]) -> Survey:
    """Ask addresses at the speed of the bus, where nobody else talks; the bus stays open.

    Raises LinkUnavailable, LinkLost.
    """
    look = _Look(bus, BAUDS[0], _quietly)
    found = await look.asked(addresses)
    silent = tuple(unit for unit in addresses if unit not in found)
    why = (*WHY_SILENT, *(() if found else WHY_ALL_SILENT))
    rows = tuple(found[address] for address in sorted(found))
    return Survey(rows, silent, why if silent else (), tuple(look.line))


async def answered_once(bus: Bus, address: int, how: str) -> bool:
    """Ask an address for its serial number, one try by one of `READERS`.

    Return whether a believable answer came. Raises LinkUnavailable, LinkLost.
    """
    try:
        await READERS[how](bus, address).place(SERIAL, await bus.opened(), 1)
    except (LinkLost, LinkUnavailable):
        raise
    except (LinkError, BoardError):
        return False
    return True


@dataclass(slots=True)
class _Look:
    """One look around at one speed; `line` is what is to be said of the line itself."""

    bus: Bus
    baud: int
    progress: Callable[[Text], None]
    line: list[Text] = field(default_factory=list[Text])

    async def around(self, addresses: Sequence[int]) -> dict[int, Found]:
        """Listen, then ask each address."""
        overheard = await self._listen()
        there = await self.asked(addresses, frozenset(overheard))
        for unit, alarms in overheard.items():
            remark = MASTER_HERE if unit == MASTER else ONLY_HEARD
            row = Found(unit, self.baud, HEARD, alarms=alarms, remarks=(remark,))
            there.setdefault(unit, row)
        if MASTER in overheard:
            self.line.append(MASTERED)
        return there

    async def asked(
        self, addresses: Sequence[int], heard: frozenset[int] = frozenset()
    ) -> dict[int, Found]:
        """Ask each address; return where somebody is. Those `heard` speak clearly elsewhere.

        All are asked one way before any is asked the next: in the meantime whoever is slow
        may still answer, which the bus notices, and then waits longer.
        """
        found = {address: Found(address, self.baud, "") for address in addresses}
        for how in islice(cycle(READERS), TRIES):
            for row in [row for row in found.values() if row.identity is None]:
                found[row.address] = await self._ask(row, how)
        there = {unit: found[unit] for unit in found if found[unit].how}
        silent = [found[unit] for unit in found if unit not in there and unit not in heard]
        return there | self._doubles(silent)

    def _doubles(self, silent: Sequence[Found]) -> dict[int, Found]:
        """Return the silent addresses where it is garbled, unless it is so all over the line."""
        garbled = [row for row in silent if row.garbled >= GARBLED]
        if len(garbled) > max(MOST_DOUBLES, len(silent) / 2):
            self.line.append(NOISY)
            return {}
        return {row.address: replace(row, how=GARBLE, remarks=(DOUBLE_GARBLED,)) for row in garbled}

    async def _listen(self) -> dict[int, frozenset[int] | None]:
        """Return who is heard, with the alarms of each; end once a master has told all."""
        self.progress(text("Listening at {baud} baud", baud=self.baud))
        ear, alarms, told = BusEar(), dict[int, frozenset[int] | None](), set[Table | None]()
        for _ in range(LISTEN_STEPS[self.baud]):
            for heard in ear.feed(await self.bus.listen(LISTEN_STEP_S)):
                alarms[heard.unit] = _alarms(heard.frame.image()) or alarms.get(heard.unit)
                told |= {heard.frame.table} if heard.unit == MASTER else set()
            if told >= {Table.STATUS, Table.SETTINGS}:
                break
        return alarms

    async def _ask(self, row: Found, how: str) -> Found:
        """Ask an address for its identity in one way; `how` stays empty if it is silent."""
        self.progress(text("Asking address {n} at {baud} baud", n=row.address, baud=self.baud))
        asked, lost, garbled, found = self.bus.exchanges, self.bus.silences, 0, row
        try:
            reader = READERS[how](self.bus, row.address)
            found = await _introduced(self.bus, reader, replace(row, how=how))
        except (LinkLost, LinkUnavailable):
            raise
        except BoardError as error:
            found = replace(row, how=how, remarks=(error.reason,))
        except LinkError:
            garbled = _is_garbled(self.bus)
        return replace(
            found,
            asked=row.asked + self.bus.exchanges - asked,
            lost=row.lost + self.bus.silences - lost,
            garbled=row.garbled + garbled,
        )


async def _introduced(bus: Bus, reader: Reader, found: Found) -> Found:
    """Fill in who it is, its alarms, and whether its serial number stays the same."""
    opening = await bus.opened()
    identity = views.identity(await reader.table(Table.INFO, opening, 1))
    bus.met(identity.firmware)
    found = replace(found, identity=identity, remarks=())
    try:
        alarms = _alarms(await reader.table(Table.STATUS, opening))
        serials = {identity.serial: None} | {
            _serial(await reader.place(SERIAL, opening)): None for _ in range(SERIAL_READS)
        }
    except (LinkLost, LinkUnavailable):
        raise
    except (LinkError, BoardError) as error:
        return replace(found, remarks=(error.reason,))
    double = text(
        "Two boards answer at this address, serial numbers {numbers}: give one another "
        "address by its DIP switches, then power it off and on.",
        numbers=", ".join(serials),
    )
    return replace(
        found,
        alarms=alarms,
        serials=tuple(serials),
        remarks=(double,) if len(serials) > 1 else (),
    )


def _serial(info: Image) -> str:
    return info.text(_SERIAL.offset, _SERIAL.size) or ""


def _alarms(image: Image | None) -> frozenset[int] | None:
    """Return the alarms of a status table, None of any other."""
    if image is None or image.table is not Table.STATUS:
        return None
    return views.status(image).alarms


def _is_garbled(bus: Bus) -> bool:
    """Whether the last exchange brought more than nothing, its echo and others' whole frames."""
    left = residue(bus.asked, bus.came)
    return bool(left) and left not in bus.asked
