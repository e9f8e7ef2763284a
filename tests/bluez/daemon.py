"""A private D-Bus daemon: the system bus of a test, with nobody on it."""

import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_destination="*" eavesdrop="true"/>
    <allow receive_sender="*" eavesdrop="true"/>
    {denied}
  </policy>
</busconfig>
"""
DENIED = '<deny send_destination="org.bluez" send_type="method_call"/>'


@contextmanager
def system_bus(*, denied: bool = False) -> Generator[tuple[str, subprocess.Popen[str]]]:
    """Yield the address of a new bus and its process; with `denied` nobody may ask org.bluez."""
    with TemporaryDirectory(prefix="bus") as folder:
        config = Path(folder) / "bus.conf"
        config.write_text(CONFIG.format(folder=folder, denied=DENIED if denied else ""))
        command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as daemon:
            try:
                assert daemon.stdout is not None
                yield daemon.stdout.readline().strip(), daemon
            finally:
                daemon.kill()
