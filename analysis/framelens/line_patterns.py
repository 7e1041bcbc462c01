"""What the lines round an article's body look like: patterns for the zones that can be told from one line.

Each rule is tried on the line without Markdown and HTML. ``longest`` is the most words that such a line has:
longer ones are prose that happens to begin alike.
"""

import re
from dataclasses import dataclass

from framelens.words import count_words

_AGENCIES = (
    "Reuters|AFP|AP|Agence France[- ]Presse|(?:The )?Associated Press|TASS|Interfax|RIA(?: Novosti)?|DPA|EFE|ANSA"
    "|PA(?: Media)?|Press Association|Xinhua|UPI|Bloomberg(?: News)?|Anadolu(?: Agency)?|Kyodo|PTI|ANI|IANS|Ukrinform"
    "|Newswires?|[Ww]ire (?:services|reports)|[Aa]gencies"
)
_PICTURE_SOURCES = (
    f"{_AGENCIES}|Getty(?: Images)?|EPA(?:-EFE)?|Shutterstock|Alamy(?: Stock Photo)?|SOPA Images|ZUMA|iStock"
)
_MONTHS = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_DAYS = "(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_AGO = r"(?:\d+|an?|one|two|three|several) (?:min(?:ute)?s?|h(?:ou)?rs?|days?|weeks?) ago"

DATE = re.compile(
    rf"(?i:(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})\.?,? \d{{4}}|\b\d{{4}}-\d\d-\d\d\b)"
)
"""A whole date; one in figures only is ambiguous (3/4/2022) unless the year comes first."""

_TIME_WORD = (
    rf"(?i:{DATE.pattern}|{_AGO}|(?:{_MONTHS})\b\.?|{_DAYS}\b\.?|\d{{1,2}}[:.]\d\d(?::\d\d)?|\d{{1,2}} ?[ap]\.?m\b\.?"
    r"|[ap]\.?m\b\.?|\d{1,4}(?:st|nd|rd|th)?\b|(?:GMT|UTC|BST|[CEMP]?[SDE]T|CET|MSK|EET)\b(?:\+\d+)?|today|yesterday"
    r"|\d+[ -]?min(?:ute)?s? read|(?:first |last |originally )?(?:published|updated|modified|posted|created|issued)\b|just now|date|time|at|on|local|hours?)"
)
_TIMES = rf"(?:{_TIME_WORD}|[\s,.;:|/·•()–—-])+"
TIME_AT_END = re.compile(
    rf"[\s,|·•–—-]*(?:(?i:{_AGO})|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}(?:, \d\d[h:.]\d\d)?|(?:(?i:{_DAYS}),? )?(?:{DATE.pattern})(?:[\s,|]+{_TIME_WORD})*)\s*$"
)
TERMINAL = re.compile(r"""(?:[.!?…]|\.\.\.)['"”’»)\]]*$""")

_NAME = r"(?:[A-Z][\w.'’\-]*|de|van|von|der|den|al|el|bin|la|le|da|di|du)"
_NAMES = rf"{_NAME}(?: {_NAME})*"
_PLACE = r"(?: (?:in|at|for|from|of) (?:the )?[A-Z][\w.'’\-]*(?: [A-Z][\w.'’\-]*)*)?"
_NAME_LIST = rf"{_NAMES}{_PLACE}(?:(?:, | and | & |, and |; | \| | with |/){_NAMES}{_PLACE})*"
_ROLE = r"correspondent|reporter|editor|staff writer|writer|columnist|bureau chief|newsroom|news ?desk|staff|analyst"
_SOCIAL = (
    "share|this|article|story|on|via|to|with|facebook|twitter|x|whatsapp|telegram|linkedin|reddit|email|e-mail|mail|print|page|to a friend"
    "|save|copy|link|comments?|tweet|pin|pinterest|messenger|bookmark|like|send|by|post|\\d+"
)


@dataclass(frozen=True)
class LineRule:
    """A zone that one line shows by itself; ``name`` is what the audit prints."""

    name: str
    zone: str
    pattern: re.Pattern[str]
    longest: int

    def matches(self, plain: str) -> bool:
        """Whether the line, without markup, is of this kind."""
        return count_words(plain) <= self.longest and bool(self.pattern.search(plain))


def _rule(name: str, zone: str, pattern: str, longest: int, flags: int = re.IGNORECASE) -> LineRule:
    return LineRule(name, zone, re.compile(pattern, flags), longest)


