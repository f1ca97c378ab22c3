"""The page's own words, in both languages."""

from collections.abc import Mapping

from scheduler.domain.accounts import Role

ROLE_WORDS: Mapping[str, Mapping[Role, str]] = {
    "en": {
        Role.DISPATCHER: "dispatchers",
        Role.WORKER: "workers (their own shifts)",
        Role.PROVIDER: "providers (their own work)",
        Role.MANAGER: "managers",
        Role.ADMINISTRATOR: "administrators",
    },
    "pl": {
        Role.DISPATCHER: "dyspozytorzy",
        Role.WORKER: "pracownicy (własne dyżury)",
        Role.PROVIDER: "wykonawcy (własna praca)",
        Role.MANAGER: "kierownicy",
        Role.ADMINISTRATOR: "administratorzy",
    },
}
_HEAD_EN = """# What is kept about people

Made by `dojazd privacy --lang en` from what the program really keeps: every column of its tables and every field of its
records is classified, readers come from the table of permissions, encryption from the store, times from the retention
policy; here with the times that a new town starts with. A test fails when something new is not classified, or this page
is stale. The legal bases are a proposal: the controller, which is the office, decides.

**Keys.** Each resident and each home has a key of its own, the rest has the town's; all are wrapped by one master key
that lies in no backup (AES-256-GCM). Erasing a resident destroys the key: what it sealed is gone, in backups, too.
**Machines** read by tokens what an administrator grants them, never accounts. **Whoever looks at a resident** is
noted in the audit, once a quarter of an hour. **Logs** hold neither names nor phones nor addresses. **Nothing leaves
the installation** but what the settings send: messages to residents by a mail server or SMS gateway, questions to an
address service or road server elsewhere; what other systems are told holds ids alone. **Printed sheets and day
packs** are readable by whoever holds them; packs go two days after their day. **Messages that no server or gateway
carries** lie as readable files in a folder of the installation's account: in its own for seven days, in one that
`DOJAZD_OUTBOX` names until the town's program takes them; those of an erased resident for an hour at most. **No
decision about a person is automatic**: the program proposes a plan, people decide.

## For what, by whom, how long"""
_HEAD_PL = """# Co przechowujemy o ludziach

Tę stronę tworzy `dojazd privacy --lang pl` z tego, co program naprawdę przechowuje: każda kolumna tabel i każde pole
zapisów jest sklasyfikowane, odbiorcy pochodzą z tabeli uprawnień, szyfrowanie z magazynu danych, czasy z zasad
przechowywania; tu takie, z jakimi zaczyna nowe miasto. Test nie przechodzi, gdy czegoś nowego nie sklasyfikowano albo
strona jest nieaktualna. Podstawy prawne są propozycją: decyduje administrator danych, czyli ośrodek.

**Klucze.** Każdy mieszkaniec i każde mieszkanie ma własny klucz, reszta klucz miasta; wszystkie zamyka jeden klucz
główny, którego nie ma w żadnej kopii (AES-256-GCM). Usunięcie mieszkańca niszczy jego klucz: to, co zamykał,
przepada, także w kopiach. **Maszyny** czytają za pomocą tokenów tylko to, na co pozwoli administrator, nigdy kont.
**Kto ogląda dane mieszkańca**, tego odnotowuje dziennik, raz na kwadrans. **Logi** nie zawierają nazwisk, telefonów
ani adresów. **Z instalacji wychodzi** tylko to, co wyślą ustawienia: wiadomości do mieszkańców przez serwer poczty
lub bramkę SMS, pytania do obcej usługi adresowej lub drogowej; inne systemy dostają same identyfikatory. **Wydruki i
pakiety dnia** przeczyta każdy, kto je ma; pakiety znikają dwa dni po swoim dniu. **Wiadomości, których nie wysyła
serwer ani bramka**, leżą jako czytelne pliki w katalogu konta instalacji: we własnym przez siedem dni, w katalogu z
`DOJAZD_OUTBOX`, aż zabierze je program miasta; po usunięciu mieszkańca najwyżej godzinę. **Żadna decyzja o człowieku
nie zapada sama**: program proponuje plan, decydują ludzie.

## Po co, kto czyta, jak długo"""
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "head": _HEAD_EN,
        "what": "what",
        "purpose": "purpose",
        "basis": "legal basis (proposed)",
        "readers": "readers",
        "kept": "kept",
        "erased": "how it goes",
        "permissions": "Read under",
        "table": "table",
        "columns": "columns about people",
        "fields": "fields about people",
        "sealed": "sealed",
        "none": "none",
        "open": "in the open",
        "record": "{names} under the town's key; ids in the open, secrets as digests",
        "digests": "ids in the open, secrets and phones as digests, keys wrapped",
        "whole_client": "whole, under the resident's key",
        "whole_place": "whole, under the home's key",
        "whole_town": "whole, under the town's key",
        "part_clients": "{names} under the keys of all residents concerned",
        "part_town": "{names} under the town's key",
        "foot": "Columns and fields that are not named hold nothing about people: see `records.toml` and `fields.toml` "
        "in `scheduler/bootstrap/privacy`.",
    },
    "pl": {
        "head": _HEAD_PL,
        "what": "co",
        "purpose": "po co",
        "basis": "podstawa prawna (propozycja)",
        "readers": "kto czyta",
        "kept": "jak długo",
        "erased": "jak znika",
        "permissions": "Uprawnienia do odczytu",
        "table": "tabela",
        "columns": "kolumny o ludziach",
        "fields": "pola o ludziach",
        "sealed": "szyfrowanie",
        "none": "brak",
        "open": "jawnie",
        "record": "{names} kluczem miasta; identyfikatory jawnie, sekrety jako skróty",
        "digests": "identyfikatory jawnie, sekrety i telefony jako skróty, klucze zamknięte",
        "whole_client": "w całości, kluczem mieszkańca",
        "whole_place": "w całości, kluczem mieszkania",
        "whole_town": "w całości, kluczem miasta",
        "part_clients": "{names} kluczami wszystkich mieszkańców, których dotyczą",
        "part_town": "{names} kluczem miasta",
        "foot": "Kolumny i pola, których tu nie ma, nie mówią nic o ludziach: zob. `records.toml` i `fields.toml` w "
        "`scheduler/bootstrap/privacy`.",
    },
}
