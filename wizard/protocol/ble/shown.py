"""What a table of any dialect holds, as the values that are shown; passwords are dots."""

from collections.abc import Callable, Mapping

from wizard.protocol import fields, names
from wizard.protocol.ble import views
from wizard.protocol.dialects import Dialect
from wizard.protocol.layout import Image, Table
from wizard.protocol.names import Value, plain, renamed
from wizard.protocol.secret import DOTS
from wizard.protocol.tables import of_status, of_text
from wizard.protocol.tables import shown as shown_of_32s

_SETTINGS = {**names.SETTINGS, "adc_reference": "voltage_calibration"}


def shown(dialect: Dialect, image: Image) -> dict[str, Value]:
    """Return everything that a frame of a dialect tells; raises Incomplete."""
    if dialect is Dialect.JK02_32S:
        return shown_of_32s(image)
    return _SHOWN[image.table](dialect, image)


def _settings(dialect: Dialect, image: Image) -> dict[str, Value]:
    found = views.settings(dialect, image)
    values = {key: (value,) for key, value in found.values.items()}
    return renamed({**values, **found.shown}, _SETTINGS)


def _status(dialect: Dialect, image: Image) -> dict[str, Value]:
    if dialect is Dialect.JK04:
        found = views.balancer(image)
        return of_status(found.readings) | {"total_voltage": plain(found.pack_voltage)}
    return of_status(views.status(dialect, image).readings)


def _info(dialect: Dialect, image: Image) -> dict[str, Value]:
    told = views.details(dialect, image)
    found = renamed(told.values, names.INFO)
    for key, text in told.texts.items():
        found |= of_text(key, text)
    secret = fields.PASSWORDS[:1] if dialect is Dialect.JK04 else fields.PASSWORDS
    return found | {row.key: DOTS for row in secret}


_SHOWN: Mapping[Table, Callable[[Dialect, Image], dict[str, Value]]] = {
    Table.SETTINGS: _settings,
    Table.STATUS: _status,
    Table.INFO: _info,
}
