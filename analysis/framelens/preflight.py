"""Reading a written figure back, as a publisher's preflight does: width, fonts, transparency, resolution."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from framelens.checks import check_one_of
from framelens.errors import ArgumentError, InputError
from framelens.style import VENUES, WIDTHS, Venue, Width

if TYPE_CHECKING:
    from pypdf import PageObject

_TOLERANCE_MM, _POINT_MM, _INCH_MM = 0.1, 25.4 / 72, 25.4
_LEAST_DPI = {".png": 300, ".tiff": 600}


class _Found(NamedTuple):
    """What a file holds: width in mm, sizes of its text in pt, and what no venue takes."""

    width: float
    text: tuple[float, ...] = ()
    problems: tuple[str, ...] = ()
    patterns: bool = False


def check_figure(path: str | Path, *, width: Width) -> list[str]:
    """What a venue would send back of a figure's file; nothing if it would take it.

    A PDF or EPS must be as wide as ``width`` to 0.1 mm, with every font embedded as TrueType (type 42), nothing
    transparent, and (PDF) text inside the page, within the venue's sizes, and no fill pattern where the venue takes
    none; a PNG or TIFF
    as wide by its own dots an inch, which are at least 300 (PNG) or 600 (TIFF), without transparency, a TIFF packed by
    LZW.

    Parameters
    ----------
    path
        A ``.pdf``, ``.eps``, ``.png`` or ``.tiff``.
    width
        The venue's, as the figure was drawn for, or mm.

    Returns
    -------
    list of str
        One sentence a problem.

    Raises
    ------
    ArgumentError
        If the file is of another kind, or the width unknown.
    InputError
        If the file cannot be read as what its ending says.

    References
    ----------
    The authors' guides of ACL, Nature, Taylor & Francis and Sage.

    Examples
    --------
    >>> shares = voice_shares(annotations.tokens)
    >>> saved = save_figure(plot_voices(shares, width="acl-page"), "out/voices", data=shares, caption="")
    >>> check_figure(f"{saved}.pdf", width="acl-page")
    []
    >>> check_figure(f"{saved}.pdf", width=175)
    ['voices.pdf is 160.0 mm wide and not 175 mm']
    """
    path = Path(path)
    readers = {".pdf": _read_pdf, ".eps": _read_eps, ".png": _read_pixels, ".tiff": _read_pixels}
    if path.suffix not in readers:
        raise ArgumentError(f"'{path.name}' is no picture that can be checked; give a .pdf, .eps, .png or .tiff.")
    if isinstance(width, str):
        check_one_of("width", width, tuple(WIDTHS))
    wanted = WIDTHS[width] if isinstance(width, str) else width
    try:
        found = readers[path.suffix](path)
    except (OSError, ValueError, KeyError) as error:
        raise InputError(f"'{path}' cannot be read as a picture ({error}); write it again.") from error
    problems = list(found.problems)
    if abs(found.width - wanted) > _TOLERANCE_MM:
        problems.insert(0, f"is {found.width:.1f} mm wide and not {wanted:g} mm")
    venue = VENUES.get(str(width).rpartition("-")[0])
    return [f"{path.name} {problem}" for problem in [*problems, *(_against(found, venue) if venue else ())]]


def _against(found: _Found, venue: Venue) -> Iterator[str]:
    smallest, largest = min(found.text, default=None), max(found.text, default=None)
    if smallest is not None and smallest < venue.smallest_text:
        yield f"has text of {smallest:g} pt, below {venue.smallest_text:g} pt"
    if largest is not None and venue.largest_text and largest > venue.largest_text:
        yield f"has text of {largest:g} pt, above {venue.largest_text:g} pt"
    if found.patterns and venue.plain:
        yield "has a fill pattern, which this venue does not take"


def _read_pdf(path: Path) -> _Found:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        page = PdfReader(path).pages[0]
        resources = list(_resources(page["/Resources"].get_object()))
        sizes, is_cut = _text_sizes(page), _starts_outside(page)
    except PyPdfError as error:
        raise ValueError(str(error)) from error
    problems = [
        f"has the font {name} {fault}"
        for one in resources
        for name, font in _entries(one, "/Font")
        if (fault := _font_fault(font))
    ]
    if any(_is_transparent(one) for one in resources):
        problems.append("has something transparent")
    if is_cut:
        problems.append("has text that is cut off at its edge")
    patterns = any(True for one in resources for _ in _entries(one, "/Pattern"))
    return _Found(float(page.mediabox.width) * _POINT_MM, sizes, tuple(dict.fromkeys(problems)), patterns)


def _entries(resources: Any, kind: str) -> Iterator[tuple[str, Any]]:
    for name, entry in resources.get(kind, {}).get_object().items() if kind in resources else ():
        yield str(name), entry.get_object()


def _resources(resources: Any) -> Iterator[Any]:
    """The resources of a page and of every form in it."""
    yield resources
    for _, form in _entries(resources, "/XObject"):
        if "/Resources" in form:
            yield from _resources(form["/Resources"].get_object())


def _font_fault(font: Any) -> str | None:
    """Why a font is not an embedded TrueType font; None if it is."""
    inner = font["/DescendantFonts"].get_object()[0].get_object() if "/DescendantFonts" in font else font
    if inner["/Subtype"] not in ("/TrueType", "/CIDFontType2"):
        return f"of type {str(inner['/Subtype']).lstrip('/')}, not TrueType"
    return None if "/FontFile2" in inner.get("/FontDescriptor", {}).get_object() else "that is not embedded"


def _is_transparent(resources: Any) -> bool:
    states = [state for _, state in _entries(resources, "/ExtGState")]
    if any(float(state.get(key, 1)) < 1 for state in states for key in ("/ca", "/CA")):
        return True
    masked = [state.get("/SMask", "/None") != "/None" for state in states]
    return any(masked) or any("/SMask" in image for _, image in _entries(resources, "/XObject"))


def _operations(page: "PageObject") -> Iterable[Any]:
    content = page.get_contents()
    return content.operations if content is not None else ()


def _text_sizes(page: "PageObject") -> tuple[float, ...]:
    return tuple(sorted({round(float(given[1]), 2) for given, operator in _operations(page) if operator == b"Tf"}))


def _starts_outside(page: "PageObject") -> bool:
    """Whether a piece of text starts outside the page, as a label does that did not fit."""
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    place = (0.0, 0.0)  # Matplotlib moves the origin to a text's start before it writes.
    for given, operator in _operations(page):
        if operator == b"cm":
            place = (float(given[4]), float(given[5]))
        if operator == b"BT" and not (0 <= place[0] <= width and 0 <= place[1] <= height):
            return True
    return False


def _read_eps(path: Path) -> _Found:
    text = path.read_text(encoding="latin-1")
    box = re.search(r"^%%HiResBoundingBox: ([\d. -]+)$", text, re.MULTILINE)
    if not text.startswith("%!PS-Adobe") or box is None:
        raise ValueError("no bounding box")
    left, _, right, _ = map(float, box[1].split())
    kinds = set(re.findall(r"/FontType (\d+) def", text))
    problems = ("has a font that is not TrueType",) if kinds - {"42"} else ()
    if re.search(r"\bfindfont\b", text) and not kinds:
        problems = ("has a font that is not embedded",)
    return _Found((right - left) * _POINT_MM, problems=problems)


def _read_pixels(path: Path) -> _Found:
    from PIL import Image

    with Image.open(path) as image:
        dpi = image.info.get("dpi")
        if dpi is None:
            raise ValueError("it does not say its dots an inch")
        problems = []
        if round(float(dpi[0])) < _LEAST_DPI[path.suffix]:
            problems.append(f"has {float(dpi[0]):.0f} dots an inch, below {_LEAST_DPI[path.suffix]}")
        if "A" in image.getbands() and min(image.getchannel("A").tobytes()) < 255:
            problems.append("has something transparent")
        if path.suffix == ".tiff" and image.info.get("compression") != "tiff_lzw":
            problems.append("is not packed by LZW")
        return _Found(image.width / float(dpi[0]) * _INCH_MM, problems=tuple(problems))