_PICTURE = r"(?i:photo(?:graph)?s?|pictures?|images?|illustrations?|graphics?|video)"
_CREDIT_END = (
    rf"{_PICTURE}(?i: by| credit| source)?\s?[:/]\s?[A-Z][^.]*$|(?i:credit)\s?[:/]\s?[A-Z][^.]*$|©\s?[A-Z].*$"
    rf"|[.|\]) ]\s?[\[(]?(?:AP Photo|Photo by|Getty Images)[^.]*$|[/|] ?(?:{_PICTURE_SOURCES})\W*$"
    rf"|[(\[](?:(?:{_PICTURE_SOURCES}|{_NAMES})[/,|] ?)?(?:{_PICTURE_SOURCES})(?: via [A-Z]\w+)?[)\]]\.?$"
    rf"|\({_NAMES} ?/ ?{_NAMES}\)\.?$|\((?i:handout|file(?: photo)?|screengrab|courtesy(?: of)?[^)]*)\)\.?$"
)
_STREET = "Street|St|Road|Rd|Lane|Walk|Avenue|Ave|Square|Quay|Boulevard|Drive|Terrace"

# In this order; the first that matches decides.
LINE_RULES = (
    _rule("rule", "boilerplate", r"^[\s\-*_=~—–•·#.+|]{3,}$", 0),
    _rule("address", "boilerplate", r"^\W*(?:(?:https?://|www\.)\S+|\S+@\S+\.\w+)\W*$", 40),
    _rule("address", "boilerplate", rf"\b\d{{1,4}}[a-z]? (?:[A-Z]\w+ ){{1,3}}(?:{_STREET})\b[^.?!]*$", 12, 0),
    _rule("date", "byline",
          rf"^(?=.*(?:\b\d{{4}}\b|\d[:.]\d\d|{_AGO}|published|updated|posted|yesterday|just now)){_TIMES}$", 20),
    _rule("rights", "boilerplate",
          r"^\W*©|^\W*\(c\) ?[A-Z\d]|^\W*(?i:copyright)\W+(?:©|\(c\)|\d{4}|(?i:the |by |of )?[A-Z])|(?i:all rights reserved)"
          r"|(?i:\breproduction (?:only|without|in whole)|(?:written|express) permission"
          r"|may not be (?:published|reproduced|redistributed))", 40, 0),
    _rule("company", "boilerplate",
          r"^(?:[A-Z][\w&.’'-]*,? ){1,6}(?:LLC|Ltd|Inc|GmbH|plc|Limited|Corporation)\b\.?[^.?!]*$"
          r"|^[A-Z].* is (?:published|owned) by [A-Z]", 14, 0),
    _rule("external sites", "boilerplate", r"\bnot responsible for the content of external", 20),
    _rule("advertisement", "boilerplate",
          r"^\W*(?:advert(?:isement|ising)?|sponsored(?: content)?|promoted(?: content)?)\W*$"
          r"|^(?:story|article) continues (?:below|after)|^skip (?:past|to|ad)", 8),
    _rule("share", "boilerplate", rf"^(?=.*[a-z])(?=\W*\w+\W+\w|\W*(?:share|tweet|print|save|e-?mail)\W*$)\W*(?:(?:{_SOCIAL})\b\W*)+$", 14),
    _rule("reading time", "boilerplate",
          r"^\W*\d+[ -]?min(?:ute)?s?(?: read)?\W*$|^(?:reading time|listen to this)", 10),
    _rule("sign-up", "boilerplate",
          r"^\W*(?:sign(?:ed)? up\b|signup|subscribe (?:to|now|for|today)\b|subscribe\W*$|subscribers? (?:only|can)\b"
          r"|get (?:\w+ ){0,3}(?:e-?mail|alerts?|newsletters?|headlines|updates|briefing|notifications)\b"
          r"|get (?:\w+ ){1,4}on (?:whatsapp|telegram|facebook|your phone)|(?:get|want|receive) .*\b(?:inbox|newsletter)\b"
          r"|join (?:our|us|the) .*(?:channel|newsletter|community|whatsapp|telegram)"
          r"|stay (?:across|up[ -]to[ -]date|informed|tuned|connected|on top|ahead)\b"
          r"|follow (?:us|our|@\w+|\w+(?: \w+)? on (?:twitter|facebook|x|instagram|telegram|whatsapp|google))\b"
          r"|download (?:our|the) .*\bapp\b|enter your e-?mail|your e-?mail address|already a (?:subscriber|member)"
          r"|log ?in\b|register (?:now|here|for free|to)|support (?:our|independent) journalism|newsletter\b"
          r"|like what you|become a (?:member|subscriber)|thank you for (?:reading|registering|subscribing))"
          r"|\bsign up (?:to|for) (?:our|the) .*newsletter|^privacy notice\b", 60),
    _rule("sign-up", "boilerplate", r"\bnewsletter\b[^.?!]*$", 8),
    _rule("live note", "boilerplate",
          r"^\W*(?:live\W+)?(?:this is a (?:live|developing|breaking)"
          r"|(?:this|our) (?:article|story|page|live ?blog|report) (?:is|was|has been|will be) (?:\w+ )?(?:being )?"
          r"(?:updated|closed|refreshed|amended|corrected|changed)|this page updates|live (?:feed|updates)\W*$|more (?:to (?:follow|come)|follows|soon)\b|refresh (?:for|this)|developing story"
          r"|breaking news\W*$|click here\b|show key events|\d+ new updates?\b"
          r"|(?:please )?(?:turn on|enable) javascript|(?:correction|clarification|editor[’']?s[’']? note)\s?[:—–-])", 60),
    _rule("live note", "boilerplate", r"^\d\d[:.]\d\d ?[-–—|] ?[^.?!]*$", 15),
    _rule("slug", "boilerplate",
          r"^[A-Z]{2,4}-[A-Z0-9/\-]+(?: .*)?$|^Eds: |^MORE$"
          r"|^\((?:[Aa]dds|[Uu]pdates|[Rr]ecasts|[Ww]rites through|[Rr]epeats|ADDS|UPDATES)\b.*\)$", 20, 0),
    _rule("related", "boilerplate",
          r"^\W*(?:related(?: (?:articles?|stor(?:y|ies)|coverage|(?:internet )?links?|topics?|news|content))?"
          r"|read (?:more|also|next|on|this)(?: \w+){0,2}|see also|also read"
          r"|more (?:on|from|about|like) (?:this|the)(?: \w+){0,2}|more (?:news|stories|coverage)"
          r"|recommended(?: for you)?|you (?:may|might) (?:also )?(?:like|be interested).*"
          r"|most (?:read|popular|viewed)|watch|listen|in pictures|don[’']t miss|editor[’']?s[’']? picks?|top stories|additional links"
          r"|trending(?: now)?|further reading|explore more(?: on \w+ \w+)?|topics|tags|filed under|keywords"
          r"|up next|next article|previous article)\s*(?:[:|>→»–—].*|\W*)$", 30),
    _rule("contact", "boilerplate",
          r"^\W*(?:contact(?: us| the (?:news ?desk|author|editor|reporter|newsroom)\b.*)?\W*$|contact(?: us)?:"
          r"|to contact the|(?:tel|phone|telephone|fax|e-?mail)\s?[.:]|(?:do you have|got) a (?:story|tip)\b"
          r"|send (?:us )?(?:your )?tips|comments\W*$"
          r"|(?:do|did|have|are|were) you .*\b(?:e-?mail|contact|write to|letters?|get in touch)\b"
          r"|(?:if you|readers) .*\b(?:contact|write to|e-?mail) (?:us|the editor))", 50),
    _rule("contact", "boilerplate", r"\S@\S+\.\w", 14),
    _rule("database field", "boilerplate",
          r"^(?:section|length|language|publication(?: type| title)?|subject|document type|classification|edition)\s?:"
          r"|^(?:body|graphic|classification|notes|full text)$|^\d+ of \d+ documents$", 14),
    _rule("site furniture", "boilerplate",
          r"^\W*(?:home|menu|search|sections?|skip to (?:main )?content|back to (?:the )?top|loading\W*|cookies?|privacy policy"
          r"|terms (?:of|and)|we use cookies|accept (?:all|cookies)|close|show more|view (?:all|gallery|comments)"
          r"|play video|open image|end of document|reuse this content|about sharing)\b[\w\s|>/]{0,40}\W*$"
          r"|^\d+ / \d+$|^document [A-Z0-9]{10,}$", 8),
    _rule("page head", "boilerplate", r"^(?:[^.?!]*[\s|])?(?:page|pg\.?) ?\d+(?: of \d+)?(?:[\s|][^.?!]*)?$|^\d{1,3}$", 14),
    _rule("picture credit", "boilerplate",
          rf"^\W*(?:{_PICTURE}(?i: (?:source|credits?|courtesy(?: of)?|by))?\s?[:©]|{_PICTURE}(?i: source),"
          rf"|{_PICTURE}(?i: by| courtesy| credit)\b|(?i:credits?|source)\s?:)"
          rf"|^\W*(?:[\w.'’\-]+ ){{0,4}}(?:/ ?|via |\| ?)?(?:Getty(?: Images)?|Shutterstock|Alamy(?: Stock Photo)?"
          rf"|AP Photo|iStock|EPA(?:-EFE)?)(?: ?[/|] ?(?:{_PICTURE_SOURCES}))*\W*$"
          rf"|^(?:{_NAMES} ?)?/ ?(?:{_PICTURE_SOURCES})$|^[A-Z]{{2,5}}/[A-Z]\w+ [A-Z]\w+$", 12, 0),
    _rule("caption", "caption",
          rf"^(?:FILE(?: PHOTO)?\b\s?[:\-–—.]|(?i:file photo|caption|(?:image|photo) caption|pictured(?: above| below)?)"
          rf"\s?[:.,\-–—])|\((?:L|R|C|pictured(?: \w+){{0,2}}|file photo)\)|{_CREDIT_END}", 70, 0),
    _rule("author", "byline",
          rf"^\W*(?:[Bb][Yy]|[Ww](?:ords|ritten) by|WRITTEN BY|(?:[Bb]yline|BYLINE|[Tt]ext|[Ww]ords|[Aa]uthor|[Ii]nterview):"
          rf"|[Rr]eport(?:ed|ing)? by:?|[Ff]rom (?=.*\bcorrespondent\b)(?:\w+ )*?correspondent"
          rf"|[Aa]dditional reporting(?: by)?:?|[Ee]dit(?:ed|ing) by:?|[Cc]ompiled by|[Pp]osted by|[Ii]nterview by"
          rf"|[Ww]ith (?:files|reporting) (?:from|by)) (?:{_NAME_LIST}|(?:the )?{_AGENCIES})"
          rf"(?:,? (?:[\w’' ]{{0,40}}\b(?:{_ROLE})\b.*|.*\d.*))?[^\w.]*$", 40, 0),
    _rule("author", "byline",
          r"^\W*\(?(?:(?:\w+ )?reporting|writing|editing|compiled) by .+", 40),
    _rule("agency", "byline",
          rf"^\W*(?:(?:{_NAMES}) ?[/,&|–—-] ?)?(?:[Ss]ource: ?|[Ff]rom )?(?:{_AGENCIES})"
          rf"(?:(?: ?[/,&|–—-] ?|,? and |,? with )(?:{_NAMES}))*\W*$|^\W*(?:[Ss]taff (?:and|with)|[Ww]ith) (?:{_AGENCIES})\W*$"
          rf"|^{_NAMES},? (?:and|AND|with|&) (?:[Aa]gencies|AGENCIES)$|^[A-Z]{{2,4}}[ /][a-z]{{2}}(?:/[a-z]{{2}})?$", 10, 0),
    _rule("load date", "byline", rf"^(?i:load-date|publication date|date):\s*{DATE.pattern}", 10, 0),
    _rule("author and time", "byline", rf"^\W*{_NAME_LIST}(?:,? (?:{_ROLE}))?{TIME_AT_END.pattern}", 40, 0),
    _rule("author and role", "byline",
          rf"^\W*{_NAMES},? ?(?:[|–—-] )?(?:(?:[A-Z]?\w+ ){{0,3}}(?:{_ROLE}))(?:,? {_NAMES})?\W*$", 10, 0),
    _rule("breadcrumb", "boilerplate", r"^[^|.?!]{2,40}\|[^|.?!]{2,40}(?:\|[^|.?!]{2,40})*$", 8),
    _rule("key points", "standfirst", r"^(?:at a glance|key (?:points|takeaways)|highlights|in brief|the story so far)\W*$", 5),
    _rule("end note", "boilerplate", r"^\W*(?:ends?|-30-|-0-|\(ends\)|###)\W*$", 1),
)  # fmt: skip

