"""Why settings were read or written, in words: the record has it in English."""

from collections.abc import Mapping

from wizard.text import Text, text

KNOWN: Mapping[str, Text] = {
    each.msgid: each
    for each in (
        text("first"),
        text("after preset"),
        text("final"),
        text("on resuming"),
        text("after restore"),
        text("before protection test"),
        text("no balancing meanwhile"),
        text("shift"),
        text("action"),
    )
}
FORMS = (
    text("before {what}"),
    text("after {what}"),
    text("set in the app: {what}"),
    text("not pressed: {what}"),
    text("undo of {what}"),
)
"""What stands before the name of a step."""


def purpose_words(purpose: str) -> Text:
    """Return a purpose as a sentence; what is none of this program's stays as it is."""
    if purpose in KNOWN:
        return KNOWN[purpose]
    for form in FORMS:
        head = form.msgid.removesuffix("{what}")
        if purpose.startswith(head):
            what = purpose.removeprefix(head)
            return Text(form.msgid, {"what": KNOWN.get(what, what)})
    return text("{what}", what=purpose)
