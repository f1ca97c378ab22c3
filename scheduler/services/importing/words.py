"""The sentences themselves: plain, short, and each with its way out."""

from collections.abc import Mapping

type Told = Mapping[str, Mapping[str, str]]

WRONG: Told = {
    "empty": {"pl": "Brakuje wartości.", "en": "There is nothing here."},
    "formula": {"pl": "To jest formuła, a formuł nie przeliczamy.", "en": "This is a formula; we compute none."},
    "error": {"pl": "To jest błąd arkusza.", "en": "This is a spreadsheet's error."},
    "unseen": {"pl": "Tekst zawiera znak, którego nie widać.", "en": "The text holds a character that nobody sees."},
    "long": {"pl": "Tekst jest za długi (znaków: {length}).", "en": "The text is too long ({length} characters)."},
    "number": {"pl": "To nie jest numer, który da się zapisać.", "en": "This is no number that can be kept."},
    "date": {"pl": "To nie jest data.", "en": "This is no date."},
    "no_such_day": {"pl": "Takiego dnia nie ma w kalendarzu.", "en": "The calendar has no such day."},
    "time": {"pl": "To nie jest godzina.", "en": "This is no time of day."},
    "span": {"pl": "Koniec jest przed początkiem.", "en": "The end is before the start."},
    "clocks": {
        "pl": "Tej godziny w nocy zmiany czasu nie ma albo jest dwa razy.",
        "en": "In the night when the clocks change there is no such time, or there are two.",
    },
    "birth": {"pl": "To nie jest rok ani data urodzenia.", "en": "This is no year and no date of birth."},
    "phone": {"pl": "To nie jest numer telefonu.", "en": "This is no telephone number."},
    "email": {"pl": "To nie jest adres e-mail.", "en": "This is no e-mail address."},
    "whole": {"pl": "To nie jest liczba od {low} do {high}.", "en": "This is no number from {low} to {high}."},
    "yes_no": {"pl": "Nie wiadomo, czy to „tak”, czy „nie”.", "en": "This is neither yes nor no."},
    "mobility": {"pl": "Nie wiadomo, jak ta osoba się porusza.", "en": "It does not say how this person gets about."},
    "degrees": {"pl": "To nie jest współrzędna z okolic miasta.", "en": "This is no coordinate near the town."},
    "district": {"pl": "Miasto nie ma takiej dzielnicy.", "en": "The town has no such district."},
    "no_house": {"pl": "Adres jest bez numeru domu.", "en": "The address has no house number."},
    "repeated": {"pl": "To samo jest już w wierszu {row}.", "en": "Row {row} says the same already."},
    "number_of_other": {
        "pl": "Pod numerem {number} jest w kartotece ktoś inny: {name}.",
        "en": "In the register the number {number} is somebody else's: {name}.",
    },
    "several": {
        "pl": "W kartotece jest więcej pasujących osób: {count}.",
        "en": "In the register {count} people fit this.",
    },
    "no_client": {"pl": "Tej osoby nie ma w kartotece.", "en": "This person is not in the register."},
    "service": {"pl": "Nie ma takiej usługi.", "en": "There is no such service."},
    "past": {"pl": "Ten dzień albo ta godzina już minęły.", "en": "This day or hour is over."},
    "far": {"pl": "To za daleko: zapisujemy do {last}.", "en": "Too far ahead: bookings are taken up to {last}."},
    "closed": {"pl": "Dzień {day} jest już zamknięty.", "en": "{day} is closed already."},
    "place": {"pl": "Nie znamy tego miejsca.", "en": "We do not know this place."},
    "same_place": {"pl": "Przejazd kończy się tam, gdzie się zaczyna.", "en": "The ride ends where it begins."},
    "no_destination": {"pl": "Nie wiadomo, dokąd jechać.", "en": "It does not say where to."},
    "no_source": {"pl": "Nie wiadomo, skąd wziąć dostawę.", "en": "It does not say where to load."},
    "refused": {"pl": "{said}", "en": "{said}"},
    "telegram": {"pl": "Tego pola nie da się odczytać ({said}).", "en": "This cannot be read ({said})."},
    "no_trip_request": {"pl": "Nie ma tu zamówienia (tripRequest).", "en": "There is no tripRequest here."},
    "trip_ended": {"pl": "To zamówienie jest już odwołane.", "en": "This trip is cancelled already."},
    "ticket": {"pl": "Tego numeru zlecenia nie da się zapisać.", "en": "This ticket id cannot be kept."},
    "ticket_taken": {
        "pl": "Pod tym numerem zlecenia jest już inny przejazd.",
        "en": "This ticket id is another ride's already.",
    },
    "no_time": {"pl": "Nie ma godziny odbioru ani godziny przyjazdu.", "en": "There is no time of pickup or drop-off."},
    "own": {"pl": "Dodatkowe pole (openAttribute) jest błędne.", "en": "The open attribute is wrong."},
}

