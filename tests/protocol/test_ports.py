from wizard.protocol import fields
from wizard.protocol.catalogue import OPTIONS
from wizard.protocol.ports import BUS_OF, PROTOCOL, PROTOCOLS, TRIGGERS, Bus, named


def test_each_number_of_a_bus_stands_once() -> None:
    assert len(PROTOCOL) == len(PROTOCOLS)
    for bus in Bus:
        assert [row.number for row in PROTOCOLS if row.bus is bus] == list(range(21))


def test_every_port_with_a_bitmap_has_its_list() -> None:
    assert BUS_OF.keys() == {row.key for row in fields.OFFERED}


def test_a_number_is_named_from_the_list_of_its_port() -> None:
    assert named("uart1_protocol", 1) == named("uart2_protocol", 1) == "JK BMS RS485 Modbus"
    assert named("can_protocol", 1) == "Deye low-voltage"
    assert named("can_protocol", 99) == "unknown"


def test_the_ranges_of_the_catalogue_are_those_of_the_lists() -> None:
    for row in OPTIONS:
        if row.key in BUS_OF:
            assert row.high == 20
        if row.key.endswith("_trigger"):
            assert row.high == max(TRIGGERS)


def test_modbus_is_at_the_speeds_that_the_vendor_names() -> None:
    assert PROTOCOL[Bus.UART, 1].speed == 115_200
    assert PROTOCOL[Bus.UART, 13].speed == 9_600
