"""What stands before the technician: one board at the end of a link, and its record."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from wizard.boards.believe import twice
from wizard.boards.board import Board
from wizard.boards.far_end import FarEnd
from wizard.boards.writer import Writer
from wizard.errors import OtherBoard
from wizard.procedure.packs import Packs
from wizard.procedure.views import Live
from wizard.procedure.watched import Lookout, Watched
from wizard.protocol.views import Identity
from wizard.record.events import IdentityRead
from wizard.record.recorder import Recorder
from wizard.text import text

NONE: Mapping[str, str] = MappingProxyType({})


class Bench:
    """Opens the board when a step first needs it; `folder` is the session's own.

    `packs` are those of a site; None in the session of one pack. `others` maps the serial
    numbers of boards that belong to other packs of the site to their names.
    """

    def __init__(
        self,
        far_end: FarEnd,
        recorder: Recorder,
        folder: Path,
        packs: Packs | None = None,
        others: Mapping[str, str] = NONE,
    ) -> None:
        self.far_end = far_end
        self.packs = packs
        self._others = others
        self._recorder = recorder
        self._lookout = Lookout(recorder.clock)
        self._board: Board | None = None
        self.folder = folder

    def shown(self, show: Callable[[Live], None]) -> None:
        """Show what is read of the board anyway, from now on."""
        self._lookout.show = show

    @property
    def connected(self) -> bool:
        """Whether a board was spoken to in this process."""
        return self._board is not None

    def board(self) -> Board:
        """Return the board at the end of the link."""
        if self._board is None:
            self._board = Watched(self.far_end.board(), self._lookout)
        return self._board

    def move(self, board: Board) -> None:
        """Take the session's board for the one at another address, from now on."""
        self._board = Watched(board, self._lookout)

    async def identify(self) -> Identity:
        """Read twice alike who the board is. Raises OtherBoard if it is not the session's."""
        found = await twice(self.board().identity, text("identity"))
        self._require_own(found)
        known = self._recorder.state.identity
        if known is not None and known.serial != found.serial:
            raise OtherBoard(
                text(
                    "This board has serial number {found}, the session belongs to {known}. "
                    "Nothing is written to it.",
                    found=found.serial,
                    known=known.serial,
                )
            )
        if known != found:
            self._recorder.append(IdentityRead(found))
        return found

    def _require_own(self, found: Identity) -> None:
        """Raise OtherBoard where the board is known as that of another pack of the site."""
        if found.serial in self._others:
            raise OtherBoard(
                text(
                    "This is the board of {name}, serial number {found}, which is another pack "
                    "of this site. Join the pack of this session alone; nothing is written here.",
                    name=self._others[found.serial],
                    found=found.serial,
                )
            )

    async def writer(self) -> Writer:
        """Return a writer for the session's board, after checking that it is that board."""
        identity = await self.identify()
        return Writer(self.board(), self._recorder, identity)

    async def close(self) -> None:
        """Let go of the link, whoever spoke on it."""
        if self._board is not None or self.packs is not None:
            await self.board().close()
