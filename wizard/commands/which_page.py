"""Which checklist: the page behind the choice of a link."""

from wizard import library
from wizard.commands.chosen import ANY, DEFAULT_CHECKLIST, WITH
from wizard.commands.output import talk
from wizard.engine.offers import Page
from wizard.errors import BadFile
from wizard.procedure.questions import Option
from wizard.text import Text, text


def which(link: str) -> Page:
    """Return the checklists that can be taken with a link, the usual one first, `generic` last.

    One that cannot be used is named on standard error and left out.
    """
    found = {name: title for name in library.everything() if (title := _title(name)) is not None}
    order = sorted(found, key=lambda name: (name != DEFAULT_CHECKLIST, name == ANY, name))
    return Page(
        title=text("Which board or pack is it? Its label says so."),
        options=tuple(Option(f"{link}{WITH}{name}", found[name]) for name in order),
        says=(
            text(
                "Each list follows the manual of its board or pack, with that one's limits. For a "
                "board or pack that is not among them take the list for a JK board in any pack."
            ),
        ),
    )


def _title(name: str) -> Text | None:
    try:
        checklist = library.load(name).checklist
    except BadFile as error:
        talk(error.reason)
        return None
    own = name not in dict(library.shipped())
    title = text(checklist.title)
    return text("{title} ({name})", title=title, name=name) if own else title
