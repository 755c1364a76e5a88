"""The words of files: licences, and the field rules that forms and pages share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

TITLE_LENGTH = 300
CREDIT_LENGTH = 200
NAME_LENGTH = 120

# For the `accept` attribute of a file field. The content decides; this only helps to choose.
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp,.csv,.txt,.json,.geojson"


class Licence(models.TextChoices):
    """What others may do with a file. Codes follow SPDX where SPDX has one."""

    CC_BY = "cc-by-4.0", _("CC BY 4.0: free to use, naming the author")
    CC_BY_SA = "cc-by-sa-4.0", _("CC BY-SA 4.0: free to use, naming the author and sharing alike")
    CC0 = "cc0-1.0", _("CC0: no conditions")
    LIBRE_USO_MX = "libre-uso-mx", _("Free use MX: the open licence of Mexico's public data")
    ODBL = "odbl-1.0", _("ODbL 1.0: open database, naming the source and sharing alike")
    OFFICIAL_TEXT = "official-text", _("Official text, without copyright")
    CC_BY_NC_SA = "cc-by-nc-sa-4.0", _("CC BY-NC-SA 4.0: not for commercial use, so not open")
    RESERVED = "reserved", _("All rights reserved, shown with permission: not open")


LICENCE_URL = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.LIBRE_USO_MX: "https://datos.gob.mx/libreusomx",
    Licence.ODBL: "https://opendatacommons.org/licenses/odbl/1-0/",
    # Article 14, section VIII, of Mexico's copyright law: legal, administrative and judicial texts.
    Licence.OFFICIAL_TEXT: "https://www.diputados.gob.mx/LeyesBiblio/ref/lfda.htm",
    Licence.CC_BY_NC_SA: "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    Licence.RESERVED: "",
}

# Open as the Open Definition 2.1 understands it.
OPEN_LICENCES = frozenset(set(Licence) - {Licence.CC_BY_NC_SA, Licence.RESERVED})