RIGHT: Told = {
    "empty": {"pl": "Wpisz {what}.", "en": "Write {what}."},
    "formula": {"pl": "Wklej tę kolumnę jako wartości.", "en": "Paste this column as values."},
    "error": {"pl": "Popraw dane, z których arkusz to liczy.", "en": "Correct what it was computed from."},
    "unseen": {"pl": "Wpisz ten tekst od nowa.", "en": "Type the text anew."},
    "long": {"pl": "Skróć go do {most} znaków.", "en": "Shorten it to {most} characters."},
    "number": {
        "pl": "Użyj liter, cyfr, kropki i kreski, na przykład 17 albo K-17.",
        "en": "Use letters, digits, dots and dashes, such as 17 or K-17.",
    },
    "date": {"pl": "Napisz ją tak: 23.11.2026.", "en": "Write it as 23.11.2026."},
    "no_such_day": {"pl": "Sprawdź dzień i miesiąc.", "en": "Check day and month."},
    "time": {"pl": "Napisz ją tak: 9.30 albo 9.30–10.00.", "en": "Write it as 9.30, or 9.30–10.00."},
    "span": {"pl": "Napisz najpierw wcześniejszą godzinę.", "en": "Put the earlier time first."},
    "clocks": {"pl": "Podaj inną godzinę.", "en": "Name another time."},
    "birth": {"pl": "Napisz sam rok, na przykład 1941.", "en": "Write the year alone, such as 1941."},
    "phone": {"pl": "Napisz 9 cyfr, na przykład 600 100 200.", "en": "Write 9 digits, such as 600 100 200."},
    "email": {"pl": "Napisz na przykład anna@example.org.", "en": "Write it as anna@example.org."},
    "whole": {"pl": "Napisz samą liczbę.", "en": "Write the number alone."},
    "yes_no": {"pl": "Napisz „tak” albo „nie”.", "en": "Write yes or no."},
    "mobility": {"pl": "Napisz: samodzielnie, balkonik albo wózek.", "en": "Write: walks, walker or wheelchair."},
    "degrees": {
        "pl": "Napisz stopnie, na przykład 51,0372, albo zostaw puste.",
        "en": "Write degrees, such as 51.0372, or leave it empty.",
    },
    "district": {"pl": "Wybierz z: {known}.", "en": "Choose one of {known}."},
    "no_house": {"pl": "Dopisz numer, na przykład Szkolna 4/12.", "en": "Add the number, such as Szkolna 4/12."},
    "repeated": {"pl": "Usuń jeden z tych wierszy.", "en": "Delete one of the two rows."},
    "number_of_other": {"pl": "Popraw numer albo nazwisko.", "en": "Correct the number or the name."},
    "several": {
        "pl": "Dopisz numer klienta, telefon albo adres.",
        "en": "Add the client's number, telephone or address.",
    },
    "no_client": {
        "pl": "Wczytaj najpierw klientów albo popraw nazwisko.",
        "en": "Bring in the clients first, or correct the name.",
    },
    "service": {"pl": "Wybierz z: {known}.", "en": "Choose one of {known}."},
    "past": {"pl": "Podaj późniejszy termin albo pomiń ten wiersz.", "en": "Name a later time, or leave this row out."},
    "far": {"pl": "Wczytaj ten wiersz później.", "en": "Bring this row in later."},
    "closed": {"pl": "Pomiń ten wiersz.", "en": "Leave this row out."},
    "place": {
        "pl": "Podaj nazwę albo adres miejsca, które jest w systemie.",
        "en": "Name a place, or an address, that the office has.",
    },
    "same_place": {"pl": "Podaj inne miejsce w kolumnie „dokąd”.", "en": "Name another place to go to."},
    "no_destination": {
        "pl": "Wpisz, dokąd: nazwę miejsca albo adres.",
        "en": "Write where to: a place's name or an address.",
    },
    "no_source": {
        "pl": "Wpisz, skąd: nazwę kuchni albo adres.",
        "en": "Write where from: the kitchen's name or an address.",
    },
    "refused": {"pl": "{change}", "en": "{change}"},
    "telegram": {"pl": "Popraw je według schematu TDS.", "en": "Correct it as the schema of the TDS says."},
    "no_trip_request": {"pl": "Pomiń ten telegram.", "en": "Leave this telegram out."},
    "trip_ended": {
        "pl": "Pomiń je; jeśli przejazd jest zapisany, odwołaj go przy rezerwacji.",
        "en": "Leave it out; if the ride is booked, cancel the booking.",
    },
    "ticket": {
        "pl": "Użyj do 64 liter, cyfr, kresek i kropek, na przykład UUID.",
        "en": "Use up to 64 letters, digits, dashes and dots, such as a UUID.",
    },
    "ticket_taken": {
        "pl": "Zmień zapisany przejazd przy rezerwacji albo użyj innego numeru.",
        "en": "Change the ride that is booked by hand, or use another id.",
    },
    "no_time": {
        "pl": "Podaj pickupWindowStartTime i pickupWindowEndTime albo appointmentTime.",
        "en": "Give pickupWindowStartTime and pickupWindowEndTime, or appointmentTime.",
    },
    "own": {"pl": "Pomiń je.", "en": "Leave it out."},
}

