"""Words of Polish addresses, all as search keys (`text.fold`): kinds of streets, titles, dates, what is not a town."""

from collections.abc import Mapping

from scheduler.services.ports import StreetKind

KINDS: Mapping[str, StreetKind] = {
    **dict.fromkeys(("ul", "ulica", "ulicy", "ulice"), StreetKind.STREET),
    **dict.fromkeys(("al", "aleja", "alei", "aleje", "ale"), StreetKind.AVENUE),
    **dict.fromkeys(("os", "osiedle", "osiedla", "osiedlu"), StreetKind.ESTATE),
    **dict.fromkeys(("pl", "plac", "placu"), StreetKind.SQUARE),
    **dict.fromkeys(("rondo", "ronda"), StreetKind.ROUNDABOUT),
    **dict.fromkeys(("skwer", "skweru"), StreetKind.GREEN),
    **dict.fromkeys(("bulw", "bulwar", "bulwaru", "bulwary"), StreetKind.BOULEVARD),
    **dict.fromkeys(("wybrzeze", "wyb"), StreetKind.EMBANKMENT),
}
MARKET_WORDS = frozenset({"rynek", "rynku"})
"""Stay in the name: "Rynek 5" has no other."""

TITLES: Mapping[str, str] = {
    **dict.fromkeys(("gen", "general", "generala", "generalow"), "gen"),
    **dict.fromkeys(("ks", "ksiedza", "ksiecia"), "ks"),
    **dict.fromkeys(("sw", "swietego", "swietej", "swietych"), "sw"),
    **dict.fromkeys(("bl", "blogoslawionego", "blogoslawionej"), "bl"),
    **dict.fromkeys(("plk", "pulkownika"), "plk"),
    **dict.fromkeys(("ppor", "podporucznika"), "ppor"),
    **dict.fromkeys(("por", "porucznika"), "por"),
    **dict.fromkeys(("mjr", "majora"), "mjr"),
    **dict.fromkeys(("kpt", "kapitana"), "kpt"),
    **dict.fromkeys(("rtm", "rotmistrza"), "rtm"),
    **dict.fromkeys(("hetm", "hetmana"), "hetm"),
    **dict.fromkeys(("marsz", "marszalka"), "marsz"),
    **dict.fromkeys(("dr", "doktora", "doktor"), "dr"),
    **dict.fromkeys(("prof", "profesora", "profesor"), "prof"),
    **dict.fromkeys(("inz", "inzyniera"), "inz"),
    **dict.fromkeys(("bp", "biskupa"), "bp"),
    **dict.fromkeys(("abp", "arcybiskupa"), "abp"),
    **dict.fromkeys(("kard", "kardynala"), "kard"),
    **dict.fromkeys(("kr", "krola", "krolowej"), "kr"),
    **dict.fromkeys(("prez", "prezydenta"), "prez"),
    **dict.fromkeys(("im", "imienia"), "im"),
}
"""What may stand before a person's name or be left out, by the form that is compared."""

MONTHS = frozenset(
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia".split()
)
_ORDINALS = (
    *("pierwszego drugiego trzeciego czwartego piatego szostego siodmego osmego dziewiatego dziesiatego".split()),
    *("jedenastego dwunastego trzynastego czternastego pietnastego szesnastego siedemnastego".split()),
    *("osiemnastego dziewietnastego dwudziestego".split()),
)
ORDINALS: Mapping[str, str] = {word: str(number) for number, word in enumerate(_ORDINALS, start=1)}
"""Days as words: "Trzeciego Maja"."""
ROMAN: Mapping[str, str] = {"2": "ii", "3": "iii"}
"""For popes and kings: "Jana Pawła 2"."""
WHOLE_WORDS: Mapping[str, tuple[str, ...]] = {
    "tysiaclecia": ("1000", "lecia"),
    "wlkp": ("wielkopolski",),
    "wp": ("wojska", "polskiego"),
    "ak": ("armii", "krajowej"),
}

INSTITUTIONS = frozenset(
    "apteka bank biblioteka blok budynek cafe centrum cukiernia dom dps dworzec dworek fabryka fundacja gabinet gmina "
    "gops gosp gospodarstwo gimnazjum hala hospicjum hotel internat kamienica kancelaria kaplica kino klasztor klub "
    "komenda komisariat kosciol kuchnia liceum market mops muzeum noclegownia nzoz ops osp oddzial osrodek palac "
    "parafia pensjonat piekarnia plebania poczta podstawowa poliklinika poradnia pracownia przedszkole przychodnia "
    "ratusz remiza restauracja sad sala schronisko sklep spoldzielnia stacja stadion starostwo stowarzyszenie "
    "swietlica szkola szpital srodowiskowy teatr technikum urzad uzdrowisko warsztat wtz wojewodzki zaklad zespol "
    "zlobek zoz sanatorium pub bar biuro firma hurtownia magazyn basen osada domy".split()
)
"""First words of what is a house's name and not a town."""
TWO_WORD_TOWNS = frozenset(
    "nowa nowe nowy stara stare stary wielka wielkie wielki mala male maly gorna gorne gorny dolna dolne dolny duza "
    "duze biala biale czarna czarne zielona kolonia wola wolka krolewska suchy sucha jelenia bielsko dabrowa dabrowka "
    "ruda ostrowiec skarzysko piotrkow gorzow aleksandrow konstantynow tomaszow grodzisk mazowiecki busko kazimierz "
    "sroda strzelce kedzierzyn minsk ostrow solec nowosolna gora kalwaria stalowa zdunska bystra ".split()
)
"""First words of towns and villages that have a second one."""
AREAS = frozenset("gm gmina gminy pow powiat powiatu woj wojewodztwo wojewodztwa".split())
COUNTRIES = frozenset({"polska", "poland", "pl"})
SMALL_WORDS = frozenset("i w we z ze na nad pod przy do od ku za".split())
