"""Names that are common where a language is spoken. None of them is meant to be anyone."""

from __future__ import annotations

import numpy as np

# Language tag -> (women, men, family names).
NAMES: dict[str, tuple[str, str, str]] = {
    "fr": (
        "Camille Chloé Élise Inès Julie Léa Louise Manon Margaux Nathalie Sophie Véronique",
        "Antoine Arthur Benoît François Hugo Julien Louis Marc Nicolas Olivier Pierre Thomas",
        "Dubois Lambert Dupont Lejeune Simon Renard Leclercq Mathieu Gérard Collard Noël Piron",
    ),
    # French as it is spoken by newcomers from Kinshasa, Conakry or Abidjan.
    "fr-newcomer": (
        "Aïssatou Aminata Awa Chantal Divine Fatoumata Grâce Mariam Naomie Rokia",
        "Abdoulaye Bienvenu Blaise Christian Ibrahima Junior Mamadou Moussa Patrick",
        "Bah Barry Camara Diallo Ilunga Kabongo Kouassi Mbuyi Sow Traoré Tshibanda",
    ),
    "nl": (
        "Anke Eva Femke Greet Hilde Katrien Lien Lotte Marijke Sara Sofie Veerle",
        "Bart Bram Dirk Jan Jeroen Koen Lars Pieter Stijn Tom Wim Wouter",
        "Claes De_Smet Desmet Goossens Jacobs Maes Mertens Peeters Vandenberghe Willems Wouters",
    ),
    "ar": (
        "أمينة فاطمة ليلى مريم نور هدى سلمى رنا زينب دعاء Amina Yasmin",
        "أحمد عمر يوسف خالد محمود سامر طارق حسن كريم باسل Youssef Karim",
        "حداد خوري منصور الأحمد درويش نجار صالح شاهين Haddad Mansour Saleh",
    ),
    "ti": (
        "ሰላም ሄለን ሳባ ሚርያም ኤደን ፍረወይኒ Selam Helen",
        "ዮናስ ተስፋይ ኣማኑኤል ዳዊት ሃብቶም Yonas Dawit",
        "ተኽለ ገብረመድህን ወልዱ ኪዳነ Tekle Kidane Habte",
    ),
    "ps": (
        "زرغونه پلوشه سپوږمۍ هيله ملالۍ Palwasha Hila",
        "جاويد نجيب همايون زلمی اسد Najib Zalmay",
        "احمدزی ستانکزی وردک نورزی Ahmadzai Stanikzai Wardak",
    ),
    "fa": (
        "مریم زهرا نرگس شیرین فرشته پریسا Maryam Shirin",
        "رضا حسین علی فرهاد بهرام سینا Farhad Sina",
        "رضایی حسینی کریمی احمدی نظری Rezai Karimi Nazari",
    ),
    "tr": (
        "Ayşe Elif Emine Fatma Hatice Zeynep Özlem Gül",
        "Ahmet Emre Hasan İbrahim Mehmet Murat Mustafa Yusuf",
        "Aydın Çelik Demir Kaya Öztürk Şahin Yıldız Yılmaz",
    ),
    "uk": (
        "Олена Ірина Наталія Оксана Тетяна Юлія Катерина Oksana",
        "Андрій Богдан Дмитро Іван Олександр Сергій Тарас Andriy",
        "Бондаренко Коваленко Кравченко Мельник Шевченко Ткаченко Kovalenko",
    ),
    "ru": (
        "Анна Екатерина Мария Ольга Светлана Zarina",
        "Алексей Дмитрий Михаил Ислам Руслан Aslan",
        "Иванов Петров Магомедов Сулейманов Volkov",
    ),
    "so": (
        "Amina Asha Fadumo Halimo Hodan Ifrah Sahra",
        "Abdi Ali Cabdullaahi Hassan Mahad Mohamed Yuusuf",
        "Abdullahi Aden Farah Hersi Jama Nuur Warsame",
    ),
    "es": (
        "Alejandra Camila Daniela Gabriela María Paola Valentina",
        "Andrés Carlos Diego José Luis Miguel Santiago",
        "García González Hernández Martínez Ramírez Rojas Torres",
    ),
    "en": (
        "Blessing Grace Joy Mercy Patience Sarah",
        "Daniel Emmanuel Godwin Michael Samuel Victor",
        "Adeyemi Johnson Mensah Okafor Owusu Williams",
    ),
    "pt": (
        "Ana Beatriz Carla Joana Luísa",
        "António João Miguel Paulo Rui",
        "Almeida Costa Ferreira Pereira Silva",
    ),
}


def name_of(tag: str, random: np.random.Generator, *, woman: bool) -> tuple[str, str]:
    """A first and a family name in one script; 'De_Smet' is one name."""
    women, men, families = NAMES[tag]
    first = str(random.choice((women if woman else men).split()))
    alike = [name for name in families.split() if _is_latin(name) == _is_latin(first)]
    return first, str(random.choice(alike)).replace("_", " ")


def _is_latin(name: str) -> bool:
    return name[0] < "\u0250"
