"""Which elements of a web page a person sees as part of its text: not hidden, not struck out, not the site's own."""

from __future__ import annotations

import regex as re
from lxml.etree import _Element

UNSEEN = frozenset("script style head template noscript iframe object embed datalist rp rt title audio video".split())
CODE = frozenset({"script", "style"})
STRUCK = frozenset({"s", "strike", "del"})
SITE = frozenset({"nav", "aside", "footer", "menu"})  # what a portal puts around its articles
SITE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "search", "banner", "menu", "menubar"})
SITE_NAMES = frozenset(
    "nav navbar navigation menu sidebar breadcrumb breadcrumbs footer related ads banner share social comments".split()
)
LARGEST_PART = 0.34  # of a page's letters: a block of the site's own holds less; more is the text itself
HIDDEN_STYLE = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d]))", re.I
)
STRUCK_STYLE = re.compile(r"(?<![\w-])text-decoration[\w-]{0,20}+\s*+:[^;]{0,200}line-through", re.IGNORECASE)
WHITE_STYLE = re.compile(
    r"(?<![\w-])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))\s*(?:;|$)", re.I
)
GROUND = re.compile(r"background(?:-color)?\s*:\s*(?!white|#fff|none|transparent)", re.IGNORECASE)
RULE = re.compile(r"(?<![^{}])([^{}]++)\{([^{}]*+)\}")


class PageVisibility:
    """What is seen of one page."""

    def __init__(self, root: _Element) -> None:
        rules = [rule for style in root.iter("style") for rule in RULE.findall(_uncommented(style.text or ""))]
        self._hidden = {name.strip() for names, body in rules if HIDDEN_STYLE.search(body) for name in names.split(",")}
        self._struck = {name.strip() for names, body in rules if STRUCK_STYLE.search(body) for name in names.split(",")}
        self._letters = max(1, _letters(root))
        self.void: list[str] = []  # struck-out stretches
        self.passed = 0  # blocks of the site's own that were passed over

    def sees(self, element: _Element) -> bool:
        """Say whether an element is read; what is struck out or the site's own is noted."""
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            return False
        style = element.get("style", "")
        if element.get("hidden") is not None or HIDDEN_STYLE.search(style) or self._named(element, self._hidden):
            return False
        if WHITE_STYLE.search(style) and not _on_ground(element):
            return False
        if element.tag in STRUCK or STRUCK_STYLE.search(style) or self._named(element, self._struck):
            if text := " ".join("".join(map(str, element.itertext())).split()):
                self.void.append(text)
            return False
        if self._is_site(element):
            self.passed += 1
            return False
        return True

    def _is_site(self, element: _Element) -> bool:
        within = any(True for _ in element.iterancestors("article", "main"))
        if element.tag == "footer" and within:
            return False
        names = {element.get("id", ""), *element.get("class", "").split()}
        own = element.tag in SITE or element.get("role", "") in SITE_ROLES
        own = own or (element.tag in ("div", "section", "ul") and bool(SITE_NAMES & {name.lower() for name in names}))
        return own and _letters(element) < LARGEST_PART * self._letters

    def _named(self, element: _Element, selectors: set[str]) -> bool:
        """Say whether one of these selectors means the element; those of several parts are passed over."""
        if not selectors:
            return False
        classes = {f".{name}" for name in element.get("class", "").split()} | {f"#{element.get('id', '')}"}
        return bool(selectors & (classes | {f"{element.tag}{name}" for name in classes}))


def _uncommented(style: str) -> str:
    return re.sub(r"/\*.*?\*/|<!--|-->", "", style, flags=re.DOTALL)


def _on_ground(element: _Element) -> bool:
    """Say whether an element or one around it has a ground of its own colour."""
    return any(
        GROUND.search(holder.get("style", ""))
        or holder.get("bgcolor", "#ffffff").lower() not in ("#ffffff", "white", "#fff")
        for holder in (element, *element.iterancestors())
    )


def _letters(element: _Element) -> int:
    """Return how many letters stand in an element, those of its code left out."""
    texts = (
        (part.text or "") + (part.tail or "" if part is not element else "")
        for part in element.iter()
        if part.tag not in CODE
    )
    return sum(c.isalpha() for text in texts for c in text)
