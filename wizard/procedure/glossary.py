"""JK's own words, as its app and its labels show them, and what each means."""

from dataclasses import dataclass

from wizard.text import Text, text


@dataclass(frozen=True, slots=True)
class Term:
    """A label of JK, which is never translated; what it means; where that is said."""

    label: str
    says: Text
    source: str


TERMS: tuple[Term, ...] = (
    Term(
        "B-, P-, B+",
        text(
            "B- is the pack's minus, at the cells. P- is the minus that loads and chargers get: "
            "the MOS lie between both. B+ is the plus of the last cell."
        ),
        "INV 416-432",
    ),
    Term(
        "Balance Trig. Volt.",
        text(
            "How far the highest and the lowest cell must be apart before the board balances "
            "them. Usual are 0.01 V, above 50 Ah 0.005 V."
        ),
        "INV 480, B2A 685",
    ),
    Term(
        "Battery Capacity",
        text("The charge in Ah that the board reckons with. A wrong one makes a wrong SOC."),
        "INV 477",
    ),
    Term(
        "Cell Count",
        text("How many cells are in series. With a wrong one the board does not work properly."),
        "INV 477, B2A 675",
    ),
    Term(
        "Continued Charge Curr.",
        text(
            "More current than this for the time of the delay (OCP Delay) ends charging. From "
            "the factory it is about a quarter of what the board may."
        ),
        "PL 191, INV 498",
    ),
    Term(
        "DIP",
        text(
            "Four small switches that give the board its address. They count 1, 2, 4 and 8; all "
            "down is 0, the master that talks to the inverter."
        ),
        "PB 1112, INV 556",
    ),
    Term(
        "Disable Temp. Sensor",
        text("Makes the board blind to the temperature of the cells. It stays off."),
        "INV 500-507",
    ),
    Term(
        "Emergency",
        text("Switches every protection off. It stays off."),
        "INV 500-507",
    ),
    Term(
        "MOS",
        text(
            "The switches of the board: one lets charge in, one lets it out. An open one lets "
            "nothing through in its direction."
        ),
        "B2A 705-754",
    ),
    Term(
        "NTC",
        text(
            "A temperature probe: a pair of thin black wires. It belongs on a cell and is joined "
            "to no pole."
        ),
        "INV 372",
    ),
    Term(
        "OCP, OCPR",
        text(
            "Over-current protection and its release: after how long too much current ends, and "
            "how long the board then waits before it tries again."
        ),
        "B2A 705-754",
    ),
    Term(
        "OTP, OTPR",
        text(
            "Over-temperature protection and its release, in °C: above OTP the board switches "
            "off, below OTPR on again."
        ),
        "B2A 705-754",
    ),
    Term(
        "OVP",
        text(
            "Over-voltage protection: one cell above it opens the charge MOS. Discharging stays "
            "possible."
        ),
        "B2A 705-754",
    ),
    Term(
        "OVPR",
        text(
            "Over-voltage protection release: charging goes on when all cells are below it. It "
            "must be lower than OVP."
        ),
        "B2A 705-754",
    ),
    Term(
        "Power Off Volt.",
        text(
            "The board switches itself off when even the highest cell is below it. It must be "
            "lower than UVP."
        ),
        "B2A 713",
    ),
    Term(
        "RCV",
        text(
            "Request charge voltage: the volts per cell that the board asks the inverter to "
            "charge to."
        ),
        "JK Modbus V1.1",
    ),
    Term(
        "RFV",
        text(
            "Request float voltage: the volts per cell that the board asks the inverter to hold "
            "once the pack is full. It is not higher than RCV."
        ),
        "JK Modbus V1.1",
    ),
    Term(
        "RS485-1, RS485-2",
        text(
            "Two lines for data. On a PB board RS485-1 goes to the inverter and RS485-2 chains "
            "the boards; the print on the board counts."
        ),
        "INV 524-530, PB 1095, 1160",
    ),
    Term(
        "SCP, SCPR",
        text(
            "Short-circuit protection and its release: how many µs a short circuit may last, "
            "and how long the MOS then stay open."
        ),
        "PB 850-882",
    ),
    Term(
        "Smart Sleep",
        text(
            "After its hours the board goes to sleep, and Bluetooth with it. The hours count "
            "only while the cells are above its voltage."
        ),
        "DE 128",
    ),
    Term(
        "SOC",
        text(
            "State of charge in percent. It is right only after a full charge and some cycles; "
            "inverters trust it."
        ),
        "INV 562-569",
    ),
    Term(
        "SOC-0% Volt.",
        text("A cell at this voltage sets the state of charge to 0 %."),
        "DE 122",
    ),
    Term(
        "SOC-100% Volt.",
        text(
            "A cell at this voltage sets the state of charge to 100 %. The board wants it "
            "between OVPR and OVP."
        ),
        "DE 112",
    ),
    Term(
        "Start Balance Volt.",
        text("Balancing begins only where a cell is above this voltage."),
        "B2A 683",
    ),
    Term(
        "UTP, UTPR",
        text(
            "Under-temperature protection and its release, in °C. Below Charge UTP the board "
            "does not charge: most lithium cells take harm from charging in frost."
        ),
        "INV 494-496",
    ),
    Term(
        "UVP",
        text(
            "Under-voltage protection: one cell below it opens the discharge MOS. Charging stays "
            "possible."
        ),
        "B2A 705-754",
    ),
    Term(
        "UVPR",
        text(
            "Under-voltage protection release: discharging goes on when all cells are above it. "
            "It must be higher than UVP."
        ),
        "B2A 705-754",
    ),
)


def found(typed: str) -> tuple[Term, ...]:
    """Return the terms that were asked for: by number, or by letters of their label.

    A term that has the letters as a whole word comes before those that only hold them;
    nothing typed is every term.
    """
    wanted = typed.strip().casefold()
    if wanted.isdecimal():
        return TERMS[int(wanted) - 1 : int(wanted)] if int(wanted) else ()
    holding = [term for term in TERMS if wanted in term.label.casefold()]
    return tuple(sorted(holding, key=lambda term: wanted not in _words(term.label)))


def _words(label: str) -> list[str]:
    return label.casefold().replace(",", " ").split()
