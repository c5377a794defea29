"""Writes many invented reports as JSON Lines, 1,000 to a file: a dossier to measure the store with.

    python benches/crowd.py FOLDER 100000

Ten reports tell of one event; four of them share passages word for word. The same number gives the same files.
"""

import datetime
import json
import pathlib
import random
import sys

PLACES = {
    "fr": "Lyon Marseille Lille Nantes Bamako Dakar Niamey Tunis Alger Beyrouth Abidjan Conakry Bordeaux Rennes Genève".split(),
    "en": "London Leeds Lagos Nairobi Kampala Delhi Karachi Boston Denver Dublin Sydney Perth Accra Cairo Toronto".split(),
}
EVENTS = {
    "fr": ["Une explosion a fait {n} morts et {m} blessés {day} à {place}, selon la police.",
           "Des manifestants ont bloqué {day} la gare de {place}, a annoncé la préfecture.",
           "L'armée a repris {day} le contrôle d'un quartier de {place}, a affirmé son porte-parole.",
           "Un séisme a détruit {m} maisons {day} près de {place}, selon les secours.",
           "Un incendie a ravagé {day} une usine de {place}, faisant {n} morts."],
    "en": ["An explosion killed {n} people and wounded {m} in {place} on {day}, police said.",
           "Protesters blocked the railway station in {place} on {day}, officials said.",
           "The army retook a district of {place} on {day}, its spokesman said.",
           "An earthquake destroyed {m} houses near {place} on {day}, according to rescuers.",
           "A fire swept through a factory in {place} on {day}, killing {n} people."],
}
MORE = {
    "fr": ["« Nous n'avions jamais vu cela », a déclaré {name}, qui habite le quartier depuis {m} ans.",
           "Le ministre de l'Intérieur, {name}, a promis une enquête.", "D'après l'hôpital de {place}, {m} personnes ont été admises dans la nuit.",
           "Les écoles resteront fermées jusqu'à lundi.", "L'opposition accuse le gouvernement d'avoir tardé à réagir.",
           "Un premier bilan faisait état de {n} victimes.", "Le gouverneur de {place} a démenti cette information.",
           "La route nationale est coupée à la circulation sur {m} kilomètres."],
    "en": ["\"We had never seen anything like it,\" said {name}, who has lived in the district for {m} years.",
           "The interior minister, {name}, promised an inquiry.", "The hospital in {place} said that {m} people were admitted overnight.",
           "Schools will stay closed until Monday.", "The opposition accused the government of reacting too late.",
           "An earlier report spoke of {n} victims.", "The governor of {place} denied the report.",
           "The main road is closed to traffic for {m} kilometres."],
}
NAMES = ["Paul Martin", "Awa Diallo", "Anna Bell", "Karim Haddad", "Joseph Tembo", "Claire Roux", "Samuel Osei", "Nadia Berkane"]
OUTLETS = [f"{kind} {number}" for kind in ["Le Courrier", "The Standard", "Radio Plateau", "Daily Post"] for number in range(1, 11)]
WEEKDAYS = {"fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(), "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()}


def row(number):
    event, chance = random.Random(number // 10), random.Random(-number - 1)
    lang = "fr" if number % 2 else "en"
    date = datetime.date(2015, 1, 1) + datetime.timedelta(days=event.randrange(3000))
    which, place = event.randrange(5), event.randrange(15)
    values = {"n": event.randrange(2, 40) + chance.randrange(2), "m": event.randrange(41, 300), "place": PLACES[lang][place], "day": WEEKDAYS[lang][date.weekday()]}
    # The last two reports of an event in one language copy each other.
    source = random.Random(number // 10) if number % 10 >= 6 else chance
    more = [text.format(**values, name=source.choice(NAMES)) for text in source.sample(MORE[lang], 6)]
    text = [EVENTS[lang][which].format(**values), *more]
    title = text[0].split(",")[0]
    return {"title": title, "text": "\n\n".join(text), "date": str(date + datetime.timedelta(days=1)), "outlet": chance.choice(OUTLETS), "id": number}


def write(folder, count):
    folder.mkdir(parents=True, exist_ok=True)
    for first in range(0, count, 1000):
        with folder.joinpath(f"{first:07}.jsonl").open("w", encoding="utf-8") as file:
            for number in range(first, min(first + 1000, count)):
                file.write(json.dumps(row(number), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]), int(sys.argv[2]))