NOTES: Told = {
    "same_name": {
        "pl": "W kartotece jest już ktoś o tym nazwisku ({other}). Ten wiersz doda drugą osobę.",
        "en": "The register has somebody of that name already ({other}). This row adds a second person.",
    },
    "near": {
        "pl": "W rejestrze jest tylko {found}; punkt leży tam.",
        "en": "The register has only {found}; the point is there.",
    },
    "corrected": {"pl": "Adres w rejestrze: {found}.", "en": "The address in the register: {found}."},
    "district_centre": {
        "pl": "Adresu nie znaleziono: punkt w środku dzielnicy {district}.",
        "en": "The address was not found: the point is the centre of {district}.",
    },
    "town_centre": {
        "pl": "Adresu nie znaleziono: punkt w środku miasta.",
        "en": "The address was not found: the point is the centre of the town.",
    },
    "by_hand": {"pl": "Punkt wskazany ręcznie na mapie.", "en": "The point was put on the map by hand."},
    "mobility": {
        "pl": "Zlecenie mówi inaczej niż kartoteka, jak ta osoba się porusza. Liczy się kartoteka.",
        "en": "The order says otherwise than the register how this person gets about. The register counts.",
    },
    "one_time": {
        "pl": "Zlecenie podaje godzinę odbioru i godzinę przyjazdu; liczy się {kept}.",
        "en": "The order has a time of pickup and one of drop-off; what counts is the {kept}.",
    },
    "purpose": {"pl": "Celu przejazdu nie rozpoznano.", "en": "What the ride is for was not recognised."},
    "entrance": {
        "pl": "Nie znamy wejścia „{name}”; liczy się główne.",
        "en": "We do not know the entrance {name}; the main one counts.",
    },
    "ended": {
        "pl": "Było już wczytane i zostało odwołane; nie wróci.",
        "en": "It was brought in before and cancelled; it stays so.",
    },
}

