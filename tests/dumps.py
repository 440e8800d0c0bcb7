"""Dumps for the tests of the readers: written to a folder, read by the reader that claims them."""

from dataclasses import dataclass, fields
from pathlib import Path

from articles.readers import Capture, DumpFile, Refusal, choose


def write_dump(folder: Path, content: str | bytes, name: str = "dump.txt") -> DumpFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return DumpFile.open(path)


def read(folder: Path, content: str | bytes) -> list[Capture | Refusal]:
    """What the reader that claims such a dump finds in it, or why none does."""
    dump = write_dump(folder, content)
    reader = choose(dump)
    return [reader] if isinstance(reader, Refusal) else list(reader.read(dump))


def stated(found: Capture | Refusal) -> dict[str, object]:
    """Everything a capture says, but where it stands: the fields that hold something."""
    held = {field.name: (getattr(found, field.name), field.default) for field in fields(found)}
    return {
        name: value
        for name, (value, default) in held.items()
        if name not in ("span", "raw") and value not in (None, (), default)
    }


def page(*lines: str) -> str:
    """Lines with a blank one behind each, as block elements come out of a capture."""
    return "\n\n".join(lines) + "\n"


@dataclass(frozen=True)
class Edition:
    """What a page prints around an article in one language, worded as no table has it; and a body."""

    chrome: str
    section: str
    headline: str
    share: str
    published: str
    age: str
    date: tuple[str, str, str]
    consent: str
    ad: str
    crosshead: str
    share_this: str
    disclaimer: str
    body: tuple[str, str, str]


