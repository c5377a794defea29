"""Writes many invented reports as JSON Lines, 1,000 to a file: a dossier to measure the store with.

    python benches/crowd.py FOLDER 100000

Ten reports tell of one event; the last four share passages word for word, where they are in one language.
Other sentences are put together from short parts, so that hardly two of them are alike.
The same number gives the same files.
"""

import datetime
import json
import pathlib
import random
import sys

PLACES = {
    "fr": "Lyon Marseille Lille Nantes Bamako Dakar Niamey Tunis Alger Beyrouth Abidjan Conakry Bordeaux Rennes Genève Ségou Gao Mopti Sikasso Kayes Thiès Saint-Louis Zinder Agadez Sfax Bizerte Oran Constantine Annaba Tripoli Tyr Bouaké Kankan Toulouse Dijon Brest Lausanne Liège Namur Charleroi Kinshasa Goma Bukavu Bunia Kisangani Lomé Cotonou Parakou Ouagadougou Douala".split(),
    "en": "London Leeds Lagos Nairobi Kampala Delhi Karachi Boston Denver Dublin Sydney Perth Accra Cairo Toronto Kano Kaduna Maiduguri Mombasa Kisumu Gulu Entebbe Mumbai Lahore Peshawar Quetta Seattle Portland Cork Galway Brisbane Darwin Kumasi Tamale Alexandria Luxor Ottawa Halifax Glasgow Cardiff Belfast Bristol Durban Pretoria Harare Lusaka Mosul Basra Aleppo Homs".split(),
}
# What the reports of an event begin with: what happened, the place, the day and the figures.
EVENTS = {
    "fr": ["Une explosion a fait {n} morts et {m} blessés {day} à {place}, selon {source}.",
           "Des manifestants ont bloqué {day} la gare de {place}, a annoncé {source}.",
           "L'armée a repris {day} {place}, a affirmé {source}.",
           "Un séisme a détruit {m} maisons {day} près de {place}, d'après {source}.",
           "Un incendie a ravagé {day} une usine de {place}, faisant {n} morts, a précisé {source}."],
    "en": ["An explosion killed {n} people and wounded {m} in {place} on {day}, {source} said.",
           "Protesters blocked the railway station in {place} on {day}, according to {source}.",
           "The army retook {place} on {day}, {source} said.",
           "An earthquake destroyed {m} houses near {place} on {day}, {source} reported.",
           "A fire swept through a factory in {place} on {day}, killing {n} people, {source} said."],
}
# Parts of the other sentences: who, did, what, when, how, according to whom.
PARTS = {
    "fr": [
        "{name}|Le maire|Une habitante|Deux médecins|Le gouverneur|Un pompier|La préfecture|Le syndicat|L'évêque|Une enseignante|Le conducteur|Des voisins|Un commerçant|La ministre|Le procureur|Une association|Des étudiants|Un capitaine|Le directeur|L'ambassadeur".split("|"),
        "a visité|a fermé|a critiqué|a défendu|a quitté|a rejoint|a inspecté|a photographié|a financé|a réparé|a occupé|a vendu|a refusé|a retrouvé|a présenté|a décrit|a protégé|a surveillé|a oublié|a salué".split("|"),
        "le pont|l'hôpital|une école|le marché|la centrale|deux immeubles|le tribunal|la mairie|un entrepôt|le stade|la raffinerie|le quai|un convoi|la bibliothèque|les archives|le barrage|une pharmacie|le campement|la mosquée|l'église".split("|"),
        "de {place}|près de {place}|sur la route de {place}|dans le nord de {place}|au sud de {place}|à l'entrée de {place}|avec {m} volontaires|malgré {n} refus|pour {m} familles|sans {n} des siens".split("|"),
        "dans la nuit|{day}|à l'aube|avant midi|après la pluie|pendant trois heures|en fin de journée|la veille|au petit matin|vers minuit|depuis une semaine|le même jour|hier|sous escorte|en silence|par surprise|à pied|en urgence|sans prévenir|à son tour".split("|"),
        "|, selon {source}|, a raconté {name}|, d'après {source}|, dit {name}||".split("|"),
    ],
    "en": [
        "{name}|The mayor|A resident|Two doctors|The governor|A firefighter|The council|The union|The bishop|A teacher|The driver|Some neighbours|A shopkeeper|The minister|The prosecutor|A charity|Several students|A captain|The director|The ambassador".split("|"),
        "visited|closed|criticised|defended|left|joined|inspected|photographed|funded|repaired|occupied|sold|refused|found|presented|described|protected|watched|forgot|praised".split("|"),
        "the bridge|the hospital|a school|the market|the power plant|two buildings|the court|the town hall|a warehouse|the stadium|the refinery|the quay|a convoy|the library|the archives|the dam|a pharmacy|the camp|the mosque|the church".split("|"),
        "in {place}|near {place}|on the road to {place}|north of {place}|south of {place}|outside {place}|with {m} volunteers|despite {n} refusals|for {m} families|without {n} others".split("|"),
        "overnight|on {day}|at dawn|before noon|after the rain|for three hours|late that day|the day before|early in the morning|around midnight|for a week|the same day|yesterday|under escort|in silence|by surprise|on foot|in haste|without notice|in turn".split("|"),
        "|, according to {source}|, {name} recalled|, {source} said|, said {name}||".split("|"),
    ],
}
SOURCES = {
    "fr": "la police|les secours|un témoin|l'hôpital|le gouvernement|l'opposition|un diplomate|la gendarmerie|un responsable local|le porte-parole de l'armée".split("|"),
    "en": "police|rescuers|a witness|the hospital|the government|the opposition|a diplomat|local officials|an aid worker|the army's spokesman".split("|"),
}
FIRST = "Paul Awa Anna Karim Joseph Claire Samuel Nadia Moussa Ingrid Tomas Leila Oscar Fatou Hugo Mariam Pavel Aminata Victor Salma".split()
LAST = "Martin Diallo Bell Haddad Tembo Roux Osei Berkane Keita Larsen Novak Mansour Weber Sow Garnier Traoré Petrov Camara Lund Saleh".split()
OUTLETS = [f"{kind} {number}" for kind in ["Le Courrier", "The Standard", "Radio Plateau", "Daily Post"] for number in range(1, 11)]
WEEKDAYS = {"fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(), "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()}


