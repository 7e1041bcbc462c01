"""What the lines round an article's body look like: patterns for the zones that can be told from one line.

A rule is tried on the line as a reader sees it, without Markdown and HTML. ``longest`` is the most words that such a
line has: longer ones are prose that happens to begin alike. Repetitions give nothing back (``*+``, ``++``) where a line
could be made to keep them trying for hours.
"""

import re
from dataclasses import dataclass

from framelens.words import count_words

_AGENCIES = "|".join(
    [
        "Reuters", "AFP", "AP", "Agence France[- ]Presse", "(?:The )?Associated Press", "TASS", "Interfax",
        "RIA(?: Novosti)?", "DPA", "EFE", "ANSA", "PA(?: Media)?", "Press Association", "Xinhua", "UPI",
        "Bloomberg(?: News)?", "Anadolu(?: Agency)?", "Kyodo", "PTI", "ANI", "IANS", "Ukrinform", "Newswires?",
        "[Ww]ire (?:services|reports)", "[Aa]gencies",
    ]
)  # fmt: skip
_PICTURE_AGENCIES = "|".join(
    ["Getty(?: Images)?", "EPA(?:-EFE)?", "Shutterstock", "Alamy(?: Stock Photo)?", "SOPA Images", "ZUMA", "iStock"]
)
_PICTURE_SOURCES = f"{_AGENCIES}|{_PICTURE_AGENCIES}"
_PICTURE = r"(?i:photo(?:graph)?s?|pictures?|images?|illustrations?|graphics?|video)"

_MONTHS = (
    "(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?)"
)
_DAYS = "(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_AGO = r"(?:\d{1,4}|an?|one|two|three|several) (?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?) ago"

DATE = re.compile(
    r"(?i:"
    rf"{_MONTHS}\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? {_MONTHS}\.?,? \d{{4}}"
    r"|\b\d{4}-\d\d-\d\d\b"
    r")"
)
"""A whole date; one in figures only is ambiguous (3/4/2022) unless the year comes first."""

# The longer ones first: what fits first is kept.
_TIME_WORD = "|".join(
    [
        DATE.pattern, _AGO, rf"{_MONTHS}\b\.?", rf"{_DAYS}\b\.?", r"\d{1,3}[ -]?min(?:ute)?s? read",
        r"\d{1,2}[:.]\d\d(?::\d\d)?", r"\d{1,2} ?[ap]\.?m\b\.?", r"[ap]\.?m\b\.?", r"\d{1,4}(?:st|nd|rd|th)?\b",
        r"(?:GMT|UTC|BST|[CEMP]?[SDE]T|CET|MSK|EET)\b(?:\+\d+)?", "today", "yesterday",
        r"(?:first |last |originally )?(?:published|updated|modified|posted|created|issued)\b", "just now", "date",
        "time", "at", "on", "local", "hours?",
    ]
)  # fmt: skip
_TIMES = rf"(?i:{_TIME_WORD}|[\s,.;:|/·•()–—-])++"
_CLEARLY_TIME = rf"(?i:\b\d{{4}}\b|\d[:.]\d\d|{_AGO}|published|updated|posted|yesterday|just now)"
_FIGURES_DATE = r"\d{1,2}[./]\d{1,2}[./]\d{4}(?:, \d\d[h:.]\d\d)?"

ONLY_TIME = re.compile(_TIMES + "$")
"""A line of nothing but weekdays, dates and times, whole or not."""
TIME_AT_END = re.compile(
    rf"(?<![\s,|·•–—-])[\s,|·•–—-]*+(?:(?i:{_AGO})|{_FIGURES_DATE}"
    rf"|(?:(?i:{_DAYS}),? )?(?:{DATE.pattern})(?:[\s,|]++(?i:{_TIME_WORD}))*+)\s*$"
)
_LONGEST = 3_000  # Characters that a rule is tried on: more than seventy words or the longest address have.
TERMINAL = re.compile(r"""(?:[.!?…]|\.\.\.)['"”’»)\]]*$""")
"""The end of a sentence at the end of a line."""

