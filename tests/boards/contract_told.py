"""What every way to talk to a board promises of switches, options, calibrations, passwords."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.boards.bench import Bench, Rig
from wizard.errors import NoAnswer, NotAllowed
from wizard.protocol.catalogue import CALIBRATION, OPTION, SWITCH, SWITCHES

FLOAT, SENSORS = SWITCH["float_mode"], SWITCH["disable_sensors"]
VOLTAGE, CURRENT = CALIBRATION["voltage_calibration"], CALIBRATION["current_calibration"]
MINE, OURS = "Wadowice48", "Kwiat!7"


class ToldContract(Rig):
    """Promises of a `Board` beyond its settings table."""

    def test_each_switch_can_be_read_alone(self) -> None:
        async def work(bench: Bench) -> None:
            store = bench.simulation.board.store
            for row in SWITCHES:
                assert await bench.board.read_back(row) == store.switch(row.bit)

        self.run(work)

    def test_a_switch_is_turned_and_the_others_stay(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            store = bench.simulation.board.store
            before = store.raw("switches")
            for on in (True, False, not before >> FLOAT.bit & 1):
                await bench.board.write(FLOAT, Decimal(on))
                assert await bench.board.read_back(FLOAT) == on
            assert store.raw("switches") ^ before == 1 << FLOAT.bit

        assert len(self.run(work).writes) == 3

    def test_a_switch_is_never_turned_to_its_unsafe_side(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            sent = len(bench.tap.requests)
            with pytest.raises(NotAllowed, match=r"Disable Temp\. Sensor: .*protection"):
                await bench.board.write(SENSORS, Decimal(1))
            assert len(bench.tap.requests) == sent

        self.run(work)

    def test_an_option_is_written_and_its_neighbour_in_the_register_stays(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            await bench.board.write(OPTION["can_protocol"], Decimal(4))
            assert await bench.board.read_back(OPTION["can_protocol"]) == 4
            assert await bench.board.read_back(OPTION["uart1_protocol"]) == 1

        assert len(self.run(work).writes) == 1

    def test_a_calibration_moves_what_the_board_shows(self) -> None:
        async def work(bench: Bench) -> None:
            bench.simulation.pack.drive(Decimal(30))
            for row, true in ((VOLTAGE, "53.5"), (CURRENT, "29.4")):
                await bench.board.identity()
                await bench.board.calibrate(row, Decimal(true))
            found = await bench.board.status()
            assert abs(found.pack_voltage - Decimal("53.5")) < Decimal("0.02")
            assert abs(found.current - Decimal("29.4")) < Decimal("0.05")

        assert [write.value for write in self.run(work).writes] == [53_500, 29_400]

    @pytest.mark.parametrize("value", ["0", "-30", "14.999", "30.0001", "NaN"])
    def test_a_measured_value_that_cannot_be_one_is_not_sent(self, value: str) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            with pytest.raises(NotAllowed, match="Current Calibration"):
                await bench.board.calibrate(CURRENT, Decimal(value))

        assert self.run(work).writes == []

    def test_a_calibration_is_sent_once_whatever_the_silence(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            bench.tap.swallow = lambda: True
            with pytest.raises(NoAnswer):
                await bench.board.calibrate(VOLTAGE, Decimal("53.5"))

        assert len(self.run(work).writes) == 1

    def test_a_board_without_capability_bits_is_told_nothing(self) -> None:
        async def work(bench: Bench) -> None:
            board = bench.simulation.board
            board.quirks = replace(board.quirks, capability_bits=False)
            await bench.board.identity()
            with pytest.raises(NotAllowed, match=r"firmware 15\.41"):
                await bench.board.calibrate(VOLTAGE, Decimal("53.5"))
            for row in (FLOAT, OPTION["can_protocol"]):
                with pytest.raises(NotAllowed, match=r"firmware 15\.41"):
                    await bench.board.write(row, Decimal(1))

        assert self.run(work).writes == []

    def test_its_passwords_can_be_compared_and_not_printed(self) -> None:
        async def work(bench: Bench) -> None:
            board = bench.simulation.board
            board.nameplate = replace(board.nameplate, password=MINE, setting_password=OURS)
            found = await bench.board.secrets()
            assert found.device.matches(MINE)
            assert found.settings.matches(OURS)
            assert not found.device.matches(OURS)
            assert not any(word in f"{found} {found!r}" for word in (MINE, OURS))

        assert self.run(work).writes == []
