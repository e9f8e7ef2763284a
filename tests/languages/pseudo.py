"""A language for tests: every word reads in English, looks foreign, and is 40 % longer.

What stays in plain ASCII letters on a screen was never translated; what does not fit here
does not fit in Hungarian either.
"""

from wizard.text import PLACE, Voice

PLAIN = "aeiouycdlnrstzAEIOUYCDLNRSTZbfghjkmpqvwxBFGHJKMPQVWX"
FOREIGN = "áéíóúýčďĺňřšťžÁÉÍÓÚÝČĎĹŇŘŠŤŽɓƒğĥĵķɱƥʠṽŵẋɃƑĞĤĴĶṀƤɊṼŴẊ"
LETTERS = str.maketrans(PLAIN, FOREIGN)
FILLER = "ōōōō "
LONGER = 0.4


def pseudo(msgid: str) -> str:
    """Return a template in the language: as it is but for its letters, then filler."""
    if not msgid.strip():
        return msgid
    head, tail = 0, ""
    told = list[str]()
    for place in PLACE.finditer(msgid):
        told += [msgid[head : place.start()].translate(LETTERS), place.group()]
        head = place.end()
    told.append(msgid[head:].translate(LETTERS))
    letters = sum(len(part) for part in PLACE.split(msgid)[::2])
    more = round(LONGER * letters)
    tail = (FILLER * (more // len(FILLER) + 1))[:more].rstrip()
    last = told[-1].rstrip()
    blanks = told[-1][len(last) :]
    return f"{''.join(told[:-1])}{last}{tail}{blanks}"


PSEUDO = Voice(pseudo, ",")
"""Its numbers have a comma."""
