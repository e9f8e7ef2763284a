"""A board on its UART keeps the promises of a board that this protocol can keep.

Of `BoardContract` the rest does not apply, because the protocol does not have it: a serial
number, settings beyond those of its table, options and the switch word, capability bits,
presets and calibrations, the information table. Nor does sending a write into silence: the
board is read right before each write, so a silent one is not written to at all.
"""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.boards.bench import Bench, Rig
from tests.boards.contract import BoardContract
from tests.boards.peers import jumping
from tests.boards.tap import Tap
from wizard.boards.board import Board
from wizard.boards.bus import Bus
from wizard.boards.legacy import TRIES, LegacyBoard
from wizard.errors import LinkLost, NoAnswer, NotAllowed, NotBelievable
from wizard.links.memory import MemoryLink
from wizard.protocol.catalogue import ACTIONS, CALIBRATIONS, SETTING, SETTINGS, WRITABLE, Parameter
from wizard.protocol.legacy import ReadAll, Unlock, encode
from wizard.simulator import legacy_content
from wizard.simulator.create import create
from wizard.simulator.firmware import Board as SimulatedBoard
from wizard.simulator.firmware import Write
from wizard.simulator.legacy import LegacyFace
from wizard.simulator.makes import LEGACY

CHARGE, DISCHARGE = SETTING["charge_switch"], SETTING["discharge_switch"]
OFF, ON = Decimal(0), Decimal(1)
TOLD = {CHARGE.key, DISCHARGE.key}
MINUTE, WORD = 60.0, "Kwiat!7"
Work = Callable[[Bench], Coroutine[Any, Any, None]]


class LegacyRig(Rig):
    def board(self, link: MemoryLink) -> Board:
        return LegacyBoard(Bus(link))

    def bench(self, fault: str | None = None) -> Bench:
        return self.bench_at(fault)

    def bench_at(
        self, fault: str | None = None, *, delay: float = 0.2, mute: bool = False
    ) -> Bench:
        simulation = create(fault, cells=8, make=LEGACY)
        simulation.board.set("cell_count", Decimal(8))
        tap = Tap(LegacyFace(simulation.board, delay=delay, mute=mute))
        link = MemoryLink("memory:bench", tap)
        return Bench(simulation, tap, link, self.board(link))


def run_on(bench: Bench, work: Work) -> None:
    jumping(lambda: work(bench))


def renamed(bench: Bench, **plate: str | int) -> None:
    """Let the board say something else of itself from now on."""
    board = bench.simulation.board
    board.nameplate = replace(board.nameplate, **plate)


