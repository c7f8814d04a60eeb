"""File names as they may be shown and offered for saving."""

import re
import unicodedata

LONGEST = 120
# Endings that hide behind a harmless last one: contract.pdf.exe, or invoice.php.jpg on a careless server.
HIDDEN = re.compile(
    r"\.(?:php\d*|phtml|phar|pht|phps|cgi|pl|py|rb|sh|bash|asp|aspx|ashx|jsp|jspx|cfm|exe|dll|com|bat|cmd|msi|scr|pif|"
    r"ps1|vbs|vbe|js|mjs|jse|wsf|wsh|hta|jar|war|lnk|reg|html?|xhtml|shtml|svgz?|xml|xsl|mht|mhtml|htaccess|htpasswd|"
    r"swf|app|apk|dmg|iso|docm|xlsm|pptm|dotm|xltm|url|desktop)(?:[.%;:\s]|$)",
    re.IGNORECASE,
)
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def is_deceptive(name: str) -> bool:
    """Whether a name hides something: invisible or reversing characters, a folder, a second ending that runs."""
    if any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co") for char in name):
        return True
    return bool("/" in name or "\\" in name or HIDDEN.search(name) or RESERVED.match(name))


def clean(name: str) -> str:
    """The name without what systems forbid, at most LONGEST characters, its ending kept."""
    name = unicodedata.normalize("NFC", name)
    name = re.sub(r'[<>:"|?*]', "-", re.sub(r"\s+", " ", name)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}{dot}{ending.lower()}"
