"""Reads folders of pages with trafilatura, newspaper4k and readability-lxml and prints one JSON object per page
and program, for `cargo xtask pages --others FILE`.

    pip install trafilatura newspaper4k readability-lxml
    python tests/pages/compare.py tests/pages target/pages > others.jsonl

Each program gets the bytes and tells the encoding by itself, as far as it can.
"""

import json
import pathlib
import re
import sys

import lxml.html
import newspaper
import readability
import trafilatura


def by_trafilatura(html):
    found = trafilatura.bare_extraction(html, include_comments=False, with_metadata=True)
    if found is None:
        return {}
    found = found if isinstance(found, dict) else found.as_dict()
    return {
        "title": found["title"],
        "outlet": found["sitename"],
        "author": found["author"],
        "published": found["date"],
        "body": (found["text"] or "").split("\n"),
    }


def by_newspaper(html):
    article = newspaper.Article(url="")
    article.download(input_html=html)
    article.parse()
    date = article.publish_date
    return {
        "title": article.title,
        "outlet": article.meta_site_name or None,
        "author": " and ".join(article.authors) or None,
        "published": str(date)[:10] if date else None,
        "body": article.text.split("\n"),
    }


def by_readability(html):
    document = readability.Document(html)
    text = lxml.html.fromstring(document.summary()).text_content()
    return {"title": document.short_title(), "body": re.split(r"\n+", text)}


TOOLS = {"trafilatura": by_trafilatura, "newspaper4k": by_newspaper, "readability": by_readability}

for path in sorted(path for folder in sys.argv[1:] for path in pathlib.Path(folder).glob("*.html")):
    html = path.read_bytes()
    for tool, read in TOOLS.items():
        try:
            found = read(html)
        except Exception as error:  # One program's failure is a result.
            found = {"error": str(error)}
        print(json.dumps({"tool": tool, "page": path.stem, **found}, ensure_ascii=False))
