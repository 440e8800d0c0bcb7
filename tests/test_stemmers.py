"""All forms of a word give one term, typed with accents or without; other words give another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.folding import fold
from articles.search.analysis import term_of
from articles.search.stemmers import STEMMERS

# A line is a word in its forms.
PARADIGMS = {
    "lv": """
        vēlēšanas vēlēšanu vēlēšanām vēlēšanās
        konstitūcija konstitūcijas konstitūcijai konstitūciju konstitūcijā konstitūcijām konstitūcijās
        prezidents prezidenta prezidentam prezidentu prezidentā prezidenti prezidentiem prezidentus
        parlaments parlamenta parlamentam parlamentu parlamentā parlamenti parlamentiem parlamentos
        Saeima Saeimas Saeimai Saeimu Saeimā
        reforma reformas reformai reformu reformā reformām reformās
        tiesa tiesas tiesai tiesu tiesā tiesām tiesās
        tiesības tiesību tiesībām tiesībās
        cilvēktiesības cilvēktiesību cilvēktiesībām cilvēktiesībās
        nāvessods nāvessoda nāvessodam nāvessodu nāvessodā
        pašvaldība pašvaldības pašvaldībai pašvaldību pašvaldībā pašvaldībām pašvaldībās
        Kazahstāna Kazahstānas Kazahstānai Kazahstānu Kazahstānā
        Latvija Latvijas Latvijai Latviju Latvijā
        Polija Polijas Polijai Poliju Polijā
        valsts valstij valsti valstī valstis valstu valstīm valstīs
        likums likuma likumam likumu likumā likumi likumiem likumus likumos
        referendums referenduma referendumam referendumu referendumā referendumi referendumos
        balsojums balsojuma balsojumam balsojumu balsojumā balsojumi balsojumiem
        balsošana balsošanas balsošanai balsošanu balsošanā
        ministrs ministra ministram ministru ministrā ministri ministriem ministrus
        partija partijas partijai partiju partijā partijām partijās
        pilsonisks pilsoniska pilsoniskā pilsoniskās pilsoniskajai pilsonisko pilsoniskajā pilsoniskie
        sabiedrība sabiedrības sabiedrībai sabiedrību sabiedrībā
        korupcija korupcijas korupcijai korupciju korupcijā
        politisks politiska politiskā politiskās politisko politiskais politiskie politiskajām politiski
        konstitucionāls konstitucionālā konstitucionālās konstitucionālo konstitucionālajai konstitucionālais
        vietējs vietējā vietējās vietējo vietējais vietējie vietējiem vietējos vietējām
        deputāts deputāta deputātam deputātu deputāti deputātiem deputātus
        vēlētājs vēlētāja vēlētājam vēlētāju vēlētāji vēlētājiem vēlētājus vēlētājos
        iedzīvotājs iedzīvotāja iedzīvotājam iedzīvotāji iedzīvotājiem iedzīvotāju
        tiesnesis tiesneša tiesnesim tiesnesi tiesneši tiesnešu tiesnešiem
        lācis lāča lācim lāci lāči lāču lāčiem
        brālis brāļa brālim brāli brāļi brāļu brāļiem
        latvietis latvieša latvietim latvieti latvieši latviešu latviešiem
        zeme zemes zemei zemi zemē zemju zemēm
        pieņemt pieņem pieņēma pieņemts pieņemta pieņemtais
        kandidēt kandidēja kandidējot
        Tokajevs Tokajeva Tokajevam Tokajevu Tokajevā
        Nazarbajevs Nazarbajeva Nazarbajevam Nazarbajevu
        Putins Putina Putinam Putinu
        Tusks Tuska Tuskam Tusku
        Varšava Varšavas Varšavai Varšavu Varšavā
    """,
    "pl": """
        wybory wyborów wyborom wyborami wyborach wybór wyboru wyborze wyborem
        konstytucja konstytucji konstytucję konstytucją konstytucjo konstytucje konstytucjom konstytucjach
        prezydent prezydenta prezydentowi prezydentem prezydencie prezydenci prezydentów prezydentom
        parlament parlamentu parlamentowi parlamentem parlamencie parlamenty parlamentów parlamentach
        prawo prawa prawu prawem prawie praw prawom prawami prawach
        reforma reformy reformie reformę reformą reform reformom reformami reformach
        samorząd samorządu samorządowi samorządem samorządzie samorządy samorządów samorządom samorządach
        referendum referenda referendów referendom referendami referendach
        Kazachstan Kazachstanu Kazachstanowi Kazachstanem Kazachstanie
        Polska Polski Polsce Polskę Polską
        Warszawa Warszawy Warszawie Warszawę Warszawą
        minister ministra ministrowi ministrem ministrze ministrowie ministrów ministrom ministrami
        ustawa ustawy ustawie ustawę ustawą ustaw ustawom ustawami ustawach
        sąd sądu sądowi sądem sądzie sądy sądów sądom sądami sądach
        kara kary karze karę karą kar karom karami karach
        śmierć śmierci śmiercią
        głosowanie głosowania głosowaniu głosowaniem głosowań głosowaniom głosowaniami głosowaniach
        głosować głosuje głosują głosował głosowała głosowali głosowano głosujący głosujących głosowanie
        społeczeństwo społeczeństwa społeczeństwu społeczeństwem społeczeństwie społeczeństw
        obywatelski obywatelska obywatelskie obywatelskiego obywatelskiej obywatelskich obywatelscy
        konstytucyjny konstytucyjna konstytucyjne konstytucyjnego konstytucyjnej konstytucyjnych
        wyborczy wyborcza wyborcze wyborczego wyborczej wyborczym wyborczych wyborczą
        polityczny polityczna polityczne politycznego politycznej politycznych polityczni politycznie
        lokalny lokalna lokalne lokalnego lokalnej lokalnemu lokalnym lokalnych lokalni lokalnymi
        wyborca wyborcy wyborcę wyborcą wyborców wyborcom wyborcami wyborcach
        republika republiki republice republikę republiką
        polityk polityka politykowi politykiem politycy polityków politykom
        kandydat kandydata kandydatem kandydacie kandydaci kandydatów
        poseł posła posłowi posłem posłowie posłów posłom posłami
        urząd urzędu urzędowi urzędem urzędzie urzędy urzędów
        powiat powiatu powiatowi powiatem powiecie powiaty powiatów
        wolność wolności wolnością
        związek związku związkowi związkiem związki związków
        mieszkaniec mieszkańca mieszkańcy mieszkańców mieszkańcom mieszkańcami
        rząd rządu rządowi rządem rządzie rządy rządów
        rada rady radzie radę radą rad radom radami radach
        lekarz lekarza lekarzowi lekarzem lekarze lekarzy
        faszysta faszysty faszyści faszystów faszystami
        Tokajew Tokajewa Tokajewowi Tokajewem Tokajewie
        Nazarbajew Nazarbajewa Nazarbajewowi Nazarbajewem
        Putin Putina Putinowi Putinem Putinie
        Tusk Tuska Tuskowi Tuskiem Tusku
        Duda Dudy Dudzie Dudę Dudą
    """,
    "ru": """
        выборы выборов выборам выборами выборах
        конституция конституции конституцию конституцией конституций
        партия партии партию партией партий партиям партиями партиях
        президент президента президенту президентом президенте президенты президентов
        парламент парламента парламенту парламентом парламенте
        закон закона закону законом законе законы законов законам законами законах
        суд суда суду судом суде суды судов судам
        голосование голосования голосованию голосованием голосований голосовать голосует голосовали
        политический политическая политическое политические политического политической политических
        конституционный конституционная конституционного конституционной конституционному конституционном
        избиратель избирателя избирателю избирателем избиратели избирателей избирателям
        Казахстан Казахстана Казахстану Казахстаном Казахстане
        Россия России Россию Россией
        Токаев Токаева Токаеву Токаевым Токаеве
        Назарбаев Назарбаева Назарбаеву Назарбаевым Назарбаеве
        Путин Путина Путину Путиным Путине
        Туск Туска Туску Туском Туске
        Варшава Варшавы Варшаве Варшаву Варшавой
    """,
    "uk": """
        вибори виборів виборам виборами виборах
        конституція конституції конституцію конституцією конституцій
        партія партії партію партією партій партіям партіями партіях
        президент президента президентові президентом президенті президенти президентів
        парламент парламенту парламентом парламенті парламенти
        закон закону законом законі закони законів законам законами законах
        суд суду судом суді суди судів судам
        голосування голосуванню голосуванням голосуванні голосувань голосувати голосує голосують голосували
        політичний політична політичне політичні політичного політичної політичному політичних
        український українська українське українські українського української українських
        область області областю областей областям
        можливість можливості можливістю можливостей
        республіка республіки республіці республіку республікою
        ринок ринку ринком ринки ринків
        українець українця українці українців українцям
        Україна України Україні Україну Україною
        Київ Києва Києву Києвом Києві
        Казахстан Казахстану Казахстаном Казахстані
        Токаєв Токаєва Токаєву Токаєвим
        Назарбаєв Назарбаєва Назарбаєву Назарбаєвим
        Путін Путіна Путіну Путіним Путіні
        Туск Туска Тускові Туском
        Варшава Варшави Варшаві Варшаву Варшавою
    """,
    "be": """
        выбары выбараў выбарам выбарамі выбарах
        канстытуцыя канстытуцыі канстытуцыю канстытуцыяй
        прэзідэнт прэзідэнта прэзідэнту прэзідэнтам прэзідэнце прэзідэнты прэзідэнтаў
        парламент парламента парламенту парламентам парламенце
        закон закона закону законам законе законы законаў
        рэспубліка рэспублікі рэспубліцы рэспубліку рэспублікай
        улада улады уладзе уладу уладай уладаў
        палітычны палітычная палітычнае палітычныя палітычнага палітычнай палітычных палітычным
        Казахстан Казахстана Казахстану Казахстанам Казахстане
        Токаеў Токаева Токаеву Токаевым
        Лукашэнка Лукашэнкі Лукашэнку Лукашэнкам
        Варшава Варшавы Варшаве Варшаву Варшавай
    """,
    "bg": """
        избори изборите избор избора изборът
        конституция конституцията конституции конституциите
        президент президентът президента президенти президентите
        парламент парламентът парламента парламенти парламентите
        закон законът закона закони законите
        реформа реформата реформи реформите
        власт властта власти властите
        политически политическа политическата политическо политическото политическите
        вестник вестникът вестници вестниците
        Казахстан Казахстана
        Токаев Токаева
    """,
    "mk": """
        закон законот закони законите
        претседател претседателот претседателите
        реформа реформата реформи реформите
        партија партијата партии партиите
        вработеност вработеноста
    """,
    "cs": """
        volby voleb volbám volbami volbách volba volbu
        ústava ústavy ústavě ústavu ústavou
        prezident prezidenta prezidentovi prezidentem prezidenti prezidentů prezidentům
        parlament parlamentu parlamentem parlamenty parlamentů parlamentech
        republika republiky republice republiku republikou
        Praha Prahy Praze Prahu Prahou
        politický politická politické politického politické politickou politických političtí
        Kazachstán Kazachstánu Kazachstánem
        Tokajev Tokajeva Tokajevem Tokajevovi
    """,
    "sk": """
        voľby voľbám voľbami voľbách voľbu
        prezident prezidenta prezidentovi prezidentom prezidenti prezidentov
        ústava ústavy ústave ústavu ústavou
        politický politická politické politického politickej politickú politických
    """,
    "lt": """
        rinkimai rinkimų rinkimams rinkimus rinkimais rinkimuose
        konstitucija konstitucijos konstitucijai konstituciją konstitucijoje
        prezidentas prezidento prezidentui prezidentą prezidente prezidentai prezidentų
        parlamentas parlamento parlamentui parlamentą parlamente
        valstybė valstybės valstybei valstybę valstybėje valstybių
        politinis politinio politiniai politinių politinė politinės politinę
        Kazachstanas Kazachstano Kazachstanui Kazachstaną Kazachstane
        Tokajevas Tokajevo Tokajevui Tokajevą
    """,
    "ar": """
        انتخابات الانتخابات والانتخابات بالانتخابات للانتخابات انتخاب الانتخاب لانتخابات
        دستور الدستور دستوري الدستوري الدستورية والدستور بالدستور للدستور دستورنا دُستور
        رئيس الرئيس والرئيس للرئيس رئيسًا رئيسا الرئيسة
        برلمان البرلمان برلماني البرلمانية للبرلمان والبرلمان برلمانات
        محكمة المحكمة بالمحكمة للمحكمة محكمته محكمتها والمحكمة
        حكومة الحكومة حكومات الحكومية حكومته والحكومة للحكومة
        قانون القانون قانونا قانوني القانونية بالقانون للقانون
        إصلاح اصلاح الإصلاح الاصلاح إصلاحات الإصلاحات وإصلاحات
        استفتاء الاستفتاء إستفتاء باستفتاء استفتاءات
        مواطن المواطن مواطنون المواطنين مواطنين مواطنة للمواطنين
        وزارة الوزارة وزارات والوزارة للوزارة
        كازاخستان وكازاخستان بكازاخستان لكازاخستان كازاخستاني الكازاخستانية
        توكاييف وتوكاييف بتوكاييف لتوكاييف تـوكاييف
        نزارباييف ونزارباييف بنزارباييف لنزارباييف
        بوتين وبوتين
        توسك وتوسك
        وارسو بوارسو لوارسو
    """,
    "he": """
        בחירות הבחירות בבחירות לבחירות
        חוקה החוקה חוקת חוקות בחוקה לחוקה
        ממשלה הממשלה ממשלת ממשלות לממשלה והממשלה שהממשלה בממשלה
        מדינה המדינה מדינת מדינות במדינה למדינה
        נשיא הנשיא נשיאים לנשיא והנשיא
        פרלמנט הפרלמנט בפרלמנט לפרלמנט
        רפורמה הרפורמה רפורמות הרפורמות
        אזרח אזרחים האזרחים אזרחי האזרח
        שלטון השלטון שלטונות
        קזחסטן בקזחסטן לקזחסטן וקזחסטן
        טוקאייב לטוקאייב בטוקאייב וטוקאייב
        נזרבייב לנזרבייב
        פוטין לפוטין ופוטין בפוטין
        טוסק לטוסק וטוסק
        ורשה לורשה
    """,
    "kk": """
        Қазақстан Қазақстанның Қазақстанға Қазақстанды Қазақстанда Қазақстаннан Қазақстанмен
        Тоқаев Тоқаевтың Тоқаевқа Тоқаевты Тоқаевта Тоқаевтан Тоқаевпен
        Назарбаев Назарбаевтың Назарбаевқа Назарбаевты Назарбаевтан Назарбаевпен
        Путин Путиннің Путинге Путинді Путинде Путиннен Путинмен
        сайлау сайлауы сайлауға сайлауды сайлауда сайлаудан сайлаудың сайлаулар сайлауын сайлауына сайлауында
        конституция конституцияның конституцияға конституцияны конституцияда конституциясы конституциясына
        президент президенттің президентке президентті президенті президентінің президентіне президенттер
        парламент парламенттің парламентке парламентті парламенті парламентінің парламентінде
        реформа реформалар реформалары реформаларды реформаның реформалардың
        партия партияның партиялар партиясы партиялардың партиясының
        заң заңның заңға заңды заңы заңдар заңдары заңында заңнан
        сот соттың сотқа сотты сотта соты соттар
        құқық құқығы құқықтар құқықтары құқығын құқықтарын
        министр министрі министрдің министрге министрлер
        Туск Тусктың Тускке Тускті Тускпен
        Варшава Варшаваның Варшаваға Варшавада
    """,
    "ky": """
        Кыргызстан Кыргызстандын Кыргызстанга Кыргызстанды Кыргызстанда Кыргызстандан
        Казакстан Казакстандын Казакстанга Казакстанды Казакстанда
        шайлоо шайлоонун шайлоого шайлоодо шайлоолор шайлоосу
        президент президенттин президентке президентти президенти
        Токаев Токаевдин Токаевге Токаевди
    """,
    "uz": """
        Qozogʻiston Qozogʻistonning Qozogʻistonni Qozogʻistonga Qozogʻistonda Qozogʻistondan
        Oʻzbekiston O‘zbekistonning O'zbekistonda Ozbekistondan Oʼzbekistonga
        Toqayev Toqayevning Toqayevni Toqayevga Toqayevdan
        Nazarboyev Nazarboyevning Nazarboyevni Nazarboyevga
        Putin Putinning Putinni Putinga Putindan
        saylov saylovlar saylovlari saylovlarida saylovni saylovning saylovga saylovda saylovdan saylovi
        konstitutsiya konstitutsiyaning konstitutsiyasi konstitutsiyasini konstitutsiyaga konstitutsiyani
        prezident prezidenti prezidentning prezidentini prezidentga prezidentlar
        parlament parlamenti parlamentning parlamentda parlamentga
        qonun qonuni qonunlar qonunning qonunni qonunlari qonunlarini qonunga
        islohot islohotlar islohotlari islohotlarni islohotlarning
        huquq huquqi huquqlar huquqlari huquqlarini
        Tusk Tuskning Tuskni Tuskka Tuskdan
        Varshava Varshavaning Varshavada Varshavaga
    """,
    "tr": """
        seçim seçimi seçimler seçimleri seçimlerde seçimlerin seçimlerinde seçimde seçimin
        anayasa anayasayı anayasanın anayasada anayasası anayasasının
        başkan başkanı başkanın başkana başkanlar başkandan
        parlamento parlamentoya parlamentosu parlamentosunun parlamentoda
        hükümet hükümeti hükümetin hükümete hükümetler hükümetinin
        Kazakistan Kazakistan'ın Kazakistan'da Kazakistan'a Kazakistan'dan
        Türkiye Türkiye'nin Türkiye'de Türkiye'ye Türkiye'den
        Rusya Rusya'nın Rusya'da Rusya'dan
        Tokayev Tokayev'in Tokayev'e Tokayev'i
        Erdoğan Erdoğan'ın Erdoğan'a Erdoğan'dan
    """,
    "az": """
        seçki seçkilər seçkiləri seçkilərdə seçkilərin
        parlament parlamentin parlamentdə parlamenti parlamentə
        Azərbaycan Azərbaycanın Azərbaycanda Azərbaycana Azerbaycan
        Qazaxıstan Qazaxıstanın Qazaxıstanda Qazaxistan
    """,
    "ka": """
        პარლამენტი პარლამენტის პარლამენტს პარლამენტში პარლამენტმა პარლამენტით პარლამენტები
        პრეზიდენტი პრეზიდენტის პრეზიდენტს პრეზიდენტმა პრეზიდენტები პრეზიდენტად
        არჩევნები არჩევნების არჩევნებში არჩევნებს არჩევნებზე
        საქართველო საქართველოს საქართველოში საქართველოდან
        პუტინი პუტინის პუტინმა პუტინს პუტინთან
    """,
    "fa": """
        انتخابات
        کشور کشورها کشورهای كشور
        ایران ايران
    """,
    "fr": """
        élection élections election elections
        décidé décidée décidés décidées décider décide
        réforme réformes réformé réformée
        député députés députée députées
    """,
    "es": """
        elección elecciones eleccion
        político política políticos políticas
        constitución constituciones
    """,
    "pt": """
        político política políticos políticas
        reforma reformas
    """,
    "ro": """
        parlament parlamentul parlamentului
        președinte președinți președintele președintelui
    """,
    "de": """
        Wahl Wahlen
        Präsident Präsidenten
        Verfassung Verfassungen
    """,
    "en": """
        election elections
        Tokayev Tokayev's Tokayevs
        reform reforms reformed reforming
    """,
    "sr": """
        избори избора изборима izbori izbora izborima
    """,
}

# Other words, each in another form: no two may meet.
APART = {
    "lv": """
        vēlēšanas vēlēties vēlu
        konstitūcija konstatēt konstrukcija
        partija parts partneris
        parlaments paraksts
        prezidents rezidents
        tiesa tieši tiesības
        valsts valdība vals
        likums liktenis
        Latvija Latgale latvietis
        Polija polis policija
        ministrs ministrija minūte
        reforma forma referendums
        balsojums balsis balsošana
        vizīte vīzija
        nāvessods nauda
    """,
    "pl": """
        wybory wyborny wyborca wyborczy
        konstytucja konstytucyjny instytucja
        prezydent prezydium precedens
        parlament parlamentarny
        prawo prawda prawnik
        reforma forma
        sąd sądny sędzia
        Polska polityka pole
        Warszawa warsztat
        minister ministerstwo
        ustawa ustalać
        głosowanie głosy głośny
        społeczeństwo społeczny
        kara karta
        miejsce miejski
        portal port
        Austria Australia
        Kazachstan kazachski
        trybunał trybuna
    """,
    "ru": """
        выборы выборный
        партия парта партнёр
        конституция консультация
        парламент параметр
        Казахстан казах
        Россия росс
        суд судьба
    """,
    "uk": """
        вибори виборець
        партія парта
        конституція консультація
        Україна український
        суд судно
        позицій позика
    """,
    "bg": """
        избори изборен
        партия партньор
        закон законен
    """,
    "ar": """
        دستور دولة
        برلمان برنامج
        انتخاب نخبة
        حكومة محكمة
        وزير زير
        وزارة زيارة
        كازاخستان باكستان
        رئيس رأس
        قانون قناة
    """,
    "he": """
        בחירות חירות
        חוקה חוק
        מדינה מדיניות
        ממשלה משל
        הצבעה צבע
        ועדה עדה
    """,
    "kk": """
        сайлау сай
        партия парта
        конституция консультация
        заң заңгер
    """,
    "uz": """
        saylov say
        qonun qon
        partiya parta
        huquq hukumat
    """,
    "tr": """
        seçim seçenek
        anayasa ana
        başkan başka
    """,
}


def lines(words: dict[str, str]) -> list[tuple[str, str]]:
    return [(language, line.strip()) for language in words for line in words[language].strip().splitlines()]


@pytest.mark.parametrize(("language", "forms"), lines(PARADIGMS))
def test_the_forms_of_a_word_are_one_term(language: str, forms: str):
    assert {form: term_of(form, language) for form in forms.split()} == dict.fromkeys(
        forms.split(), term_of(forms.split()[0], language)
    )


@pytest.mark.parametrize(("language", "forms"), lines(PARADIGMS))
def test_the_forms_typed_without_accents_are_the_same_term(language: str, forms: str):
    for form in forms.split():
        assert term_of(fold(form), language) == term_of(form, language)


@pytest.mark.parametrize(("language", "words"), lines(APART))
def test_words_of_different_meaning_stay_apart(language: str, words: str):
    terms = [term_of(word, language) for word in words.split()]
    assert len(set(terms)) == len(terms)


def test_little_latvian_words_meet_no_noun():
    for little, noun in [("nav", "nāve"), ("zem", "zeme"), ("dēļ", "dēls"), ("vēl", "veļa")]:
        assert term_of(little, "lv") != term_of(noun, "lv")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("lv", "acs jūs mēs"),
        ("pl", "dom rok sąd ona"),
        ("ru", "суд дом мир она"),
        ("uk", "суд дім мир"),
        ("bg", "дом мир съд"),
        ("cs", "dům rok"),
        ("ar", "حق ما في"),
        ("he", "חוק בית של"),
        ("kk", "заң сот"),
        ("tr", "oy yıl il"),
        ("uz", "ish yil"),
    ],
)
def test_a_short_word_is_left_whole(language: str, words: str):
    assert [term_of(word, language) for word in words.split()] == [fold(word) for word in words.split()]


@pytest.mark.parametrize("language", sorted(STEMMERS))
def test_a_stemmer_takes_words_of_any_script(language: str):
    for word in ("", "x", "2022", "vēlēšanas", "Токаев", "الدستور", "חוקה", "संविधान", "έκλεισαν"):
        assert fold(STEMMERS[language](word)) == STEMMERS[language](word)


LETTERS = st.text("aāąäbcčćçdeēęéginńñoóöőprsśštuūüűvyzžźżłßæøŒавеёийіїўґאבהוابةىأئ", min_size=1, max_size=12)


@given(LETTERS, st.sampled_from(sorted(STEMMERS)))
def test_accents_never_tell_terms_apart(word: str, language: str):
    assert term_of(fold(word), language) == term_of(word, language)
