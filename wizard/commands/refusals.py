"""What argparse refuses, as sentences of ours: it writes English itself."""

import re

from wizard.text import Text, text

FORMS: tuple[tuple[str, Text], ...] = (
    (
        r"unrecognized arguments: (?P<what>.+)",
        text("unrecognized arguments: {what}"),
    ),
    (
        r"the following arguments are required: (?P<what>.+)",
        text("the following arguments are required: {what}"),
    ),
    (
        r"argument (?P<name>.+?): invalid choice: (?P<what>.+?) \(choose from (?P<known>.+)\)",
        text("argument {name}: invalid choice: {what} (choose from {known})"),
    ),
    (
        r"argument (?P<name>.+?): invalid int value: (?P<what>.+)",
        text("argument {name}: not a whole number: {what}"),
    ),
    (
        r"argument (?P<name>.+?): invalid fromisoformat value: (?P<what>.+)",
        text("argument {name}: not a date such as 2027-03-31: {what}"),
    ),
    (
        r"argument (?P<name>.+?): expected one argument",
        text("argument {name}: expected one argument"),
    ),
    (
        r"argument (?P<name>.+?): ignored explicit argument (?P<what>.+)",
        text("argument {name}: takes no value, but {what} was given"),
    ),
    (
        r"argument (?P<name>.+?): not allowed with argument (?P<other>.+)",
        text("argument {name}: not allowed with argument {other}"),
    ),
    (
        r"ambiguous option: (?P<what>.+?) could match (?P<known>.+)",
        text("ambiguous option: {what} could match {known}"),
    ),
)


def reworded(message: str) -> Text:
    """Return argparse's message as a sentence; one of a form not known here stays as it is."""
    for form, sentence in FORMS:
        if found := re.fullmatch(form, message, re.DOTALL):
            return Text(sentence.msgid, found.groupdict())
    return text("{what}", what=message)