def sentence(lang, chance, values):
    text = " ".join(chance.choice(part) for part in PARTS[lang][:5]) + chance.choice(PARTS[lang][5]) + "."
    return fill(text, lang, chance, values)


def fill(text, lang, chance, values):
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return text.format(**values, name=name, source=chance.choice(SOURCES[lang]))


def row(number):
    event, chance = random.Random(number // 10), random.Random(-number - 1)
    lang = "fr" if number % 2 else "en"
    date = datetime.date(2015, 1, 1) + datetime.timedelta(days=event.randrange(3000))
    which, place = event.randrange(5), event.randrange(50)
    values = {"n": event.randrange(2, 40) + chance.randrange(2), "m": event.randrange(41, 300), "place": PLACES[lang][place], "day": WEEKDAYS[lang][date.weekday()]}
    # The last reports of an event in one language copy each other.
    copied = random.Random(number // 10) if number % 10 >= 6 else chance
    first = fill(EVENTS[lang][which], lang, copied, values)
    more = [sentence(lang, copied, values) for _ in range(5)] + [sentence(lang, chance, values)]
    title = first.split(",")[0]
    return {"title": title, "text": "\n\n".join([first, *more]), "date": str(date + datetime.timedelta(days=1)), "outlet": chance.choice(OUTLETS), "id": number}


def write(folder, count):
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, count, 1000):
        with folder.joinpath(f"{first:07}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(first, min(first + 1000, count)):
                file.write(json.dumps(row(number), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
