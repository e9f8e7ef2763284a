"""The technician's signature, made and checked by OpenSSH, which a third party has as well.

The key may lie in an agent, also one that is forwarded: then `key` is the public half.
Sources: ssh-keygen(1), options `-Y sign`, `-Y verify`, `-Y check-novalidate`; needs
OpenSSH 8.2 or later.
"""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from wizard.errors import BadFile, WrongUsage
from wizard.text import text

NAMESPACE = "jk-commission-report"
ENDING = ".sig"
PROGRAM = "ssh-keygen"
PATIENCE_S = 120  # a key that wants a touch or a passphrase waits for a person


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature that fits its file: by which key, and by whom as the allowed signers say.

    `signer` is empty where nobody said who may sign: then only the key is known.
    """

    key: str
    signer: str = ""


def sign(file: Path, key: Path) -> Path:
    """Sign a file; return the signature's. Raises WrongUsage, saying what ssh-keygen said."""
    signature = file.with_name(file.name + ENDING)
    signature.unlink(missing_ok=True)
    done = _run(["-Y", "sign", "-f", str(key), "-n", NAMESPACE, str(file)], None)
    if done.returncode or not signature.exists():
        raise WrongUsage(
            text("{file} was not signed: {why}", file=file.name, why=_said(done))
        )  # fmt: skip
    return signature


def check(content: bytes, signature: Path, allowed: Path | None = None) -> Signed:
    """Return who signed some bytes. Raises BadFile where the signature does not fit.

    `allowed` is a file of allowed signers, as in ssh-keygen(1): whoever is not in it did
    not sign.
    """
    if allowed is None:
        done = _run(["-Y", "check-novalidate", "-n", NAMESPACE, "-s", str(signature)], content)
        _must_fit(done, signature)
        return Signed(_key(done))
    signer = _signer(signature, allowed)
    done = _run(
        ["-Y", "verify", "-f", str(allowed), "-I", signer, "-n", NAMESPACE, "-s", str(signature)],
        content,
    )
    _must_fit(done, signature)
    return Signed(_key(done), signer)


def _signer(signature: Path, allowed: Path) -> str:
    """Return the first name that the allowed signers give to the key of a signature."""
    done = _run(["-Y", "find-principals", "-s", str(signature), "-f", str(allowed)], None)
    names = done.stdout.decode(errors="replace").split()
    if done.returncode or not names:
        raise BadFile(
            text(
                "{file}: its key is not among the allowed signers of {allowed}",
                file=signature.name, allowed=str(allowed),
            )
        )  # fmt: skip
    return names[0]


def _must_fit(done: "subprocess.CompletedProcess[bytes]", signature: Path) -> None:
    if done.returncode:
        raise BadFile(
            text("{file} does not fit: {why}", file=signature.name, why=_said(done))
        )  # fmt: skip


def _run(arguments: list[str], given: bytes | None) -> "subprocess.CompletedProcess[bytes]":
    """Run ssh-keygen. Raises WrongUsage where it is not there or nobody answers it."""
    try:
        return subprocess.run(  # noqa: S603  no shell, and paths of our own or the user's
            [PROGRAM, *arguments], input=given, capture_output=True, check=False, timeout=PATIENCE_S
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise WrongUsage(
            text(
                "{program} cannot be run: {why}. It comes with OpenSSH 8.2 or later.",
                program=PROGRAM, why=str(error),
            )
        ) from error  # fmt: skip


def _said(done: "subprocess.CompletedProcess[bytes]") -> str:
    said = (done.stderr or done.stdout).decode(errors="replace").strip()
    return said.splitlines()[-1] if said else str(done.returncode)


def _key(done: "subprocess.CompletedProcess[bytes]") -> str:
    """Return the key's fingerprint, the last word of `Good ... signature with ED25519 key X`."""
    said = done.stdout.decode(errors="replace").split()
    return said[-1] if said else ""
