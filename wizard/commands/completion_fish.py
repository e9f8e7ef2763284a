"""The command line for fish: a line for each thing that can be typed."""

from wizard.commands.offers import Offer, Option, Place, places
from wizard.commands.parser import PROGRAM


def fish(top: Place) -> str:
    """Return a completion for fish."""
    lines = [f"# {PROGRAM} in fish: {PROGRAM} completion fish | source"]
    lines += [f"complete -c {PROGRAM} -f"]
    for each in places(top):
        for below in each.below:
            lines.append(_fish(each, f"-a {_quoted(below.path[-1])} -d {_quoted(below.says)}"))
        lines += [
            _fish(each, f"{_fish_offer(value.offer)} -d {_quoted(value.says)}")
            for value in each.values
        ]
        lines += [_fish(each, _fish_option(option)) for option in each.options]
    return "\n".join(lines)


def _fish(each: Place, rest: str) -> str:
    seen = [f"__fish_seen_subcommand_from {word}" for word in each.path]
    below = " ".join(below.path[-1] for below in each.below)
    unseen = [f"not __fish_seen_subcommand_from {below}"] if below else []
    when = "; and ".join((*seen, *unseen))
    return f"complete -c {PROGRAM} -n {_quoted(when)} {rest}"


def _fish_option(option: Option) -> str:
    names = " ".join(
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    )
    takes = "" if option.offer is None else f" -r {_fish_offer(option.offer)}".rstrip()
    return f"{names}{takes} -d {_quoted(option.says)}"


def _fish_offer(offer: Offer) -> str:
    listed = [*offer.words, *([f"(sh -c {_quoted(offer.printed_by)})"] if offer.printed_by else [])]
    if offer.folders:
        listed.append("(__fish_complete_directories)")
    shown = f"-a {_quoted(' '.join(listed))}" if listed else ""
    return f"{'-F' if offer.files else '-f'} {shown}".strip()


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "\\'") + "'"
