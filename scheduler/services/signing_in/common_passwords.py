"""Passwords, and stems of passwords, that are tried first: those of lists of leaks that are long enough to be allowed.

A password that is one of these with figures and signs around it counts, too.
"""

COMMON = frozenset(
    """
    password passwordpassword mypassword passw0rd password123456 password1234 qwertyuiop qwertyuiopasdfgh
    qwertyuiopasdfghjkl qwertyqwerty qwertyqwertyqwerty qwerty qwerty123456 qwertyuiop123 asdfghjkl asdfghjklzxcvbnm
    zxcvbnm zxcvbnmasdfgh qazwsxedc qazwsxedcrfv 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaqwsxcderfv 123456789012 1234567890123
    12345678901234 123456123456 123123123123 121212121212 111111111111 000000000000 123456789abc abc123456789
    abcdefghijkl abcdefghijklm abcdefghijklmnop abcdefghijklmnopqrstuvwxyz abcabcabcabc iloveyou iloveyouforever
    iloveyouiloveyou letmein letmeinletmein letmeinplease welcome welcomewelcome welcometothejungle administrator
    adminadmin adminadminadmin administratoradministrator changeme changemechangeme changemenow pleasechangeme secret
    secretsecret topsecret mysecretpassword default defaultpassword superman supermansuperman batmanbatman dragon
    dragondragon monkeymonkey footballfootball baseballbaseball sunshine sunshinesunshine princessprincess
    trustnoone trustnobody correcthorsebatterystaple opensesame computer computercomputer internet internetinternet
    haslo haslohaslo haslohaslohaslo mojehaslo tajnehaslo bezhasla zmienhaslo zmienmnie zmienmniezmienmnie haslodostepu
    haslo12345678 polska polskapolska polskagola bialoczerwoni niepodleglosc warszawa warszawawarszawa krakow
    kochamcie kochamciebardzo kochamciekochamcie misiaczek misiaczekmisiaczek kochanie kochaniekochanie kasienka
    matrix matrixmatrix samsung samsungsamsung dupadupa dupadupadupa dupa mateusz mateuszek agnieszka katarzyna
    dojazd dojazddojazd dojazddojazddojazd dyspozytor dyspozytordyspozytor gmina urzadmiasta urzadgminy seniorbus
    pomocspoleczna opiekaspoleczna osrodekpomocy osrodekpomocyspolecznej
    """.split()
)
