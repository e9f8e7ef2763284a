"""What is told is what the frame says; what it does not say is absent."""

from decimal import Decimal

import pytest

from tests.protocol.legacy.frames import CONTENT, reading
from wizard.protocol.catalogue import SETTING
from wizard.protocol.legacy import Age, age, identity, secrets, settings, status
from wizard.protocol.legacy.table import ROW
from wizard.protocol.reading import Incomplete

NEEDED = (0x79, 0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x87, 0x8B, 0x8C)


def test_a_board_says_who_it_is() -> None:
    found = identity(reading())
    assert (found.model, found.hardware, found.firmware) == ("JK_B2A8S20P", "11.XW", "11.26")
    assert found.first_on == "2306"
    assert (found.protocols, found.offered) == ({}, {})


def test_what_stands_for_its_serial_number_is_all_that_tells_boards_apart() -> None:
    usual = identity(reading())
    assert usual.serial == "2306/Solar 07/Solar 07 attJK_B2A8S20P"
    for change in (
        {0xB5: b"2307"},
        {0xB4: b"Solar 08"},
        {0xBA: b"Solar 07 attJK_B1A8S20P\0"},
        {0xBA: b"Solar 07 btJK_B2A8S20P\0\0"},
    ):
        assert identity(reading(dict(change))).serial != usual.serial
    for change in ({0xB6: bytes(4)}, {0x85: b"\1"}, {0xAC: b"\1"}, {0x87: bytes(2)}):
        assert identity(reading(dict(change))) == usual


@pytest.mark.parametrize(
    ("software", "hardware", "firmware"),
    [
        (b"H6.X__S6.1.3S__", "H6.X", "6.1.3S"),
        (b"11.XA_S11.51___", "11.XA", "11.51"),
        (b"11.XW_S11.261__", "11.XW", "11.261"),
        (b"V2.5 beta______", "", "V2.5 beta"),
        (b"___S___________", "", "S"),
        (bytes(15), "", ""),
    ],
)
def test_versions_of_hardware_and_software_stand_in_one_text(
    software: bytes, hardware: str, firmware: str
) -> None:
    found = identity(reading({0xB7: software}))
    assert (found.hardware, found.firmware) == (hardware, firmware)


@pytest.mark.parametrize(
    "maker", [b"BT3072020120000200521001", bytes(24), b"JK_B2A8S20P".ljust(24)]
)
def test_a_board_without_a_model_behind_the_user_data_has_none(maker: bytes) -> None:
    assert identity(reading({0xBA: maker})).model == ""


def test_settings_that_it_shows_are_those_it_has() -> None:
    found, who = settings(reading()), identity(reading())
    assert found.values == {
        "cell_ovp": Decimal("3.65"),
        "cell_uvp": Decimal("2.6"),
        "charge_utp": Decimal(-20),
        "charge_switch": Decimal(1),
        "discharge_switch": Decimal(0),
    }
    assert who.supported == {SETTING[key].code for key in found.values}
    assert not who.supports(SETTING["power_off_voltage"].code)


def test_what_it_does_not_tell_is_absent_in_its_settings() -> None:
    found = settings(reading())
    assert (found.switch_word, found.sensors_disabled) == (None, None)
    assert (found.switches, found.options, found.meant) == ({}, {}, frozenset())
    assert "device_address" not in found.everything
    with pytest.raises(KeyError):
        found["power_off_voltage"]


def test_other_numbers_are_shown_and_no_password() -> None:
    found = settings(reading({0xAE: b"\7"}))
    assert found.shown["board_address"] == (Decimal(7),)
    assert found.shown.keys() <= {ROW[code].key for code in CONTENT}
    assert not {"settings_password", "soc", "cell_ovp", "software"} & found.shown.keys()


def test_a_status_is_what_the_frame_says() -> None:
    found = status(reading({0x8B: (0x0403).to_bytes(2), 0x81: (101).to_bytes(2)}))
    assert found.cells == tuple(map(Decimal, ("3.300", "3.301", "3.302", "3.303")))
    assert (found.pack_voltage, found.current) == (Decimal("13.22"), Decimal("4.53"))
    assert (found.soc, found.cycles) == (87, 25)
    assert found.alarms == {100, 1, 4}
    assert (found.mos_temperature, found.temperatures) == (33, (-1, 30))
    assert found.sensors == {1, 2}


@pytest.mark.parametrize("bits", range(16))
def test_the_states_of_both_mos_and_the_balancer_are_bits(bits: int) -> None:
    found = status(reading({0x8C: bits.to_bytes(2)}))
    assert (found.charge_mos, found.discharge_mos, found.balancing) == (
        bool(bits & 1),
        bool(bits & 2),
        bool(bits & 4),
    )
    assert found.readings["attached"] == (Decimal(bits >> 3),)
    assert found.readings["charge_mos"] == (Decimal(found.charge_mos),)


def test_what_it_does_not_tell_is_absent_in_its_status() -> None:
    found = status(reading({0x86: None}))
    assert (found.remaining, found.emergency) == (None, None)
    assert (found.uvpr_countdown, found.ovpr_countdown) == (None, None)
    assert (found.high_wires, found.user_alarms, found.sensors) == (frozenset(),) * 3
    assert not {"remaining", "emergency_time", "alarms", "sensor_count"} & found.readings.keys()
    assert found.readings["working_time"] == (Decimal(99_043),)


@pytest.mark.parametrize("code", NEEDED)
def test_without_what_it_needs_there_is_no_status(code: int) -> None:
    with pytest.raises(Incomplete, match=ROW[code].key):
        status(reading({code: None}))


@pytest.mark.parametrize("code", [0xB4, 0xB5, 0xB7, 0xBA])
def test_without_what_it_needs_there_is_no_identity(code: int) -> None:
    with pytest.raises(Incomplete, match=ROW[code].key):
        identity(reading({code: None}))


def test_a_frame_that_was_not_read_to_its_end_gives_no_settings_but_a_status() -> None:
    stopped = reading(behind=b"\x88\1")
    with pytest.raises(Incomplete, match="unknown id 0x88"):
        settings(stopped)
    assert status(stopped).soc == 87


def test_the_settings_password_is_told_and_that_of_the_connection_is_not() -> None:
    found = secrets(reading())
    assert found.settings.matches("Kwiat!7")
    assert found.device.matches("")
    assert "Kwiat" not in repr(found)


def test_a_board_grows_older_and_never_younger() -> None:
    before = age(reading())
    assert before == Age(minutes=99_043, cycle_capacity=5850, cycles=25)
    for later, minutes in ((before, 0), (Age(99_044, 5850, 25), 0), (Age(99_163, 5851, 26), 120)):
        assert later.follows(before, minutes)
    for other in (
        Age(99_042, 5850, 25),
        Age(99_043, 5849, 25),
        Age(99_043, 5850, 24),
        Age(99_045, 5850, 25),
    ):
        assert not other.follows(before, 0)