UNREADABLE: Told = {
    "empty": {"pl": "Plik jest pusty.", "en": "The file is empty."},
    "large": {
        "pl": "Plik ma ponad 4 MB. Zostaw w nim tylko potrzebny arkusz albo go podziel.",
        "en": "The file is larger than 4 MB. Save only the sheet that is needed, or split it.",
    },
    "old_excel": {
        "pl": "To plik starego Excela (.xls). Zapisz go jako .xlsx.",
        "en": "This is a file of old Excel (.xls). Save it as .xlsx.",
    },
    "protected": {
        "pl": "Plik jest zabezpieczony hasłem. Zapisz go bez hasła.",
        "en": "The file has a password. Save it without one.",
    },
    "bomb": {
        "pl": "Plik po rozpakowaniu byłby ogromny. Zapisz go ponownie jako .xlsx.",
        "en": "The file would unpack to something huge. Save it again as .xlsx.",
    },
    "damaged": {
        "pl": "Pliku nie da się odczytać. Zapisz go ponownie jako .xlsx.",
        "en": "The file cannot be read. Save it again as .xlsx.",
    },
    "text": {
        "pl": "To nie jest ani skoroszyt .xlsx, ani plik CSV.",
        "en": "This is neither an .xlsx workbook nor a CSV file.",
    },
    "rows": {"pl": "Arkusz ma ponad 5000 wierszy. Podziel go.", "en": "The sheet has more than 5,000 rows. Split it."},
    "columns": {
        "pl": "Arkusz ma ponad 120 kolumn. Zostaw potrzebne.",
        "en": "The sheet has more than 120 columns. Keep what is needed.",
    },
    "sheets": {
        "pl": "Skoroszyt ma ponad 30 arkuszy. Zostaw potrzebne.",
        "en": "The workbook has more than 30 sheets. Keep what is needed.",
    },
    "no_json": {"pl": "To nie jest plik JSON.", "en": "This is no JSON."},
    "no_telegrams": {"pl": "Nie ma tu żadnych telegramów TDS.", "en": "There are no telegrams of the TDS here."},
    "telegrams": {
        "pl": "Plik ma ponad 2000 telegramów. Podziel go.",
        "en": "The file has more than 2,000 telegrams. Split it.",
    },
    "no_sheet": {"pl": "Takiego arkusza nie ma w pliku.", "en": "The file has no such sheet."},
    "no_rows": {"pl": "Pod nagłówkiem nie ma żadnego wiersza.", "en": "There is no row below the header."},
    "changed": {
        "pl": "Od sprawdzenia coś się zmieniło. Zobacz podgląd jeszcze raz.",
        "en": "Something has changed since it was checked. Look at the preview again.",
    },
    "bad_rows": {
        "pl": "Nie wczytano niczego: w pliku są błędne wiersze. Popraw je albo wczytaj tylko poprawne.",
        "en": "Nothing was brought in: some rows are wrong. Correct them, or bring in the good ones only.",
    },
    "nothing": {"pl": "Nie ma czego wczytać.", "en": "There is nothing to bring in."},
}

WHAT: Told = {
    "name": {"pl": "imię i nazwisko", "en": "the name"},
    "address": {"pl": "ulicę i numer domu", "en": "street and house number"},
    "service": {"pl": "nazwę usługi", "en": "the service"},
    "day": {"pl": "datę, na przykład 23.11.2026", "en": "the date, such as 23.11.2026"},
    "time": {"pl": "godzinę, na przykład 9.30", "en": "the time, such as 9.30"},
}
MARK = "Położenie przybliżone, do poprawienia na mapie."
"""Stands in the note of a door whose point is not that of the house: crews read it. In the town's own language."""
