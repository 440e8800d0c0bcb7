"""Pages as newsrooms save them, for the tests of the readers: ten languages, and around each article what
sites put there."""

# ruff: noqa: E501 (prose)

from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class Story:
    """An article, and the words of its site: what stands around it must not come out."""

    headline: str
    section: str
    author: str
    body: tuple[str, ...]
    site: str
    menu: tuple[str, ...]
    cookies: str
    related: tuple[str, ...]
    comment: str


STORIES = {
    "en": Story(
        headline="Parliament votes to publish every draft law a month ahead",
        section="Legislation",
        author="Ruth Okello",
        body=(
            "Draft laws will have to stand on the parliament's website for thirty days before deputies may vote on "
            "them, under a change to the rules of procedure that passed on Tuesday with 84 votes to 31.",
            "Until now a bill could be tabled in the morning and adopted the same evening, and last year every fourth "
            "law was. Lawyers' associations had counted 212 of them since the last election.",
            "The opposition supported the change but regretted that it leaves a door open: with two thirds of the "
            "votes the chamber can still declare a bill urgent and set the delay aside.",
            "The speaker said that the first sitting under the new rules would be held in September, once the register "
            "of drafts has been rebuilt and tested by its future readers.",
        ),
        site="The Reform Monitor",
        menu=("Home", "Legislation", "Courts", "Opinion"),
        cookies="We use cookies to give you the best experience. By continuing you accept our cookie policy.",
        related=("Who counts the votes abroad?", "Mayors ask for their own taxes"),
        comment="About time, I had given up hoping that they would ever do it!",
    ),
    "lv": Story(
        headline="Saeima pagarina likumprojektu apspriešanas termiņu",
        section="Likumdošana",
        author="Ilze Kalniņa",
        body=(
            "Likumprojektiem turpmāk vismaz trīsdesmit dienas būs jāatrodas parlamenta tīmekļvietnē, pirms par tiem "
            "drīkstēs balsot, paredz otrdien pieņemtie grozījumi kārtības rullī.",
            "Līdz šim likumu varēja iesniegt no rīta un pieņemt tajā pašā vakarā. Pagājušajā gadā tā notika ar katru "
            "ceturto likumu, aprēķinājusi advokātu biedrība.",
            "Opozīcija grozījumus atbalstīja, taču norādīja, ka ar divām trešdaļām balsu projektu joprojām varēs "
            "atzīt par steidzamu un termiņu neievērot.",
            "Priekšsēdētāja sacīja, ka pirmā sēde pēc jaunajiem noteikumiem notiks septembrī, kad būs pārbaudīts "
            "jaunais projektu reģistrs.",
        ),
        site="Reformu Vēstnesis",
        menu=("Sākums", "Likumdošana", "Tiesas", "Viedokļi"),
        cookies="Mēs izmantojam sīkdatnes, lai uzlabotu vietnes darbību. Turpinot jūs tam piekrītat.",
        related=("Kas skaita balsis ārvalstīs?", "Mēri prasa savus nodokļus"),
        comment="Beidzot! Es jau biju zaudējis cerību, ka to kādreiz izdarīs.",
    ),
    "pl": Story(
        headline="Sejm wydłuża konsultacje projektów ustaw",
        section="Ustawodawstwo",
        author="Agnieszka Wrona",
        body=(
            "Projekty ustaw będą musiały przez trzydzieści dni wisieć na stronie parlamentu, zanim posłowie zagłosują "
            "– przewiduje przyjęta we wtorek zmiana regulaminu.",
            "Dotąd ustawę można było zgłosić rano i uchwalić tego samego wieczoru. Stowarzyszenie prawników policzyło, "
            "że w ubiegłym roku stało się tak z co czwartą.",
            "Opozycja poparła zmianę, choć zwraca uwagę, że większością dwóch trzecich nadal będzie można uznać "
            "projekt za pilny i pominąć termin.",
            "Marszałkini zapowiedziała, że pierwsze posiedzenie według nowych zasad odbędzie się we wrześniu, kiedy "
            "gotowy będzie nowy rejestr projektów.",
        ),
        site="Kurier Reform",
        menu=("Start", "Ustawodawstwo", "Sądy", "Opinie"),
        cookies="Używamy plików cookie, aby serwis działał lepiej. Korzystając z niego, wyrażasz zgodę.",
        related=("Kto liczy głosy za granicą?", "Burmistrzowie chcą własnych podatków"),
        comment="Nareszcie, już straciłem nadzieję, że kiedykolwiek to zrobią!",
    ),
    "ru": Story(
        headline="Парламент продлил обсуждение законопроектов до месяца",
        section="Законодательство",
        author="Анна Ветрова",
        body=(
            "Законопроекты должны будут тридцать дней находиться на сайте парламента, прежде чем депутаты смогут за "
            "них голосовать. Поправка к регламенту принята во вторник.",
            "До сих пор закон можно было внести утром и принять тем же вечером. В прошлом году так случилось с каждым "
            "четвёртым, подсчитала ассоциация юристов.",
            "Оппозиция поддержала поправку, но сожалеет, что двумя третями голосов законопроект по-прежнему можно "
            "объявить срочным и не соблюдать срок.",
            "Спикер сообщила, что первое заседание по новым правилам состоится в сентябре, когда будет проверен новый "
            "реестр законопроектов.",
        ),
        site="Вестник реформ",
        menu=("Главная", "Законодательство", "Суды", "Мнения"),
        cookies="Мы используем файлы cookie, чтобы сайт работал лучше. Продолжая, вы соглашаетесь с этим.",
        related=("Кто считает голоса за рубежом?", "Мэры просят собственных налогов"),
        comment="Наконец-то, я уже и надеяться перестал, что это сделают!",
    ),
    "de": Story(
        headline="Parlament verlängert die Frist für Gesetzentwürfe",
        section="Gesetzgebung",
        author="Katrin Süß",
        body=(
            "Gesetzentwürfe müssen künftig dreißig Tage lang auf der Website des Parlaments stehen, bevor über sie "
            "abgestimmt werden darf. Die Änderung der Geschäftsordnung wurde am Dienstag beschlossen.",
            "Bisher konnte ein Gesetz am Morgen eingebracht und am selben Abend verabschiedet werden. Im vergangenen "
            "Jahr geschah das bei jedem vierten, wie der Anwaltsverein gezählt hat.",
            "Die Opposition stimmte zu, bedauerte aber, dass ein Entwurf mit zwei Dritteln der Stimmen weiterhin für "
            "dringlich erklärt und die Frist damit umgangen werden kann.",
            "Die erste Sitzung nach den neuen Regeln soll im September stattfinden, sagte die Präsidentin, sobald das "
            "neue Verzeichnis der Entwürfe geprüft ist.",
        ),
        site="Reform-Rundschau",
        menu=("Startseite", "Gesetzgebung", "Gerichte", "Meinung"),
        cookies="Wir verwenden Cookies, damit die Seite besser funktioniert. Mit der Nutzung stimmen Sie zu.",
        related=("Wer zählt die Stimmen im Ausland?", "Bürgermeister wollen eigene Steuern"),
        comment="Endlich, ich hatte die Hoffnung schon aufgegeben!",
    ),
    "es": Story(
        headline="El Parlamento amplía el plazo de consulta de los proyectos de ley",
        section="Legislación",
        author="Lucía Ibáñez",
        body=(
            "Los proyectos de ley deberán permanecer treinta días en la página del Parlamento antes de que los "
            "diputados puedan votarlos, según la reforma del reglamento aprobada el martes.",
            "Hasta ahora una ley podía presentarse por la mañana y aprobarse esa misma noche. El año pasado ocurrió "
            "con una de cada cuatro, según el recuento de la asociación de abogados.",
            "La oposición apoyó el cambio, aunque lamentó que con dos tercios de los votos se pueda seguir declarando "
            "urgente un proyecto y dejar el plazo sin efecto.",
            "La presidenta anunció que la primera sesión con las nuevas reglas se celebrará en septiembre, cuando esté "
            "comprobado el nuevo registro.",
        ),
        site="El Observador de Reformas",
        menu=("Inicio", "Legislación", "Tribunales", "Opinión"),
        cookies="Usamos cookies para mejorar su experiencia. Si continúa, acepta nuestra política.",
        related=("¿Quién cuenta los votos en el extranjero?", "Los alcaldes piden impuestos propios"),
        comment="¡Por fin! Ya había perdido la esperanza de que lo hicieran.",
    ),
    "ar": Story(
        headline="البرلمان يمدد مهلة مناقشة مشاريع القوانين إلى شهر",
        section="التشريع",
        author="ليلى منصور",
        body=(
            "سيتعين أن تبقى مشاريع القوانين ثلاثين يومًا على موقع البرلمان قبل أن يصوت عليها النواب، وفق تعديل للنظام "
            "الداخلي أقر يوم الثلاثاء بأغلبية واسعة.",
            "وكان من الممكن حتى الآن أن يقدم القانون صباحًا ويقر في المساء نفسه، وهو ما حدث العام الماضي مع ربع القوانين "
            "بحسب إحصاء نقابة المحامين.",
            "وأيدت المعارضة التعديل لكنها أعربت عن أسفها لأن أغلبية الثلثين ما زالت قادرة على إعلان أي مشروع عاجلًا "
            "وتجاوز المهلة.",
            "وقالت رئيسة المجلس إن أول جلسة وفق القواعد الجديدة ستعقد في سبتمبر بعد اختبار السجل الجديد للمشاريع.",
        ),
        site="مرصد الإصلاح",
        menu=("الرئيسية", "التشريع", "المحاكم", "آراء"),
        cookies="نستخدم ملفات تعريف الارتباط لتحسين تجربتك. بمتابعة التصفح فإنك توافق على ذلك.",
        related=("من يعد الأصوات في الخارج؟", "رؤساء البلديات يطالبون بضرائب خاصة"),
        comment="أخيرًا! كنت قد فقدت الأمل في أن يفعلوا ذلك.",
    ),
    "th": Story(
        headline="สภาขยายเวลารับฟังความเห็นต่อร่างกฎหมาย",
        section="นิติบัญญัติ",
        author="สุดา แก้วใส",
        body=(
            "ร่างกฎหมายทุกฉบับจะต้องเผยแพร่บนเว็บไซต์ของรัฐสภาเป็นเวลาสามสิบวันก่อนที่สมาชิกจะลงมติได้ ตามข้อบังคับการประชุมฉบับแก้ไขที่ผ่านความเห็นชอบเมื่อวันอังคาร",
            "ที่ผ่านมากฎหมายอาจถูกเสนอในตอนเช้าและผ่านในเย็นวันเดียวกัน สมาคมทนายความนับได้ว่าปีที่แล้วเกิดขึ้นกับกฎหมายหนึ่งในสี่ของทั้งหมด",
            "ฝ่ายค้านสนับสนุนการแก้ไข แต่เสียดายที่เสียงสองในสามยังสามารถประกาศให้ร่างกฎหมายเป็นเรื่องเร่งด่วนและข้ามกำหนดเวลาได้",
            "ประธานสภากล่าวว่าการประชุมครั้งแรกตามกติกาใหม่จะมีขึ้นในเดือนกันยายน เมื่อทดสอบทะเบียนร่างกฎหมายใหม่เสร็จแล้ว",
        ),
        site="ข่าวปฏิรูป",
        menu=("หน้าแรก", "นิติบัญญัติ", "ศาล", "ความเห็น"),
        cookies="เราใช้คุกกี้เพื่อให้เว็บไซต์ทำงานได้ดีขึ้น การใช้งานต่อถือว่าท่านยินยอม",
        related=("ใครนับคะแนนเสียงในต่างประเทศ", "นายกเทศมนตรีขอภาษีของตนเอง"),
        comment="ในที่สุดก็ทำเสียที นึกว่าจะไม่มีวันได้เห็น",
    ),
    "zh": Story(
        headline="议会将法律草案公示期延长至一个月",
        section="立法",
        author="林晓梅",
        body=(
            "根据周二通过的议事规则修正案，今后所有法律草案必须在议会网站上公示三十天，议员才能进行表决。该修正案以八十四票对三十一票获得通过。",
            "在此之前，一项法律可以上午提出、当晚通过。据律师协会统计，去年有四分之一的法律是这样通过的，自上次选举以来共有二百一十二项。",
            "反对党支持这一修改，但对仍然留有余地表示遗憾：只要有三分之二的票数，议会依然可以宣布草案为紧急事项，从而不受公示期的限制。",
            "议长表示，按照新规则举行的第一次会议将于九月召开，届时新的草案登记系统将完成测试，公众可以在上面查阅全部文件。",
        ),
        site="改革观察",
        menu=("首页", "立法", "法院", "评论"),
        cookies="我们使用Cookie来改善您的体验。继续浏览即表示您同意我们的政策。",
        related=("谁来清点海外选票？", "市长们要求自己的税收"),
        comment="终于等到了，我本来已经不抱希望了！",
    ),
    "ja": Story(
        headline="議会、法案の公開期間を一か月に延長",
        section="立法",
        author="森下恵子",
        body=(
            "すべての法案は採決の前に三十日間、議会のウェブサイトで公開されなければならない。火曜日に可決された議事規則の改正で決まった。賛成は八十四票、反対は三十一票だった。",
            "これまでは朝に提出された法案が同じ日の夜に可決されることもあった。弁護士会の集計によれば、昨年は四本に一本の法律がそのようにして成立している。",
            "野党は改正に賛成したものの、三分の二の賛成があれば法案を緊急と宣言して公開期間を省くことができる点は残念だとしている。",
            "議長によると、新しい規則による最初の会議は九月に開かれる。それまでに法案の登録システムを作り直し、利用者とともに試験を行う予定だという。",
        ),
        site="改革通信",
        menu=("ホーム", "立法", "裁判所", "論説"),
        cookies="当サイトではクッキーを使用しています。閲覧を続けることで同意したものとみなされます。",
        related=("在外投票は誰が数えるのか", "市長たちが独自の税を求める"),
        comment="やっとですね。もう無理だと思っていました。",
    ),
}

