"""A commissioning under way, as a screen or a plain terminal sees it."""

from dataclasses import dataclass

from wizard.engine.engine import Engine
from wizard.engine.mailbox import Mailbox


@dataclass(frozen=True, slots=True)
class Run:
    """An engine and the mailbox it shows things in; neither is started yet."""

    engine: Engine
    mailbox: Mailbox