_NAME = r"(?:[A-Z](?:[\w.'’]|-(?=\w))*+|de|van|von|der|den|al|el|bin|la|le|da|di|du)"
_NAMES = rf"{_NAME}(?: {_NAME})*"
_PLACE = r"(?: (?:in|at|for|from|of) (?:the )?[A-Z][\w.'’\-]*+(?: [A-Z][\w.'’\-]*+)*)?"
_NAME_LIST = rf"{_NAMES}{_PLACE}(?:(?:, | and | & |, and |; | \| | with |/){_NAMES}{_PLACE})*"
_ROLE = "correspondent|reporter|editor|staff writer|writer|columnist|bureau chief|newsroom|news ?desk|staff|analyst"
_STREET = "Street|St|Road|Rd|Lane|Walk|Avenue|Ave|Square|Quay|Boulevard|Drive|Terrace"
_SOCIAL = (
    "share|this|article|story|on|via|to|with|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|email|e-mail|mail"
    r"|print|page|to a friend|save|copy|link|comments?|tweet|pin|pinterest|messenger|bookmark|like|send|by|post|\d+"
)

NAMES_ONLY = re.compile(rf"^\W*+{_NAME_LIST}\W*$")
"""A line of capitalised names, with places; a byline only next to one."""
HEADING = re.compile(r"^\s*+(?:#{1,6}\s++\S|<h[1-6]\b)|^\s*+\*\*[^*]+\*\*\s*$", re.IGNORECASE)
BULLET = re.compile(r"^\s*+(?:[•·▪●‣◦*\-–]|\d{1,2}[.)])\s++\S")


@dataclass(frozen=True)
class LineRule:
    """A zone that one line shows by itself; ``name`` is what the audit prints.

    Patterns that begin with ``^`` are tried at the line's beginning only: the others cost a try at every character.
    """

    name: str
    zone: str
    longest: int
    at_start: re.Pattern[str] | None
    anywhere: tuple[re.Pattern[str], ...]

    def matches(self, text: str, n_words: int) -> bool:
        """Whether the line, of so many words, is of this kind."""
        if n_words > self.longest or len(text) > _LONGEST:
            return False
        starts = self.at_start is not None and self.at_start.match(text) is not None
        return starts or any(pattern.search(text) for pattern in self.anywhere)


def _rule(name: str, zone: str, longest: int, *alternatives: str, flags: int = re.IGNORECASE) -> LineRule:
    at_start = "|".join(one for one in alternatives if one.startswith("^"))
    anywhere = tuple(re.compile(one, flags) for one in alternatives if not one.startswith("^"))
    return LineRule(name, zone, longest, re.compile(at_start, flags) if at_start else None, anywhere)


def _boilerplate(name: str, longest: int, *alternatives: str) -> LineRule:
    return _rule(name, "boilerplate", longest, *alternatives)


def _boilerplate_cased(name: str, longest: int, *alternatives: str) -> LineRule:
    return _rule(name, "boilerplate", longest, *alternatives, flags=0)


def _byline(name: str, longest: int, *alternatives: str) -> LineRule:
    return _rule(name, "byline", longest, *alternatives, flags=0)


