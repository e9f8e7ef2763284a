"""The command line for bash: one function that finds the place, and says what goes there."""

import shlex
from collections.abc import Iterator

from wizard.commands.offers import Offer, Place, places
from wizard.commands.parser import PROGRAM

INDENT = " " * 12
BASH = """\
# {program} in bash: . <({program} completion bash)
_jk_commission() {{
    local line=${{COMP_LINE:0:COMP_POINT}} cur before word wants= path= count=0
    local offered= printed= files= folders= bare
    local -a typed
    cur=${{line##*[[:space:]]}}
    before=${{line%"$cur"}}
    read -ra typed <<<"$before"
    for word in "${{typed[@]:1}}"; do
        if [[ -n $wants ]]; then wants=; continue; fi
        case "$word" in
            --*=*) ;;
            -*)
                case "$path $word" in
                    {taking}) wants=$word ;;
                esac ;;
            *)
                case "$path $word" in
                    {commands}) path="${{path:+$path }}$word"; count=0 ;;
                    *) count=$((count + 1)) ;;
                esac ;;
        esac
    done
    bare=$cur
    case "$cur" in --*=*) wants=${{cur%%=*}}; cur=${{cur#*=}} ;; esac
    if [[ -n $wants ]]; then
        case "$path $wants" in
{values}
        esac
    elif [[ $cur == -* ]]; then
        case "$path" in
{options}
        esac
    else
        case "$path $count" in
{standing}
        esac
    fi
    COMPREPLY=()
    while IFS= read -r word; do
        [[ -n $word && $word == "$cur"* ]] && COMPREPLY+=("$word")
    done < <(printf '%s\\n' $offered; [[ -n $printed ]] && sh -c "$printed")
    if [[ -n $files$folders ]]; then
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done \\
            < <(if [[ -n $files ]]; then compgen -f -- "$cur"; else compgen -d -- "$cur"; fi)
    fi
    # bash replaces only what stands behind a mark that breaks words.
    if [[ $bare == *[:=]* && $COMP_WORDBREAKS == *[:=]* ]]; then
        word=${{cur%"${{cur##*[:=]}}"}}
        COMPREPLY=("${{COMPREPLY[@]#"$word"}}")
    fi
}}
complete -F _jk_commission {program}
"""


def bash(top: Place) -> str:
    """Return a completion for bash."""
    every = list(places(top))
    return BASH.format(
        program=PROGRAM,
        taking="|".join(shlex.quote(f"{_at(each)} {name}") for each, name, _ in _taking(every)),
        commands="|".join(
            shlex.quote(f"{_at(each)} {below.path[-1]}") for each in every for below in each.below
        ),
        values="\n".join(
            f"{INDENT}{shlex.quote(f'{_at(each)} {name}')}) {_set(offer)} ;;"
            for each, name, offer in _taking(every)
        ),
        options="\n".join(
            f"{INDENT}{shlex.quote(_at(each))}) {_set(Offer(_names(each)))} ;;" for each in every
        ),
        standing="\n".join(line for each in every for line in _standing(each)),
    )


def _taking(every: list[Place]) -> Iterator[tuple[Place, str, Offer]]:
    """Yield the options that take a value, by each of their names."""
    for each in every:
        for option in each.options:
            for name in option.names if option.offer is not None else ():
                yield each, name, option.offer or Offer()


def _at(each: Place) -> str:
    return " ".join(each.path)


def _names(each: Place) -> tuple[str, ...]:
    return tuple(name for option in each.options for name in option.names)


def _standing(each: Place) -> Iterator[str]:
    if each.below:
        offer = Offer(tuple(below.path[-1] for below in each.below))
        yield f"{INDENT}{shlex.quote(f'{_at(each)} 0')}) {_set(offer)} ;;"
    for number, value in enumerate(each.values):
        yield f"{INDENT}{shlex.quote(f'{_at(each)} {number}')}) {_set(value.offer)} ;;"


def _set(offer: Offer) -> str:
    """Return what a place sets: `offered`, `printed`, `files`, `folders`."""
    parts = (
        f"offered={shlex.quote(' '.join(offer.words))}" if offer.words else "",
        f"printed={shlex.quote(offer.printed_by)}" if offer.printed_by else "",
        "files=1" if offer.files else "",
        "folders=1" if offer.folders else "",
    )
    return " ".join(filter(None, parts)) or ":"