class TestLegacyBoard(LegacyRig):
    # What every board promises, as it stands there.
    test_losses = BoardContract.test_every_exchange_without_an_answer_is_counted
    test_unidentified = BoardContract.test_nothing_is_written_before_the_board_said_who_it_is
    test_silent = BoardContract.test_a_silent_board_is_reported_with_what_to_look_at
    test_no_log = BoardContract.test_a_board_that_fell_silent_tells_no_log_and_that_is_no_loss
    test_closed = BoardContract.test_a_closed_board_opens_its_link_again_when_asked

    def test_it_says_who_it_is(self) -> None:
        async def work(bench: Bench) -> None:
            found = await bench.board.identity()
            assert (found.model, found.hardware, found.firmware) == (
                "JK_B2A8S20P",
                "11.XW",
                "11.26",
            )
            assert found.serial == "2403/Input Us/Input UserdaJK_B2A8S20P"
            assert found.supports(CHARGE.code)
            assert not found.supports(SETTING["power_off_voltage"].code)

        self.run(work)

    def test_its_settings_are_those_in_the_boards_memory(self) -> None:
        async def work(bench: Bench) -> None:
            found, memory = await bench.board.settings(), bench.simulation.board.all_settings()
            told = found.values.keys() - {"discharge_utp", "discharge_utpr"}
            assert {key: found[key] for key in told} == {key: memory[key] for key in told}
            assert len(told) == 21
            assert await bench.board.every_setting() == found

        self.run(work)

    def test_its_status_is_what_the_board_sees(self) -> None:
        async def work(bench: Bench) -> None:
            bench.simulation.pack.drive(Decimal(-4))
            found, board = await bench.board.status(), bench.simulation.board
            assert found.cells == board.inputs()
            assert abs(found.pack_voltage - sum(board.inputs())) < Decimal("0.01")
            assert found.current == Decimal(-4)
            assert (found.charge_mos, found.discharge_mos) == (board.charge_mos, True)
            assert (found.soc, found.temperatures[0]) == (
                board.soc,
                int(bench.simulation.pack.temperatures[0]),
            )
            assert await bench.board.every_reading() == found

        self.run(work)

    def test_each_setting_that_it_tells_can_be_read_alone_and_no_other(self) -> None:
        async def work(bench: Bench) -> None:
            told = (await bench.board.settings()).values
            for row in SETTINGS:
                if row.key in told:
                    assert await bench.board.read_back(row) == told[row.key]
                else:
                    with pytest.raises(NotBelievable, match=r"is not in what the board sent"):
                        await bench.board.read_back(row)

        self.run(work)

    @pytest.mark.parametrize("row", [CHARGE, DISCHARGE], ids=lambda row: row.key)
    @pytest.mark.parametrize("mute", [False, True])
    def test_a_switch_is_turned_behind_the_password_and_read_back(
        self, row: Parameter, *, mute: bool
    ) -> None:
        bench = self.bench_at(mute=mute)

        async def work(bench: Bench) -> None:
            await bench.board.identity()
            for value in (OFF, ON, OFF):
                await bench.board.write(row, value)
                assert await bench.board.read_back(row) == value

        run_on(bench, work)
        code = {CHARGE.key: 0xAB, DISCHARGE.key: 0xAC}[row.key]
        assert bench.writes == [Write(code, 0), Write(code, 1), Write(code, 0)]
        assert bench.simulation.board.setting(row.key) == OFF

    def test_everything_but_both_switches_is_left_to_the_app(self) -> None:
        async def work(bench: Bench) -> None:
            board = bench.board
            rows = (*WRITABLE.values(), *CALIBRATIONS, *ACTIONS)
            assert [row for row in rows if board.untold(row)] == []  # not known yet
            await board.identity()
            assert {row.key for row in rows if board.untold(row) is None} == TOLD
            for row in rows:
                if row.key not in TOLD:
                    assert "Set it in the vendor's app" in str(board.untold(row))
            sent = len(bench.tap.requests)
            for row in WRITABLE.values():
                if row.key not in TOLD:
                    with pytest.raises(NotAllowed, match=r"only the charge and the discharge"):
                        await board.write(row, ON)
            for row in CALIBRATIONS:
                with pytest.raises(NotAllowed, match=r"vendor's app"):
                    await board.calibrate(row, Decimal(20))
            for action in ACTIONS:
                with pytest.raises(NotAllowed, match=r"vendor's app"):
                    await board.act(action)
            assert len(bench.tap.requests) == sent

        assert self.run(work).writes == []

    @pytest.mark.parametrize("value", ["2", "-1", "0.5", "NaN"])
    def test_a_switch_is_on_or_off(self, value: str) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            with pytest.raises(NotAllowed, match="Charge"):
                await bench.board.write(CHARGE, Decimal(value))

        assert self.run(work).writes == []

    @pytest.mark.parametrize("model", ["", "XX_JK_B2A8S", "BT3072020120"])
    def test_an_unknown_model_is_read_and_not_written_to(self, model: str) -> None:
        async def work(bench: Bench) -> None:
            renamed(bench, model=model)
            await bench.board.identity()
            assert (await bench.board.settings())["charge_switch"] == ON
            assert bench.board.untold(SETTING["cell_ovp"]) is None
            with pytest.raises(NotAllowed, match="A board without a model name"):
                await bench.board.write(CHARGE, OFF)

        assert self.run(work).writes == []

    def test_an_unknown_id_leaves_the_dialect_in_doubt(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        whole = dict(legacy_content.contents(create(cells=8).board))

        def told(_board: SimulatedBoard) -> list[tuple[int, bytes]]:
            return [*whole.items(), (0x88, b"\1")]

        monkeypatch.setattr("wizard.simulator.legacy.contents", told)

        async def work(bench: Bench) -> None:
            renamed(bench, model="JK_B2A8S20P")
            whole[0xBA] = b"Input UserdaJK_B2A8S20P\0"
            await bench.board.identity()
            assert len((await bench.board.status()).cells) == 8
            with pytest.raises(NotBelievable, match="unknown id 0x88"):
                await bench.board.settings()
            with pytest.raises(NotAllowed, match="in doubt"):
                await bench.board.write(CHARGE, OFF)
            del whole[0xB7]
            with pytest.raises(NotBelievable, match="software, nothing behind unknown id 0x88"):
                await bench.board.identity()
            del whole[0x85]
            with pytest.raises(NotBelievable, match="soc"):
                await bench.board.status()

        assert self.run(work).writes == []

    def test_a_link_lost_since_the_identity_carries_no_write(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            bench.link.pull()
            with pytest.raises(LinkLost):
                await bench.board.write(CHARGE, OFF)
            await bench.board.settings()
            with pytest.raises(NotAllowed, match="who it is"):
                await bench.board.write(CHARGE, OFF)
            await bench.board.identity()
            await bench.board.write(CHARGE, OFF)

        assert self.run(work).writes == [Write(0xAB, 0)]

    def test_a_board_that_fell_silent_is_not_written_to(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            bench.tap.swallow = lambda: True
            with pytest.raises(NoAnswer, match="does not answer after 3 tries"):
                await bench.board.write(CHARGE, OFF)

        assert self.run(work).writes == []

    def test_a_write_is_sent_once_whatever_the_silence(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            answers = iter((False,))  # only the reading before the write
            bench.tap.swallow = lambda: next(answers, True)
            with pytest.raises(NoAnswer):
                await bench.board.write(CHARGE, OFF)

        assert self.run(work).writes == [Write(0xAB, 0)]

    def test_a_link_lost_behind_the_password_carries_no_write(self) -> None:
        bench = self.bench_at(delay=0.01)

        async def work(bench: Bench) -> None:
            await bench.board.identity()
            bench.tap.after(2, 0.05, bench.link.pull)
            with pytest.raises(LinkLost):
                await bench.board.write(CHARGE, OFF)
            assert bench.tap.requests[-1] == encode(Unlock())

        run_on(bench, work)
        assert bench.writes == []

    def test_an_answer_may_take_nearly_five_seconds(self) -> None:
        bench = self.bench_at(delay=4.9)

        async def work(bench: Bench) -> None:
            await bench.board.identity()
            await bench.board.write(CHARGE, OFF)
            assert await bench.board.read_back(CHARGE) == OFF
            assert bench.board.losses == 0

        run_on(bench, work)

    def test_a_lost_answer_is_asked_for_again(self) -> None:
        async def work(bench: Bench) -> None:
            lost = iter([True] * (TRIES - 1))
            bench.tap.swallow = lambda: next(lost, False)
            await bench.board.identity()
            assert bench.tap.requests == [encode(ReadAll())] * TRIES
            assert bench.board.losses == TRIES - 1

        self.run(work)

    @pytest.mark.parametrize(
        "plate",
        [
            {"user_data": "Another"},
            {"first_on": "240418"},
            {"model": "JK_B1A8S20P"},
            {"total_time": 5},
            {"total_time": 600_000},
        ],
    )
    def test_another_board_at_the_plug_is_not_written_to(self, plate: dict[str, Any]) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            usual = bench.simulation.board.nameplate
            renamed(bench, **plate)
            for _ in range(2):
                with pytest.raises(NotAllowed, match="may be another board"):
                    await bench.board.write(CHARGE, OFF)
            await bench.board.identity()  # however often it is asked
            with pytest.raises(NotAllowed, match="may be another board"):
                await bench.board.write(CHARGE, OFF)
            assert bench.writes == []
            bench.simulation.board.nameplate = usual
            await bench.board.identity()
            await bench.board.write(CHARGE, OFF)

        assert self.run(work).writes == [Write(0xAB, 0)]

    def test_a_board_that_grew_older_meanwhile_is_the_same(self) -> None:
        async def work(bench: Bench) -> None:
            await bench.board.identity()
            await asyncio.sleep(90 * MINUTE)
            await bench.board.write(CHARGE, OFF)

        assert self.run(work).writes == [Write(0xAB, 0)]

    def test_its_password_can_be_compared_and_that_of_the_connection_is_not_told(self) -> None:
        async def work(bench: Bench) -> None:
            renamed(bench, setting_password=WORD)
            found = await bench.board.secrets()
            assert found.settings.matches(WORD)
            assert found.device.matches("")
            assert WORD not in f"{found} {found!r}"

        assert self.run(work).writes == []

    def test_a_board_is_called_by_its_link(self) -> None:
        assert self.bench().board.name == "memory:bench"
