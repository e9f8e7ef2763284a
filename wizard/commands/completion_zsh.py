"""The command line for zsh: a function of `_arguments` for each command."""

import re
import shlex

from wizard.commands.offers import Offer, Option, Place, Value, places

HEAD = """\
#compdef jk-commission
# In zsh: source <(jk-commission completion zsh), or a file _jk-commission in $fpath
_jk_commission_printed() {
    local -a names
    names=("${(@f)$(sh -c "$1")}")
    compadd -- "${(@)names:#}"
}
"""
TAIL = """
if [[ $funcstack[1] == _jk-commission ]]; then
    _jk_commission "$@"
else
    compdef _jk_commission jk-commission
fi
"""


def zsh(top: Place) -> str:
    """Return a completion for zsh."""
    return HEAD + "".join(_function(each) for each in places(top)) + TAIL


def _called(each: Place) -> str:
    return "_".join(("_jk_commission", *each.path)).replace("-", "_")


def _function(each: Place) -> str:
    specs = [*map(_option, each.options), *map(_value, each.values)]
    if each.below:
        specs += ["'1: :->command'", "'*:: :->below'"]
    lines = [f"\n{_called(each)}() {{", "    local state line; typeset -A opt_args"]
    lines += ["    _arguments -C \\", *(f"        {spec} \\" for spec in specs[:-1])]
    lines += [f"        {specs[-1]}"]
    if each.below:
        lines += _branch(each)
    return "\n".join((*lines, "}\n"))


def _branch(each: Place) -> list[str]:
    told = " ".join(shlex.quote(f"{below.path[-1]}:{_escaped(below.says)}") for below in each.below)
    calls = [f"            {below.path[-1]}) {_called(below)} ;;" for below in each.below]
    return [
        "    case $state in",
        f"        command) local -a commands; commands=({told})",
        "            _describe command commands ;;",
        "        below) case $line[1] in",
        *calls,
        "        esac ;;",
        "    esac",
    ]


def _option(option: Option) -> str:
    says = f"[{_escaped(option.says)}]"
    takes = "" if option.offer is None else f":{_escaped(option.called)}:{_action(option.offer)}"
    names = " ".join(option.names)
    if len(option.names) == 1:
        return shlex.quote(f"{names}{says}{takes}")
    return "".join(
        (
            shlex.quote(f"({names})"),
            "{" + ",".join(option.names) + "}",
            shlex.quote(f"{says}{takes}"),
        )
    )


def _value(value: Value) -> str:
    return shlex.quote(f":{_escaped(value.says)}:{_action(value.offer)}")


def _action(offer: Offer) -> str:
    """Return what completes a value; several ways stand beside one another."""
    ways = [
        f"compadd -- {' '.join(offer.words)}" if offer.words else "",
        f"_jk_commission_printed {shlex.quote(offer.printed_by)}" if offer.printed_by else "",
        "_files" if offer.files else "",
        "_files -/" if offer.folders else "",
    ]
    said = "; ".join(filter(None, ways))
    return "{" + said.replace(":", "\\:") + "}" if said else " "


def _escaped(words: str) -> str:
    return re.sub(r"([\\\[\]:])", r"\\\1", words)