RAW_RULES = (
    _rule("markup of a caption", "caption", r"<figcaption\b", 70),
    _rule("markup of a byline", "byline", r"^\W*<\w+[^>]* class=.?(?:byline|author)", 40),
    _rule("markup of links", "boilerplate", r"^\W*<\w+[^>]* class=.?(?:related|share|promo|newsletter|nav|social|tags)", 40),
)  # fmt: skip
"""Rules for the line with its HTML, tried first."""

ONLY_TIME = re.compile(_TIMES + "$", re.IGNORECASE)
"""A line of nothing but weekdays, dates and times, whole or not."""

NAMES_ONLY = re.compile(rf"^\W*{_NAME_LIST}\W*$")
"""A line of capitalised names, with places; a byline only next to one."""

HEADING = re.compile(r"^\s*(?:#{1,6}\s+\S|<h[1-6]\b)|^\s*\*\*[^*]+\*\*\s*$", re.IGNORECASE)
BULLET = re.compile(r"^\s*(?:[•·▪●‣◦*\-–]|\d{1,2}[.)])\s+\S")


def match_line(raw: str, plain: str) -> LineRule | None:
    """The first rule that a line matches."""
    candidates = (
        rule for rules, text in ((RAW_RULES, raw), (LINE_RULES, plain)) for rule in rules if rule.matches(text)
    )
    return next(candidates, None)
