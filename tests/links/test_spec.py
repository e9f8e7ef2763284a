import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from wizard.errors import WrongUsage
from wizard.links.bluetooth_wanted import Pairing
from wizard.links.spec import KNOWN, LinkSpec, parse

places = st.text(st.characters(exclude_characters="?", exclude_categories=["Cs"]), min_size=1)
values = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("written", "kind", "place", "address", "baud"),
    [
        ("serial:/dev/ttyUSB0", "serial", "/dev/ttyUSB0", 1, 115200),
        ("serial:/dev/ttyUSB0?address=15", "serial", "/dev/ttyUSB0", 15, 115200),
        ("serial:COM3?baud=9600&address=2", "serial", "COM3", 2, 9600),
        ("serial:/dev/serial/by-id/usb-1a86:7523-port0", "serial", None, 1, 115200),
        ("uart:/dev/ttyUSB0", "uart", "/dev/ttyUSB0", 1, 115200),
        ("demo:", "demo", "", 1, 115200),
        ("demo:?fault=echo&cells=8", "demo", "", 1, 115200),
    ],
)
def test_links_are_read_as_people_write_them(
    written: str, kind: str, place: str | None, address: int, baud: int
) -> None:
    spec = parse(written)
    assert (spec.kind, spec.address, spec.baud) == (kind, address, baud)
    assert spec.place == (written.partition(":")[2] if place is None else place)
    assert str(spec) == written


@pytest.mark.parametrize(
    "written",
    [
        "ble:C8:47:80:12:34:56",
        "ble:C8:47:80:12:34:56?adapter=hci1&pair=yes",
        "ble:2A5C3B10-8F3E-4B61-9D0C-0123456789AB",
    ],
)
def test_a_board_is_written_by_its_bluetooth_address(written: str) -> None:
    spec = parse(written)
    assert (spec.kind, str(spec)) == ("ble", written)
    assert spec.place == written.removeprefix("ble:").partition("?")[0]
    assert parse(written.replace(spec.place, spec.place.lower())) == spec


def test_how_a_board_is_reached_by_bluetooth_may_be_chosen() -> None:
    usual, chosen = (
        parse("ble:C8:47:80:12:34:56"),
        parse("ble:C8:47:80:12:34:56?adapter=hci1&pair=no"),
    )
    assert (usual.adapter, usual.pairing) == (None, Pairing.WHEN_ASKED)
    assert (chosen.adapter, chosen.pairing) == ("hci1", Pairing.NEVER)


@given(place=places, address=st.integers(1, 15), baud=st.sampled_from([9600, 115200]))
def test_a_serial_link_survives_being_written_and_read(place: str, address: int, baud: int) -> None:
    spec = LinkSpec("serial", place, {"address": str(address), "baud": str(baud)})
    assert parse(str(spec)) == spec


FREE = sorted(KNOWN["demo"] - {"read", "address", "packs"})


@given(st.dictionaries(st.sampled_from(FREE), values))
@example({"fault": "a&b=c%26+d ?#"})
def test_options_survive_being_written_and_read(options: dict[str, str]) -> None:
    spec = LinkSpec("demo", "", options)
    assert parse(str(spec)) == spec


@given(st.text())
@example("serial:/dev/x?address=" + "9" * 5000)
@example("serial:/dev/x?address=\N{SUPERSCRIPT TWO}")
def test_whatever_is_typed_is_a_link_or_wrong_usage(written: str) -> None:
    try:
        spec = parse(written)
    except WrongUsage:
        return
    assert parse(str(spec)) == spec


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "`` is no link. Write serial:/dev/ttyUSB0?address=1, ble:C8:47:80:12:34:56, uart:"),
        ("/dev/ttyUSB0", "`/dev/ttyUSB0` is no link"),
        ("tcp:host", "`tcp:host` is no link"),
        ("SERIAL:/dev/x", "is no link"),
        ("serial:", "serial: needs a port"),
        ("serial:?address=1", "serial: needs a port"),
        ("uart:", "uart: needs a port, such as uart:/dev/ttyUSB0"),
        ("uart:/dev/x?address=1", "uart: has no option `address`; known are none"),
        ("serial:/dev/x?adress=1", "no option `adress`; known are address, baud, read"),
        ("serial:/dev/x?address=0", "address=0: must be 1 to 15"),
        ("serial:/dev/x?address=16", "address=16: must be 1 to 15"),
        ("serial:/dev/x?address=-1", "address=-1: must be 1 to 15"),
        ("serial:/dev/x?address=", "address=: must be 1 to 15"),
        ("serial:/dev/x?address", "address=: must be 1 to 15"),
        ("serial:/dev/x?baud=19200", "baud=19200: must be 9600 or 115200"),
        ("serial:/dev/x?address=1&address=2", "address is given twice"),
        ("serial:/dev/x?read=fc04", "read=fc04: must be auto or fc03 or frames"),
        ("demo:?read=", "read=: must be auto or fc03 or frames"),
        ("demo:?address=0", "address=0: must be 1 to 15"),
        ("demo:?baud=9600", "no option `baud`"),
        ("ble:", "ble: is no Bluetooth address. Write it as ble:C8:47:80:12:34:56"),
        ("ble:C8:47:80:12:34", "`jk-commission scan --bluetooth` lists the boards"),
        ("ble:C8-47-80-12-34-56", "is no Bluetooth address"),
        ("ble:C8:47:80:12:34:\N{LATIN SMALL LIGATURE FF}", "is no Bluetooth address"),
        ("ble:C8:47:80:12:34:5G", "is no Bluetooth address"),
        ("ble:C8:47:80:12:34:56:78", "is no Bluetooth address"),
        ("ble:C8:47:80:12:34:56?address=1", "no option `address`; known are adapter, pair"),
        ("ble:C8:47:80:12:34:56?pair=maybe", "pair=maybe: must be auto or yes or no"),
        ("ble:C8:47:80:12:34:56?adapter=/dev/hci0", "must be hci0, hci1 and so on"),
    ],
)
def test_a_link_that_cannot_be_is_refused_with_what_is_known(written: str, sentence: str) -> None:
    with pytest.raises(WrongUsage) as refusal:
        parse(written)
    assert sentence in str(refusal.value)
