"""Boards that want to be paired: bluetoothd's questions are answered, or the way out is named."""

import asyncio
from dataclasses import replace
from itertools import repeat

import pytest

from tests.bluez import bluetoothd
from tests.bluez.bluetoothd import DEVICE, Bluetoothd
from tests.bluez.radios import ADDRESS, Radio
from tests.bluez.support import SURE, Deaf, link, refusal
from wizard.links.bluetooth import BluetoothLink
from wizard.links.bluetooth_wanted import Ask, Pairing
from wizard.text import Text

BRIEF = 0.5  # s


def _asking(ask: Ask) -> BluetoothLink:
    return BluetoothLink(ADDRESS, ask=ask, patience=SURE)


def _typing(code: str | None) -> Ask:
    async def ask(_question: Text) -> str | None:
        return code

    return ask


def _paired(bluez: Bluetoothd, radio: Radio) -> bool:
    return bool(bluez.objects[radio.place][DEVICE]["Paired"].value)


@pytest.mark.parametrize(
    "question", [None, "RequestConfirmation", "RequestAuthorization", "AuthorizeService"]
)
async def test_a_board_that_wants_to_be_paired_is_paired(
    bluez: Bluetoothd, question: str | None
) -> None:
    radio = bluez.place(Radio(secured=True, wants=question))
    wanted = link()
    await wanted.open(Deaf())
    assert _paired(bluez, radio)
    assert bluez.agent is None
    await wanted.close()
    await wanted.open(Deaf())
    assert bluez.calls.count("Pair") == 1
    await wanted.close()


async def test_a_board_that_does_not_want_it_is_not_paired(bluez: Bluetoothd) -> None:
    bluez.place(Radio())
    wanted = link()
    await wanted.open(Deaf())
    assert "Pair" not in bluez.calls
    await wanted.close()


@pytest.mark.parametrize(
    ("question", "code"), [("RequestPasskey", 123456), ("RequestPinCode", "123456")]
)
async def test_a_code_is_asked_of_the_person(
    bluez: Bluetoothd, question: str, code: str | int
) -> None:
    radio = bluez.place(Radio(secured=True, wants=question, code=code))
    wanted = _asking(_typing(" 123456 "))
    await wanted.open(Deaf())
    assert _paired(bluez, radio)
    await wanted.close()


@pytest.mark.parametrize(
    ("question", "typed"),
    [
        ("RequestPasskey", None),
        ("RequestPasskey", "12x"),
        ("RequestPasskey", "1000000"),
        ("RequestPinCode", ""),
    ],
)
async def test_without_a_code_that_can_be_one_the_link_says_so(
    bluez: Bluetoothd, question: str, typed: str | None
) -> None:
    radio = bluez.place(Radio(secured=True, wants=question))
    assert "asks for a pairing code and got none" in await refusal(_asking(_typing(typed)))
    assert not bluez.connected(radio)
    assert bluez.agent is None


async def test_where_nobody_can_be_asked_the_link_says_so(bluez: Bluetoothd) -> None:
    bluez.place(Radio(secured=True, wants="RequestPasskey"))
    assert "asks for a pairing code and got none" in await refusal(link())


async def test_a_wrong_code_names_the_way_by_hand(bluez: Bluetoothd) -> None:
    bluez.place(Radio(secured=True, wants="RequestPasskey", code=123456))
    sentence = await refusal(_asking(_typing("1")))
    assert "was not paired (refused)" in sentence
    assert "`pair C8:47:80:12:34:56`" in sentence


async def test_a_board_that_refuses_to_be_paired_is_named_with_the_other_way(
    bluez: Bluetoothd,
) -> None:
    bluez.place(Radio(secured=True))
    bluez.pairs = repeat(bluetoothd.AUTHENTICATION_FAILED)
    assert "commission it over RS485" in await refusal(link())
    assert bluez.calls.count("Pair") == 1


async def test_a_board_that_must_not_be_paired_is_not(bluez: Bluetoothd) -> None:
    bluez.place(Radio(secured=True))
    assert "was not paired (Not paired)" in await refusal(link(Pairing.NEVER))
    assert not {"Pair", "RegisterAgent"} & set(bluez.calls)


async def test_a_board_may_be_paired_before_all_else(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio())
    wanted = link(Pairing.FIRST)
    await wanted.open(Deaf())
    assert _paired(bluez, radio)
    assert bluez.calls.count("StartNotify") == 1
    await wanted.close()


async def test_a_code_may_take_longer_than_listening_does(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio(demands=True, wants="RequestPasskey", code=123456))

    async def ask(_question: Text) -> str:
        await asyncio.sleep(BRIEF * 2.5)  # a person looks for it
        return "123456"

    wanted = BluetoothLink(ADDRESS, ask=ask, patience=replace(SURE, listen=BRIEF))
    await wanted.open(Deaf())
    assert _paired(bluez, radio)
    assert "Pair" not in bluez.calls
    await wanted.close()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("654321", "was not paired (the code that was typed was not taken)"),
        (None, "asks for a pairing code and got none"),
    ],
)
async def test_a_board_that_stays_silent_after_a_code_names_the_code(
    bluez: Bluetoothd, code: str | None, sentence: str
) -> None:
    bluez.place(Radio(demands=True, wants="RequestPasskey", code=123456))
    wanted = BluetoothLink(
        ADDRESS, ask=_typing(code), patience=replace(SURE, listen=BRIEF, pair=BRIEF)
    )
    assert sentence in await refusal(wanted)
    assert bluez.agent is None


async def test_nothing_is_agreed_for_another_device_or_unseen(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio(secured=True, wants="RequestPasskey", code=7))
    agreed: list[bool] = []

    async def ask(_question: Text) -> str:
        other = radio.place.replace("56", "57")
        agreed.append(await bluez.ask(other, "RequestConfirmation", 0))
        agreed.append(await bluez.ask(other, "RequestPasskey", 7))
        agreed.append(await bluez.ask(radio.place, "DisplayPasskey", 0))
        return "7"

    wanted = _asking(ask)
    await wanted.open(Deaf())
    assert agreed == [False, False, False]
    await wanted.close()


async def test_a_question_that_bluetoothd_takes_back_is_closed(bluez: Bluetoothd) -> None:
    radio = bluez.place(Radio(secured=True, wants="RequestPasskey"))
    asked, closed = asyncio.Event(), asyncio.Event()

    async def ask(_question: Text) -> str:
        asked.set()
        try:
            await asyncio.Event().wait()
        finally:
            closed.set()
        return ""

    wanted = _asking(ask)
    opening = asyncio.create_task(wanted.open(Deaf()))
    async with asyncio.timeout(10):
        await asked.wait()
        await bluez.ask(radio.place, "Cancel", 0)
        await closed.wait()
    opening.cancel()
    await asyncio.wait({opening})
    assert bluez.agent is None
