"""The steps between board and inverter, as a checklist file has them."""

from wizard.measurement import Limit
from wizard.procedure.step import Span, Step


class InverterProtocol(
    Step, frozen=True, kw_only=True, tag="inverter_protocol", forbid_unknown_fields=True
):
    """The protocol by the inverter's brand and the names of the firmware that was read."""


class Wiring(Step, frozen=True, kw_only=True, tag="wiring", forbid_unknown_fields=True):
    """The cable between board and inverter, drawn for the protocol that was chosen."""

    statements: tuple[str, ...]


class InverterSet(Step, frozen=True, kw_only=True, tag="inverter_set", forbid_unknown_fields=True):
    """What is set at the inverter, by its brand's data; then what holds for all of them."""

    statements: tuple[str, ...]


class InverterPulled(
    Step, frozen=True, kw_only=True, tag="inverter_pulled", forbid_unknown_fields=True
):
    """What the inverter does without its data cable, and whether it finds the board again.

    It is watched for `within`. `stopped_current` is what may still flow once it stopped.
    """

    statements: tuple[str, ...]
    within: Span
    stopped_current: Limit
    soc_within: Limit


class InverterShows(
    Step, frozen=True, kw_only=True, tag="inverter_shows", forbid_unknown_fields=True
):
    """What the inverter's display shows against what the board says.

    `can_listen` is how long its CAN bus is listened to, where this computer can.
    """

    statements: tuple[str, ...]
    voltage_within: Limit
    soc_within: Limit
    can_listen: Span = Span(10, derived="a board that speaks sends several frames a second")