JSON_LD = """<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "{headline}", "datePublished": "2024-05-14T09:00:00+03:00", "dateModified": "2024-05-20T10:00:00+03:00",
"author": {{"@type": "Person", "name": "{author}"}}, "articleSection": "{section}", "inLanguage": "{language}",
"publisher": {{"@type": "Organization", "name": "{site}"}}}}</script>"""


def saved_page(language: str, head: str = JSON_LD, shape: str = "article") -> str:
    """A whole page around the story in a language; `shape` is how its site marks the article up."""
    story = STORIES[language]
    fields = {
        name: escape(getattr(story, name), quote=False) for name in ("headline", "section", "author", "site")
    }
    return f"""<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{story.headline} | {story.site}</title>
{head.format(language=language, **fields)}
</head>
<body>
<div class="cookie-banner" role="dialog"><p>{story.cookies}</p><button>OK</button></div>
<header><div class="logo"><a href="/">{story.site}</a></div>
<nav><ul>{"".join(f'<li><a href="/{at}">{name}</a></li>' for at, name in enumerate(story.menu))}</ul></nav></header>
{SHAPES[shape](story)}
<aside class="related"><h3>{story.menu[1]}</h3>
<ul>{"".join(f'<li><a href="/r{at}">{name}</a></li>' for at, name in enumerate(story.related))}</ul></aside>
<section id="comments" class="comments"><h3>3</h3><div class="comment"><p>{story.comment}</p></div></section>
<footer><p>© 2024 {story.site}</p></footer>
</body>
</html>
"""


def _article(story: Story) -> str:
    body = "\n".join(f"<p>{paragraph}</p>" for paragraph in story.body)
    return f"""<main><article><h1>{story.headline}</h1>
<div class="meta"><span class="byline">{story.author}</span></div>
{body}</article></main>"""


def _blog(story: Story) -> str:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in story.body)
    return f"""<div id="content"><h1 class="entry-title">{story.headline}</h1>
<div class="entry-content">{body}<div class="sharedaddy"><a href="#">Facebook</a></div></div></div>"""


def _old(story: Story) -> str:
    body = "<br><br>".join(story.body)
    return f"""<table width="100%"><tr><td><div class="text"><h2>{story.headline}</h2>{body}</div></td></tr></table>"""


SHAPES = {"article": _article, "blog": _blog, "old": _old}