# In this order; the first that matches decides.
LINE_RULES = (
    _boilerplate("rule", 0, r"^[\s\-*_=~—–•·#.+|]{3,}$"),
    _boilerplate("address", 40, r"^\W*+(?:(?:https?://|www\.)\S++|[^\s@]++@[^\s@]+\.\w+)\W*$"),
    _boilerplate_cased("address", 12, rf"\b\d{{1,4}}[a-z]? (?:[A-Z]\w+ ){{1,3}}(?:{_STREET})\b[^.?!]*$"),
    _byline("date", 20, rf"^(?={_TIMES}$).*{_CLEARLY_TIME}"),
    _boilerplate_cased(
        "rights", 40,
        r"^\W*©",
        r"^\W*\(c\) ?[A-Z\d]",
        r"^\W*+(?i:copyright)\W+(?:©|\(c\)|\d{4}|(?i:the |by |of )?[A-Z])",
        r"(?i:all rights reserved)",
        r"(?i:\breproduction (?:only|without|in whole)|(?:written|express) permission)",
        r"(?i:may not be (?:published|reproduced|redistributed))",
    ),
    _boilerplate_cased(
        "company", 14,
        r"^(?:[A-Z][\w&.’'-]*,? ){1,6}(?:LLC|Ltd|Inc|GmbH|plc|Limited|Corporation)\b\.?[^.?!]*$",
        r"^[A-Z].* is (?:published|owned) by [A-Z]",
    ),
    _boilerplate("external sites", 20, r"\bnot responsible for the content of external"),
    _boilerplate(
        "advertisement", 8,
        r"^\W*+(?:advert(?:isement|ising)?|sponsored(?: content)?|promoted(?: content)?)\W*$",
        r"^(?:story|article) continues (?:below|after)", r"^skip (?:past|to|ad)",
    ),
    _boilerplate(
        "share", 14,
        rf"^(?=.*[a-z])(?=\W*+\w++\W++\w|\W*+(?:share|tweet|print|save|e-?mail)\W*$)\W*+(?:(?:{_SOCIAL})\b\W*+)+$",
    ),
    _boilerplate("reading time", 10, r"^\W*+\d+[ -]?min(?:ute)?s?(?: read)?\W*$", r"^(?:reading time|listen to this)"),
    _boilerplate(
        "sign-up", 60,
        r"^\W*+(?:sign(?:ed)? up\b|signup)",
        r"^\W*+(?:subscribe (?:to|now|for|today)\b|subscribe\W*$|subscribers? (?:only|can)\b)",
        r"^\W*+get (?:\w+ ){0,3}(?:e-?mail|alerts?|newsletters?|headlines|updates|briefing|notifications)\b",
        r"^\W*+get (?:\w+ ){1,4}on (?:whatsapp|telegram|facebook|your phone)",
        r"^\W*+(?:get|want|receive) .*\b(?:inbox|newsletter)\b",
        r"^\W*+join (?:our|us|the) .*(?:channel|newsletter|community|whatsapp|telegram)",
        r"^\W*+stay (?:across|up[ -]to[ -]date|informed|tuned|connected|on top|ahead)\b",
        r"^\W*+follow (?:us|our|@\w+|\w+(?: \w+)? on (?:twitter|facebook|x|instagram|telegram|whatsapp|google))\b",
        r"^\W*+download (?:our|the) .*\bapp\b",
        r"^\W*+(?:enter your e-?mail|your e-?mail address|already a (?:subscriber|member)|log ?in\b)",
        r"^\W*+register (?:now|here|for free|to)", r"^\W*+support (?:our|independent) journalism",
        r"^\W*+(?:newsletter\b|like what you|become a (?:member|subscriber)|privacy notice\b)",
        r"^\W*+thank you for (?:reading|registering|subscribing)",
        r"^.*\bsign up (?:to|for) (?:our|the) .*newsletter",
    ),
    _boilerplate("sign-up", 8, r"\bnewsletter\b[^.?!]*$"),
    _boilerplate(
        "live note", 60,
        r"^\W*+(?:live\W+)?this is a (?:live|developing|breaking)",
        r"^\W*+(?:live\W+)?(?:this|our) (?:article|story|page|live ?blog|report) (?:is|was|has been|will be)"
        r" (?:\w+ )?(?:being )?(?:updated|closed|refreshed|amended|corrected|changed)",
        r"^\W*+(?:this page updates|live (?:feed|updates)\W*$|more (?:to (?:follow|come)|follows|soon)\b)",
        r"^\W*+(?:refresh (?:for|this)|developing story|breaking news\W*$|click here\b|show key events)",
        r"^\W*+\d+ new updates?\b",
        r"^\W*+(?:please )?(?:turn on|enable) javascript",
        r"^\W*+(?:correction|clarification|editor[’']?s[’']? note)\s?[:—–-]",
    ),
    _boilerplate("live note", 15, r"^\d\d[:.]\d\d ?[-–—|] ?[^.?!]*$"),
    _boilerplate_cased(
        "slug", 20,
        r"^[A-Z]{2,12}-[A-Z0-9/\-]+(?: .*)?$",
        r"^Eds: ", r"^MORE$",
        r"^\((?:[Aa]dds|[Uu]pdates|[Rr]ecasts|[Ww]rites through|[Rr]epeats|ADDS|UPDATES)\b.*\)$",
    ),
    _boilerplate(
        "related", 30,
        r"^\W*+(?:related(?: (?:articles?|stor(?:y|ies)|coverage|(?:internet )?links?|topics?|news|content))?"
        r"|read (?:more|also|next|on|this)(?: \w+){0,2}|see also|also read"
        r"|more (?:on|from|about|like) (?:this|the)(?: \w+){0,2}|more (?:news|stories|coverage)"
        r"|recommended(?: for you)?|you (?:may|might) (?:also )?(?:like|be interested).*"
        r"|most (?:read|popular|viewed)|watch|listen|in pictures|don[’']t miss|editor[’']?s[’']? picks?|top stories"
        r"|additional links|trending(?: now)?|further reading|explore more(?: on \w+ \w+)?|topics|tags|filed under"
        r"|keywords|up next|next article|previous article)\s*(?:[:|>→»–—].*|\W*)$",
    ),
    _boilerplate(
        "contact", 50,
        r"^\W*+contact(?: us| the (?:news ?desk|author|editor|reporter|newsroom)\b.*)?\W*$",
        r"^\W*+(?:contact(?: us)?:|to contact the|(?:tel|phone|telephone|fax|e-?mail)\s?[.:])",
        r"^\W*+(?:(?:do you have|got) a (?:story|tip)\b|send (?:us )?(?:your )?tips|comments\W*$)",
        r"^\W*+(?:do|did|have|are|were) you .*\b(?:e-?mail|contact|write to|letters?|get in touch)\b",
        r"^\W*+(?:if you|readers) .*\b(?:contact|write to|e-?mail) (?:us|the editor)",
    ),
    _boilerplate("contact", 14, r"\S@[^\s@]+\.\w"),
    _boilerplate(
        "database field", 14,
        r"^(?:section|length|language|publication(?: type| title)?|subject|document type|classification|edition)\s?:",
        r"^(?:body|graphic|classification|notes|full text)$",
        r"^\d+ of \d+ documents$",
    ),
    _boilerplate(
        "site furniture", 8,
        r"^\W*+(?:home|menu|search|sections?|skip to (?:main )?content|back to (?:the )?top|loading\W*|cookies?"
        r"|privacy policy|terms (?:of|and)|we use cookies|accept (?:all|cookies)|close|show more"
        r"|view (?:all|gallery|comments)|play video|open image|end of document|reuse this content|about sharing)"
        r"\b[\w\s|>/]{0,40}\W*$",
        r"^\d+ / \d+$",
        r"^document [A-Z0-9]{10,}$",
    ),
    _boilerplate("page head", 14, r"^(?:[^.?!]*[\s|])?(?:page|pg\.?) ?\d+(?: of \d+)?(?:[\s|][^.?!]*)?$", r"^\d{1,3}$"),
    _boilerplate_cased(
        "picture credit", 12,
        rf"^\W*+{_PICTURE}(?i: (?:source|credits?|courtesy(?: of)?|by))?\s?[:©]",
        rf"^\W*+{_PICTURE}(?i: source),",
        rf"^\W*+{_PICTURE}(?i: by| courtesy| credit)\b",
        r"^\W*+(?i:credits?|source)\s?:",
        rf"^\W*+(?:[\w.'’\-]+ ){{0,4}}(?:/ ?|via |\| ?)?(?:{_PICTURE_AGENCIES}|AP Photo)"
        rf"(?: ?[/|] ?(?:{_PICTURE_SOURCES}))*\W*$",
        rf"^(?:{_NAMES} ?)?/ ?(?:{_PICTURE_SOURCES})$",
        r"^[A-Z]{2,5}/[A-Z]\w+ [A-Z]\w+$",
    ),
    _rule(
        "caption", "caption", 70,
        r"^FILE(?: PHOTO)?\b\s?[:\-–—.]",
        r"^(?i:file photo|caption|(?:image|photo) caption|pictured(?: above| below)?)\s?[:.,\-–—]",
        r"\((?:L|R|C|pictured(?: \w+){0,2}|file photo)\)",
        rf"^(?=.*[:/]).*{_PICTURE}(?i: by| credit| source)?\s?[:/]\s?[A-Z][^.]*$",
        r"^(?=.*[:/]).*(?i:credit)\s?[:/]\s?[A-Z][^.]*$",
        r"©\s?[A-Z].*$",
        r"[.|\]) ]\s?[\[(]?(?:AP Photo|Photo by|Getty Images)[^.]*$",
        rf"[/|] ?(?:{_PICTURE_SOURCES})\W*$",
        rf"[(\[](?:(?:{_PICTURE_SOURCES}|{_NAMES})[/,|] ?)?(?:{_PICTURE_SOURCES})(?: via [A-Z]\w+)?[)\]]\.?$",
        rf"\({_NAMES} ?/ ?{_NAMES}\)\.?$",
        r"\((?i:handout|file(?: photo)?|screengrab|courtesy(?: of)?[^)]*)\)\.?$",
        flags=0,
    ),
    _byline(
        "author", 40,
        r"^\W*+(?:[Bb][Yy]|[Ww](?:ords|ritten) by|WRITTEN BY"
        r"|(?:[Bb]yline|BYLINE|[Tt]ext|[Ww]ords|[Aa]uthor|[Ii]nterview):"
        r"|[Rr]eport(?:ed|ing)? by:?|[Ff]rom (?=.*\bcorrespondent\b)(?:\w+ )*?correspondent"
        r"|[Aa]dditional reporting(?: by)?:?|[Ee]dit(?:ed|ing) by:?|[Cc]ompiled by|[Pp]osted by|[Ii]nterview by"
        rf"|[Ww]ith (?:files|reporting) (?:from|by)) (?:{_NAME_LIST}|(?:the )?{_AGENCIES})"
        rf"(?:,? (?:[\w’' ]{{0,40}}\b(?:{_ROLE})\b.*|.*\d.*))?[^\w.]*$",
        r"^(?i:\W*+\(?(?:(?:\w+ )?reporting|writing|editing|compiled) by .+)",
    ),
    _byline(
        "agency", 10,
        rf"^\W*+(?:(?:{_NAMES}) ?[/,&|–—-] ?)?(?:[Ss]ource: ?|[Ff]rom )?(?:{_AGENCIES})"
        rf"(?:(?: ?[/,&|–—-] ?|,? and |,? with )(?:{_NAMES}))*\W*$",
        rf"^\W*+(?:[Ss]taff (?:and|with)|[Ww]ith) (?:{_AGENCIES})\W*$",
        rf"^{_NAMES},? (?:and|AND|with|&) (?:[Aa]gencies|AGENCIES)$",
        r"^[A-Z]{2,4}[ /][a-z]{2}(?:/[a-z]{2})?$",
    ),
    _byline("load date", 10, rf"^(?i:load-date|publication date|date):\s*{DATE.pattern}"),
    _byline("author and time", 40, rf"^\W*+{_NAME_LIST}(?:,? (?:{_ROLE}))?{TIME_AT_END.pattern}"),
    _byline(
        "author and role", 10,
        rf"^\W*+{_NAMES},? ?(?:[|–—-] )?(?:(?:[A-Z]?\w+ ){{0,3}}(?:{_ROLE}))(?:,? {_NAMES})?\W*$",
        rf"^\W*+{_NAMES}(?:,| ?[|–—-]) (?:\w+ ){{0,3}}(?i:{_ROLE})(?:,? {_NAMES})?\W*$",
    ),
    _boilerplate("breadcrumb", 8, r"^[^|.?!]{2,40}\|[^|.?!]{2,40}(?:\|[^|.?!]{2,40})*$"),
    _rule(
        "key points", "standfirst", 5,
        r"^(?:at a glance|key (?:points|takeaways)|highlights|in brief|the story so far)\W*$",
    ),
    _boilerplate("end note", 1, r"^\W*(?:ends?|-30-|-0-|\(ends\))\W*$", r"^(?>\W*?###)\W*$"),
)  # fmt: skip

RAW_RULES = (
    _rule("markup of a caption", "caption", 70, r"<figcaption\b"),
    _rule("markup of a byline", "byline", 40, r"^\W*<\w+[^>]* class=.?(?:byline|author)"),
    _boilerplate("markup of links", 40, r"^\W*<\w+[^>]* class=.?(?:related|share|promo|newsletter|nav|social|tags)"),
)
"""Rules for the line with its HTML, tried first."""


def match_line(raw: str, plain: str) -> LineRule | None:
    """The first rule that a line matches: with its markup, if it has any, then without."""
    for rules, text in ((RAW_RULES if "<" in raw else (), raw), (LINE_RULES, plain)):
        n_words = count_words(text) if rules else 0
        for rule in rules:
            if rule.matches(text, n_words):
                return rule
    return None