EDITIONS = {
    "is": Edition(
        chrome="Vertu í sambandi",
        section="Kasakstan",
        headline="Kasakstan endurreisir stjórnlagadómstól sinn",
        share="DEILIÐ:",
        published="Gefin út",
        age="fyrir 2 árum",
        date=("14. maí 2024", "Eftir", "Guðrún Jónsdóttir"),
        consent="Við notum skráningu þína til að bjóða þér efni á þann hátt sem þú hefur samþykkt og "
        "til að skilja þig betur. Þú getur afskráð þig hvenær sem er.",
        ad="Auglýsing",
        crosshead="Umbætur",
        share_this="Deildu greininni:",
        disclaimer="{site} birtir greinar frá ýmsum utanaðkomandi aðilum sem lýsa ólíkum sjónarmiðum. "
        "Skoðanir sem þar koma fram eru ekki endilega skoðanir {site}.",
        body=(
            "Kjósendur í Kasakstan samþykktu breytingar á stjórnarskránni í þjóðaratkvæðagreiðslu sem "
            "fram fór 5. júní 2022 og var þátttaka um 68 prósent.",
            "Stjórnlagadómstóllinn tók aftur til starfa 1. janúar 2023 og geta borgarar nú leitað "
            "beint til hans ef þeir telja brotið á réttindum sínum.",
            "Gagnrýnendur benda á að forsetinn hafi enn mikil völd og að erfitt sé að skrá nýja "
            "stjórnmálaflokka.",
        ),
    ),
    "mt": Edition(
        chrome="Ibqa' f'kuntatt magħna",
        section="Każakistan",
        headline="Il-Każakistan jerġa' jwaqqaf il-Qorti Kostituzzjonali",
        share="AQSMU:",
        published="Pubblikat",
        age="sentejn u 2 xhur ilu",
        date=("14 ta' Mejju 2024", "Minn", "Ġorġ Borg Zammit"),
        consent="Aħna nużaw ir-reġistrazzjoni tiegħek biex nipprovdu kontenut bil-mod li qbilt miegħu "
        "u biex nifhmuk aħjar. Tista' tħassar l-abbonament meta trid.",
        ad="Reklamar",
        crosshead="Riformi",
        share_this="Aqsmu dan l-artiklu:",
        disclaimer="{site} jippubblika artikli minn għadd ta' sorsi esterni li jesprimu firxa wiesgħa "
        "ta' fehmiet. Il-pożizzjonijiet f'dawn l-artikli mhumiex neċessarjament dawk ta' {site}.",
        body=(
            "Il-votanti fil-Każakistan approvaw l-emendi għall-kostituzzjoni f'referendum li sar "
            "fil-5 ta' Ġunju 2022, u l-parteċipazzjoni kienet ta' madwar 68 fil-mija.",
            "Il-Qorti Kostituzzjonali reġgħet bdiet taħdem fl-1 ta' Jannar 2023, u issa ċ-ċittadini "
            "jistgħu jmorru quddiemha direttament jekk iħossu li nkisru d-drittijiet tagħhom.",
            "Il-kritiċi jgħidu li l-president għad għandu setgħat wesgħin u li mhux faċli tirreġistra "
            "partit ġdid.",
        ),
    ),
    "eu": Edition(
        chrome="Egon gurekin harremanetan",
        section="Kazakhstan",
        headline="Kazakhstanek Konstituzio Auzitegia berrezarri du",
        share="ZABALDU:",
        published="Argitaratze-data",
        age="duela 2 urte",
        date=("2024ko maiatzaren 14a", "Egilea", "Ane Etxeberria"),
        consent="Zure izen-ematea erabiltzen dugu edukiak zuk onartutako moduetan eskaintzeko eta zu "
        "hobeto ulertzeko. Edozein unetan utz dezakezu harpidetza.",
        ad="Publizitatea",
        crosshead="Erreformak",
        share_this="Partekatu artikulua:",
        disclaimer="{site} kanpoko hainbat iturritako artikuluak argitaratzen ditu, ikuspuntu ugari "
        "adierazten dituztenak. Artikulu horietako jarrerak ez datoz nahitaez bat hedabide honekin: "
        "{site}.",
        body=(
            "Kazakhstango hautesleek konstituzioaren aldaketak onartu zituzten 2022ko ekainaren 5eko "
            "erreferendumean, eta parte-hartzea ehuneko 68 ingurukoa izan zen.",
            "Konstituzio Auzitegia 2023ko urtarrilaren 1ean hasi zen berriro lanean, eta herritarrek "
            "zuzenean jo dezakete hara beren eskubideak urratu direla uste badute.",
            "Kritikoek diote presidenteak oraindik botere handia duela eta alderdi berriak "
            "erregistratzea zaila dela.",
        ),
    ),
    "cy": Edition(
        chrome="Cadwch mewn cysylltiad",
        section="Casachstan",
        headline="Casachstan yn adfer ei Llys Cyfansoddiadol",
        share="RHANNWCH HYN:",
        published="Dyddiad cyhoeddi",
        age="2 flynedd yn ôl",
        date=("14 Mai 2024", "Gan", "Siân ap Rhys"),
        consent="Defnyddiwn eich cofrestriad i ddarparu cynnwys yn y ffyrdd y cytunoch iddynt ac i "
        "ddod i'ch deall yn well. Gallwch ddad-danysgrifio unrhyw bryd.",
        ad="Hysbyseb",
        crosshead="Diwygio",
        share_this="Rhannu yr erthygl:",
        disclaimer="Mae {site} yn cyhoeddi erthyglau o amryw ffynonellau allanol sy'n mynegi ystod "
        "eang o farn. Nid yw'r farn yn yr erthyglau hyn o reidrwydd yn farn {site}.",
        body=(
            "Cymeradwyodd pleidleiswyr Casachstan newidiadau i'r cyfansoddiad mewn refferendwm a "
            "gynhaliwyd ar 5 Mehefin 2022, ac roedd y nifer a bleidleisiodd tua 68 y cant.",
            "Dechreuodd y Llys Cyfansoddiadol weithio eto ar 1 Ionawr 2023, a gall dinasyddion "
            "bellach droi ato'n uniongyrchol os ydynt yn credu bod eu hawliau wedi'u torri.",
            "Dywed beirniaid fod gan yr arlywydd bwerau helaeth o hyd a bod cofrestru plaid newydd yn anodd.",
        ),
    ),
    "mn": Edition(
        chrome="Бидэнтэй холбоотой байгаарай",
        section="Казахстан",
        headline="Казахстан Үндсэн хуулийн шүүхээ сэргээв",
        share="ХУВААЛЦ:",
        published="Нийтэлсэн огноо",
        age="2 жилийн өмнө",
        date=("2024 оны 5 сарын 14", "Зохиогч", "Б. Энхтуяа"),
        consent="Бид таны бүртгэлийг таны зөвшөөрсөн хэлбэрээр агуулга хүргэх, мөн таныг илүү сайн "
        "ойлгох зорилгоор ашигладаг. Та хүссэн үедээ бүртгэлээ цуцалж болно.",
        ad="Сурталчилгаа",
        crosshead="Шинэчлэл",
        share_this="Нийтлэлийг хуваалцах:",
        disclaimer="{site} нь олон янзын үзэл бодлыг илэрхийлсэн гадны эх сурвалжийн нийтлэлүүдийг "
        "нийтэлдэг. Эдгээр нийтлэл дэх байр суурь нь {site} сонины байр суурь байх албагүй.",
        body=(
            "Казахстаны сонгогчид 2022 оны 6 дугаар сарын 5-ны ард нийтийн санал асуулгаар Үндсэн "
            "хуулийн нэмэлт өөрчлөлтийг дэмжсэн бөгөөд ирц 68 орчим хувьтай байлаа.",
            "Үндсэн хуулийн шүүх 2023 оны 1 дүгээр сарын 1-нээс дахин ажиллаж эхэлсэн бөгөөд иргэд "
            "эрх нь зөрчигдсөн гэж үзвэл шууд хандаж болдог болсон.",
            "Шүүмжлэгчид ерөнхийлөгчийн эрх мэдэл их хэвээр, шинэ нам бүртгүүлэх нь хэцүү гэж хэлдэг.",
        ),
    ),
    "te": Edition(
        chrome="మాతో సంప్రదింపులో ఉండండి",
        section="కజకిస్తాన్",
        headline="కజకిస్తాన్ రాజ్యాంగ న్యాయస్థానాన్ని పునరుద్ధరించింది",
        share="పంచుకోండి:",
        published="ప్రచురణ తేదీ",
        age="2 సంవత్సరాల క్రితం",
        date=("14 మే 2024", "రచన", "పి. వి. లక్ష్మి"),
        consent="మీరు అంగీకరించిన విధంగా కంటెంట్‌ను అందించడానికి మరియు మిమ్మల్ని బాగా అర్థం చేసుకోవడానికి మేము మీ నమోదును "
        "ఉపయోగిస్తాము. మీరు ఎప్పుడైనా చందాను రద్దు చేసుకోవచ్చు.",
        ad="ప్రకటన",
        crosshead="సంస్కరణలు",
        share_this="ఈ కథనాన్ని పంచుకోండి:",
        disclaimer="{site} విస్తృత అభిప్రాయాలను వ్యక్తపరిచే వివిధ బాహ్య వనరుల నుండి కథనాలను ప్రచురిస్తుంది. ఈ కథనాలలోని "
        "అభిప్రాయాలు తప్పనిసరిగా {site} అభిప్రాయాలు కావు.",
        body=(
            "2022 జూన్ 5న జరిగిన ప్రజాభిప్రాయ సేకరణలో కజకిస్తాన్ ఓటర్లు రాజ్యాంగ సవరణలను ఆమోదించారు, దాదాపు 68 శాతం మంది పాల్గొన్నారు.",
            "రాజ్యాంగ న్యాయస్థానం 2023 జనవరి 1న మళ్లీ పని ప్రారంభించింది, తమ హక్కులు ఉల్లంఘించబడ్డాయని భావించే పౌరులు నేరుగా దానిని "
            "ఆశ్రయించవచ్చు.",
            "అధ్యక్షుడికి ఇంకా విస్తృత అధికారాలు ఉన్నాయని, కొత్త పార్టీలను నమోదు చేయడం కష్టమని విమర్శకులు అంటున్నారు.",
        ),
    ),
    "am": Edition(
        chrome="ከእኛ ጋር ይቆዩ",
        section="ካዛኪስታን",
        headline="ካዛኪስታን የሕገ መንግሥት ፍርድ ቤቷን መልሳ አቋቋመች",
        share="አካፍሉ፦",
        published="የታተመበት",
        age="ከ2 ዓመታት በፊት",
        date=("14 ሜይ 2024", "በ", "አበበ ቢቂላ"),
        consent="በተስማሙበት መንገድ ይዘት ለማቅረብ እና እርስዎን በተሻለ ለመረዳት የምዝገባ መረጃዎን እንጠቀማለን። በማንኛውም ጊዜ ምዝገባውን ማቋረጥ ይችላሉ።",
        ad="ማስታወቂያ",
        crosshead="ማሻሻያዎች",
        share_this="ይህን ጽሑፍ ያጋሩ፦",
        disclaimer="{site} የተለያዩ አመለካከቶችን የሚገልጹ ጽሑፎችን ከውጭ ምንጮች ያትማል። በጽሑፎቹ ውስጥ ያሉት አቋሞች የግድ የዚህ ድረ ገጽ "
        "አቋሞች አይደሉም፦ {site}።",
        body=(
            "የካዛኪስታን መራጮች በተካሄደው ሕዝበ ውሳኔ የሕገ መንግሥቱን ማሻሻያ አጽድቀዋል፤ 68 በመቶ ያህሉም ድምፅ ሰጥተዋል።",
            "የሕገ መንግሥት ፍርድ ቤቱ እ.ኤ.አ. ጥር 1 ቀን 2023 እንደገና ሥራ ጀምሯል፤ መብታቸው እንደተጣሰ የሚያምኑ ዜጎችም በቀጥታ ሊያመለክቱ ይችላሉ።",
            "ተቺዎች ፕሬዚዳንቱ አሁንም ሰፊ ሥልጣን እንዳላቸውና አዲስ ፓርቲ መመዝገብ አስቸጋሪ እንደሆነ ይናገራሉ።",
        ),
    ),
    "si": Edition(
        chrome="අප සමඟ රැඳී සිටින්න",
        section="කසකස්තානය",
        headline="කසකස්තානය ආණ්ඩුක්‍රම ව්‍යවස්ථා අධිකරණය යළි පිහිටුවයි",
        share="බෙදන්න:",
        published="පළ වූ දිනය",
        age="වසර 2 කට පෙර",
        date=("2024 මැයි 14", "විසින්", "නිමල් පෙරේරා"),
        consent="ඔබ එකඟ වූ ආකාරයට අන්තර්ගතය සැපයීමට සහ ඔබව වඩා හොඳින් තේරුම් ගැනීමට අපි ඔබේ ලියාපදිංචිය භාවිත කරමු. "
        "ඔබට ඕනෑම වේලාවක ඉවත් විය හැකිය.",
        ad="වෙළඳ දැන්වීම",
        crosshead="ප්‍රතිසංස්කරණ",
        share_this="ලිපිය බෙදාගන්න:",
        disclaimer="{site} විවිධ බාහිර මූලාශ්‍රවලින් පුළුල් පරාසයක අදහස් ප්‍රකාශ කරන ලිපි පළ කරයි. මෙම ලිපිවල දැක්වෙන "
        "ස්ථාවරයන් අනිවාර්යයෙන්ම {site} හි ස්ථාවරයන් නොවේ.",
        body=(
            "2022 ජූනි 5 වැනිදා පැවති ජනමත විචාරණයේදී කසකස්තානයේ ඡන්දදායකයෝ ව්‍යවස්ථා සංශෝධන අනුමත කළ අතර සියයට 68 "
            "ක් පමණ ඡන්දය පාවිච්චි කළහ.",
            "ව්‍යවස්ථා අධිකරණය 2023 ජනවාරි 1 වැනිදා නැවත වැඩ ආරම්භ කළ අතර තම අයිතිවාසිකම් කඩ වූ බව සිතන පුරවැසියන්ට "
            "සෘජුවම එහි යා හැකිය.",
            "ජනාධිපතිවරයාට තවමත් පුළුල් බලතල ඇති බවත් නව පක්ෂ ලියාපදිංචි කිරීම දුෂ්කර බවත් විවේචකයෝ පවසති.",
        ),
    ),
    "km": Edition(
        chrome="រក្សាទំនាក់ទំនងជាមួយយើង",
        section="កាហ្សាក់ស្ថាន",
        headline="កាហ្សាក់ស្ថានបង្កើតតុលាការធម្មនុញ្ញឡើងវិញ",
        share="ចែករំលែក៖",
        published="ថ្ងៃបោះពុម្ព",
        age="2 ឆ្នាំមុន",
        date=("14 ឧសភា 2024", "ដោយ", "សុខ ដារ៉ា"),
        consent="យើងប្រើការចុះឈ្មោះរបស់អ្នកដើម្បីផ្តល់មាតិកាតាមវិធីដែលអ្នកបានយល់ព្រម និងដើម្បីយល់ពីអ្នកកាន់តែច្បាស់។ "
        "អ្នកអាចឈប់ជាវបានគ្រប់ពេល។",
        ad="ការផ្សាយពាណិជ្ជកម្ម",
        crosshead="កំណែទម្រង់",
        share_this="ចែករំលែកអត្ថបទនេះ៖",
        disclaimer="{site} បោះពុម្ពអត្ថបទពីប្រភពខាងក្រៅជាច្រើនដែលបង្ហាញពីទស្សនៈផ្សេងៗគ្នា។ "
        "ជំហរនៅក្នុងអត្ថបទទាំងនេះមិនចាំបាច់ជាជំហររបស់ {site} ទេ។",
        body=(
            "អ្នកបោះឆ្នោតនៅកាហ្សាក់ស្ថានបានអនុម័តវិសោធនកម្មរដ្ឋធម្មនុញ្ញនៅក្នុងប្រជាមតិថ្ងៃទី 5 ខែមិថុនា ឆ្នាំ 2022 "
            "ដោយមានអ្នកចូលរួមប្រហែល 68 ភាគរយ។",
            "តុលាការធម្មនុញ្ញបានចាប់ផ្តើមដំណើរការឡើងវិញនៅថ្ងៃទី 1 ខែមករា ឆ្នាំ 2023 ហើយប្រជាពលរដ្ឋអាចដាក់ពាក្យដោយផ្ទាល់ "
            "ប្រសិនបើពួកគេយល់ថាសិទ្ធិរបស់ខ្លួនត្រូវបានរំលោភ។",
            "អ្នករិះគន់និយាយថាប្រធានាធិបតីនៅតែមានអំណាចធំទូលាយ ហើយការចុះបញ្ជីគណបក្សថ្មីគឺពិបាក។",
        ),
    ),
    "ur": Edition(
        chrome="ہمارے ساتھ رہیں",
        section="قازقستان",
        headline="قازقستان نے اپنی آئینی عدالت بحال کر دی",
        share="شیئر:",
        published="شائع کیا گیا",
        age="۲ سال پہلے",
        date=("14 مئی 2024", "تحریر", "ابن انشا"),
        consent="ہم آپ کے اندراج کو آپ کی رضامندی کے مطابق مواد فراہم کرنے اور آپ کو بہتر سمجھنے کے "
        "لیے استعمال کرتے ہیں۔ آپ کسی بھی وقت رکنیت ختم کر سکتے ہیں۔",
        ad="اشتہار",
        crosshead="اصلاحات",
        share_this="یہ مضمون شیئر کریں:",
        disclaimer="{site} مختلف بیرونی ذرائع سے مضامین شائع کرتا ہے جو وسیع نقطہ نظر کا اظہار کرتے "
        "ہیں۔ ان مضامین میں اختیار کیے گئے موقف ضروری نہیں کہ {site} کے ہوں۔",
        body=(
            "قازقستان کے ووٹروں نے 5 جون 2022 کو ہونے والے ریفرنڈم میں آئینی ترامیم کی منظوری دی اور "
            "ٹرن آؤٹ تقریباً 68 فیصد رہا۔",
            "آئینی عدالت نے یکم جنوری 2023 کو دوبارہ کام شروع کیا اور اب وہ شہری براہ راست اس سے رجوع "
            "کر سکتے ہیں جنہیں لگتا ہے کہ ان کے حقوق پامال ہوئے ہیں۔",
            "ناقدین کہتے ہیں کہ صدر کے پاس اب بھی وسیع اختیارات ہیں اور نئی جماعت رجسٹر کرانا مشکل ہے۔",
        ),
    ),
}
