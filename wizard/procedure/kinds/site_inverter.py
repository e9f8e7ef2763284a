"""The inverter of a site: it speaks with the master, which is heard and takes no question.

What is joined and set goes by what the master's own session chose.
"""

from wizard.boards.heard_master import HeardMaster
from wizard.errors import NotAllowed
from wizard.procedure.attempt import Attempt
from wizard.procedure.kinds.inverter_chosen import BUSES
from wizard.procedure.kinds.site_known import master_of, packs_of
from wizard.text import text


def turn_to_master(attempt: Attempt) -> None:
    """Let an attempt be about the master of the site.

    Raises NotAllowed where the master was set up for no inverter, or has no session yet.
    """
    master = master_of(packs_of(attempt))
    if master.facts.get("inverter_bus") not in BUSES:
        raise NotAllowed(
            text(
                "Pack {label} was set up for no inverter: begin its session anew, choose the "
                "inverter and its protocol there, then take this step.",
                label=master.label,
            )
        )
    attempt.turn_to(master.record.state, master.facts)
    attempt.bench.move(HeardMaster(attempt.bench.far_end))
