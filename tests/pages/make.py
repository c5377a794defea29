"""Writes 43 pages with their gold files: the reports of stories.toml in the manner of different content systems.

    python tests/pages/make.py target/pages

The gold comes from the report and from what a template shows of it, never from a reader. A template is a function
that takes a report and returns its page; `shows` lists what a person finds there when that is not everything.
"""

import datetime
import html
import json
import pathlib
import sys
import tomllib

WORDS = {
    "fr": {
        "months": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
        "days": "lundi mardi mercredi jeudi vendredi samedi dimanche".split(),
        "menu": ["Accueil", "Politique", "Économie", "Société", "Sports", "Culture", "Opinions", "Météo"],
        "by": "Par", "published": "Publié le", "modified": "Mis à jour le", "and": "et", "with": "avec",
        "also": "Lire aussi", "photo": "Photo", "share": ["Partager", "Tweeter", "Envoyer par mail", "Imprimer"],
        "other": ["Le maire de Corvillers démissionne après le rejet de son budget", "Vendanges : une récolte en baisse de 20 %",
                  "La piscine municipale rouvrira en septembre, promet la ville", "Handball : Vallonia s'incline d'un but"],
        "teaser": "Les habitants attendaient cette décision depuis plusieurs mois. La mairie avait promis de trancher avant l'été.",
        "comments": ["Encore une fois on nous prend pour des imbéciles, personne ne savait et personne n'est responsable.",
                     "J'y étais et je peux vous dire que l'article ne raconte pas la moitié de ce qui s'est passé ce jour-là.",
                     "Bravo aux secours qui font un travail formidable avec si peu de moyens. Respect."],
        "comments_head": "3 commentaires", "newsletter": "Recevez chaque matin l'essentiel de l'actualité dans votre boîte mail. Inscrivez-vous gratuitement.",
        "paywall": "Cet article est réservé aux abonnés. Abonnez-vous pour 1 € le premier mois.",
        "cookies": "Nous et nos partenaires utilisons des cookies pour mesurer l'audience et personnaliser la publicité. Vous pouvez accepter les cookies ou paramétrer vos choix à tout moment.",
        "rights": "Tous droits réservés", "ad": "Publicité", "tags": "Mots-clés", "most": "Les plus lus", "legal": "Mentions légales",
    },
    "en": {
        "months": "January February March April May June July August September October November December".split(),
        "days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
        "menu": ["Home", "Politics", "Business", "World", "Sport", "Culture", "Opinion", "Weather"],
        "by": "By", "published": "Published", "modified": "Updated", "and": "and", "with": "with",
        "also": "Read also", "photo": "Photo", "share": ["Share", "Tweet", "Email this", "Print"],
        "other": ["Mayor of Corville resigns after budget is rejected", "Harvest down by a fifth after late frost",
                  "Swimming pool to reopen in September, city promises", "Handball: Wenbury lose by a single goal"],
        "teaser": "Residents had waited for the decision for several months. The council had promised to settle the matter before the summer.",
        "comments": ["Once again they take us for fools, nobody knew anything and nobody is ever responsible for what happens.",
                     "I was there and I can tell you that the article does not tell half of what went on that day.",
                     "Well done to the rescuers who do a wonderful job with so few means. Respect."],
        "comments_head": "3 comments", "newsletter": "Get the morning's most important stories in your inbox. Sign up for our free newsletter.",
        "paywall": "This article is for subscribers only. Subscribe for $1 for the first month.",
        "cookies": "We and our partners use cookies to measure audiences and to personalise advertising. You can accept cookies or change your choices at any time.",
        "rights": "All rights reserved", "ad": "Advertisement", "tags": "Tags", "most": "Most read", "legal": "Terms of use",
    },
}

e = html.escape


class Report:
    """A report, and the pieces that templates are built from."""

    def __init__(self, fields):
        self.__dict__.update(fields)
        self.modified = fields.get("modified")
        self.words = WORDS[self.lang]
        self.paragraphs = [p.removeprefix("## ") for p in self.body]

    def day(self, iso=None, weekday=True):
        """`jeudi 17 février 2022`, `Thursday, February 17, 2022`."""
        date = datetime.date.fromisoformat(iso or self.published)
        month, name = self.words["months"][date.month - 1], self.words["days"][date.weekday()]
        if self.lang == "fr":
            number = "1er" if date.day == 1 else str(date.day)
            return f"{name} {number} {month} {date.year}" if weekday else f"{number} {month} {date.year}"
        return f"{name}, {month} {date.day}, {date.year}" if weekday else f"{date.day} {month} {date.year}"

    def short(self, iso=None):
        """`17/02/2022` in French, `17 Feb 2022` in English."""
        date = datetime.date.fromisoformat(iso or self.published)
        return date.strftime("%d/%m/%Y") if self.lang == "fr" else f"{date.day} {self.words['months'][date.month - 1][:3]} {date.year}"

    def stamp(self, iso=None, zone="+00:00"):
        return f"{iso or self.published}T09:35:00{zone}"

    def text(self, paragraph="<p>{}</p>", heading="<h2>{}</h2>", between="\n", after=None):
        """The body; `after` maps positions to what is put behind that paragraph."""
        parts = []
        for position, line in enumerate(self.body):
            form = heading if line.startswith("## ") else paragraph
            parts.append(form.format(e(line.removeprefix("## "), quote=False)))
            parts.append((after or {}).get(position, ""))
        return between.join(part for part in parts if part)

    def credit(self):
        """`Par Jeanne Martin avec AFP et Reuters`."""
        agencies = f" {self.words['with']} {(' ' + self.words['and'] + ' ').join(self.agencies)}" if self.agencies else ""
        return f"{self.words['by']} {self.author}{agencies}"

    def nav(self):
        return "<nav><ul>" + "".join(f'<li><a href="/{i}">{e(w)}</a></li>' for i, w in enumerate(self.words["menu"])) + "</ul></nav>"

    def menu_divs(self):
        return '<div id="mnu">' + " | ".join(f'<a href="/{i}">{e(w)}</a>' for i, w in enumerate(self.words["menu"])) + "</div>"

    def foot(self):
        return f"<footer><p>© {self.published[:4]} {e(self.outlet)}. {self.words['rights']}.</p><p><a href='/l'>{self.words['legal']}</a></p></footer>"

    def share(self, cls="share"):
        return f'<ul class="{cls}">' + "".join(f'<li><a href="#">{w}</a></li>' for w in self.words["share"]) + "</ul>"

    def related(self, cls="related", head="also", teaser=False):
        text = f"<p>{e(self.words['teaser'])}</p>" if teaser else ""
        items = "".join(f'<li><a href="/o{i}">{e(t)}</a>{text}</li>' for i, t in enumerate(self.words["other"]))
        return f'<div class="{cls}"><h3>{self.words[head]}</h3><ul>{items}</ul></div>'

    def also(self, number=0):
        return f'<p><strong>{self.words["also"]} : <a href="/o{number}">{e(self.words["other"][number])}</a></strong></p>'

    def comments(self, cls="comments", each="comment"):
        items = "".join(f'<div class="{each}"><b>user{i}</b> <span>{self.short("2025-03-0" + str(i + 1))}</span><p>{e(c)}</p></div>' for i, c in enumerate(self.words["comments"]))
        return f'<div class="{cls}"><h3>{self.words["comments_head"]}</h3>{items}</div>'

    def ld(self, **more):
        data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": self.title, "datePublished": self.stamp(),
                "author": {"@type": "Person", "name": self.author}, "publisher": {"@type": "Organization", "name": self.outlet}}
        if self.modified:
            data["dateModified"] = self.stamp(self.modified)
        return f'<script type="application/ld+json">{json.dumps(data | more, ensure_ascii=False)}</script>'

    def og(self, dates=True):
        tags = [("og:title", self.title), ("og:site_name", self.outlet), ("og:description", self.standfirst), ("og:type", "article")]
        if dates:
            tags.append(("article:published_time", self.stamp(zone="+01:00")))
            if self.modified:
                tags.append(("article:modified_time", self.stamp(self.modified, "+01:00")))
        return "".join(f'<meta property="{n}" content="{e(c)}">' for n, c in tags)

    def page(self, head, body, title=None, charset="utf-8"):
        title = e(title or f"{self.title} - {self.outlet}", quote=False)
        return f'<!DOCTYPE html>\n<html lang="{self.lang}">\n<head>\n<meta charset="{charset}">\n<title>{title}</title>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'

    def agencies_line(self):
        return f"<p>({'/'.join(self.agencies)})</p>" if self.agencies else ""


TEMPLATES = []


def template(number, **shows):
    """Registers a template with the position of its report. `shows`: fields that the page tells otherwise or not at all."""

    def register(function):
        TEMPLATES.append((function.__name__, number, shows, function))
        return function

    return register


@template(0)
def wp_classic(r):
    updated = f'<time class="updated" datetime="{r.stamp(r.modified)}">{r.day(r.modified, False)}</time>'
    return r.page(r.og(dates=False), f'''<div id="page" class="site"><header class="site-header"><p class="site-title"><a href="/">{e(r.outlet)}</a></p>{r.nav()}</header>
<main><article class="post hentry"><header class="entry-header"><h1 class="entry-title">{e(r.title)}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="{r.stamp()}">{r.day(None, False)}</time>{updated}</span> <span class="byline"><span class="author vcard"><a class="url fn" href="/a">{r.author}</a></span></span></div></header>
<div class="entry-content"><p><strong>{e(r.standfirst)}</strong></p><figure class="wp-caption"><img src="a.jpg"><figcaption class="wp-caption-text">{e(r.caption)}</figcaption></figure>{r.text()}<div class="sharedaddy">{r.share()}</div><div id="jp-relatedposts">{r.related("jp-items")}</div></div>
<footer class="entry-footer"><span class="tags-links">{r.words["tags"]} : <a href="#">port</a>, <a href="#">mer</a></span></footer></article>{r.comments("comments-area")}</main>{r.foot()}</div>''')


@template(8)
def wp_block(r):
    latest = "".join(f'<li><a class="wp-block-latest-posts__post-title" href="/o">{e(t)}</a><time datetime="2025-01-0{i + 1}T00:00:00+00:00" class="wp-block-latest-posts__post-date">2025</time><div class="wp-block-latest-posts__post-excerpt">{e(r.words["teaser"])}</div></li>' for i, t in enumerate(r.words["other"]))
    return r.page(r.ld(), f'''<div class="wp-site-blocks"><header class="wp-block-template-part"><p class="wp-block-site-title">{e(r.outlet)}</p>{r.nav()}</header>
<aside class="wp-block-group"><ul class="wp-block-latest-posts__list">{latest}</ul></aside>
<main class="wp-block-group is-layout-flow"><h1 class="wp-block-post-title">{e(r.title)}</h1><div class="wp-block-post-date"><time datetime="{r.stamp()}">{r.day(None, False)}</time></div><div class="wp-block-post-author__name">{r.author}</div>
<div class="entry-content wp-block-post-content is-layout-flow"><p class="has-large-font-size">{e(r.standfirst)}</p>{r.text()}</div></main>{r.foot()}</div>''')


@template(1)
def elementor(r):
    block = lambda inner: f'<div class="elementor-element"><div class="elementor-widget-container">{inner}</div></div>'
    text = "".join(block(f"<p>{e(p)}</p>") for p in r.paragraphs)
    return r.page(r.og(), f'''{r.nav()}<div class="elementor">{block(f"<h1>{e(r.title)}</h1>")}{block(f"<h3>{e(r.standfirst)}</h3>")}{block(f"<ul><li>{e(r.credit())}</li><li>{r.short()}</li><li>09:35</li></ul>")}{text}{block(r.related("posts", teaser=True))}{block(f"<p>{e(r.words['newsletter'])}</p>")}</div>{r.foot()}''')


@template(9)
def drupal7(r):
    day = datetime.date.fromisoformat(r.published)
    return r.page("", f'''<div id="page-wrapper"><div id="header"><div id="site-name">{e(r.outlet)}</div>{r.menu_divs()}</div><div id="content" class="column"><h1 class="title" id="page-title">{e(r.title)}</h1>
<div class="node node-article"><div class="meta submitted"><span property="dc:date dc:created" content="{r.stamp()}" datatype="xsd:dateTime">Submitted by <span class="username">{e(r.author)}</span> on {day.strftime("%a, %m/%d/%Y")} - 09:35</span></div>
<div class="field field-name-field-image"><img src="a.jpg" alt="x"></div><div class="field field-name-field-chapo"><div class="field-item even">{e(r.standfirst)}</div></div><div class="field field-name-body field-type-text-with-summary"><div class="field-items"><div class="field-item even" property="content:encoded">{r.text()}</div></div></div>
<div class="field field-name-field-tags"><div class="field-label">{r.words["tags"]}:</div><div class="field-items"><div class="field-item"><a href="#">rail</a></div></div></div>{r.agencies_line()}</div>{r.comments("comment-wrapper")}</div><div class="region-sidebar">{r.related("block", "most")}</div></div>{r.foot()}''', title=f"{r.title} | {r.outlet}")


@template(5, agencies=[])
def drupal9(r):
    return r.page('<meta name="Generator" content="Drupal 9">', f'''{r.nav()}<main role="main"><article class="node node--type-article"><h1><span class="field field--name-title">{e(r.title)}</span></h1>
<footer class="node__meta"><div class="node__submitted"><span>{r.words["by"]} <a href="/u">{r.author}</a></span>, <time datetime="{r.stamp()}">{r.day()} - 09:35</time> ({r.words["modified"].lower()} {r.day(r.modified, False)})</div></footer>
<div class="node__content"><div class="field--name-field-lead">{e(r.standfirst)}</div><div class="field--name-body field__item">{r.text()}</div></div></article></main>{r.foot()}''', title=f"{r.title} | {r.outlet}")


@template(6)
def spip(r):
    forum = "".join(f'<li class="forum-fil"><div class="forum-chapo"><a href="#">{e(r.title)}</a>, <small>12 mars 2024, par lecteur{i}</small></div><div class="forum-texte"><p>{e(c)}</p></div></li>' for i, c in enumerate(r.words["comments"]))
    return r.page(f'<meta name="generator" content="SPIP 3.2"><meta name="description" content="{e(r.standfirst)}">', f'''<div id="entete"><a rel="start home" href="/"><strong>{e(r.outlet)}</strong></a></div><div id="conteneur"><div id="contenu"><div class="cartouche"><p id="hierarchie"><a href="/">Accueil</a> &gt; <a href="/m">Monde</a></p><h1 class="crayon titre">{e(r.title)}</h1><p class="info-publi"><abbr class="published" title="{r.published}T07:35:00Z">{r.day()}</abbr>, <span class="auteurs">par <span class="vcard author"><a class="url fn spip_in" href="/a">{r.author}</a></span></span>, {e("AFP")}</p></div>
<div class="crayon chapo"><p>{e(r.standfirst)}</p></div><div class="crayon texte">{r.text(heading='<h3 class="spip">{}</h3>')}</div><div class="menu rubriques"><h2>Dans la même rubrique</h2><ul>{"".join(f"<li><a href='/o'>{e(t)}</a></li>" for t in r.words["other"])}</ul></div><h2>Messages</h2><ul class="forum">{forum}</ul></div></div>{r.foot()}''')


@template(14)
def joomla(r):
    return r.page(f'<meta name="author" content="{r.author}"><meta name="generator" content="Joomla!">', f'''<div class="container">{r.menu_divs()}<div class="item-page" itemscope><div class="page-header"><h2 itemprop="headline">{e(r.title)}</h2></div><div class="icons"><ul><li class="print-icon"><a>Print</a></li><li class="email-icon"><a>Email</a></li></ul></div>
<dl class="article-info muted"><dt class="article-info-term">Details</dt><dd class="createdby">Written by <span itemprop="name">{r.author}</span></dd><dd class="category-name">Category: <a>News</a></dd><dd class="published">Published: <time datetime="{r.stamp()}" itemprop="datePublished">{r.day(None, False)}</time></dd><dd class="hits">Hits: 4312</dd></dl>
<div itemprop="articleBody"><p><em>{e(r.standfirst)}</em></p>{r.text()}{r.agencies_line()}</div><ul class="pager pagenav"><li class="previous"><a>Prev</a></li><li class="next"><a>Next</a></li></ul></div>{r.related("moduletable", "most")}</div>{r.foot()}''', title=r.title)


@template(3)
def typo3(r):
    blocks = "".join(f'<div id="c{i}" class="csc-default"><p class="bodytext">{e(p)}</p></div>' for i, p in enumerate(r.paragraphs))
    return r.page("<!-- This website is powered by TYPO3 -->", f'''<div id="rootline"><a>Start</a> &gt; <a>Actualités</a></div>{r.menu_divs()}<div class="news-single-item"><div class="news-single-timedata">{r.short()} 09:35</div><h1>{e(r.title)}</h1><h2>{e(r.standfirst)}</h2><div class="news-single-author">Par : {r.author}</div>{blocks}<div class="news-single-backlink"><a href="/">&lt;- Retour vers: Accueil</a></div></div>{r.foot()}''', title=f"{r.outlet} : {r.title}")


@template(12, agencies=[], modified=None)
def blogger(r):
    return r.page("", f'''<div class="header"><h1 class="title">{e(r.outlet)}</h1></div><div class="main section"><div class="date-outer"><h2 class="date-header"><span>{r.day()}</span></h2><div class="post hentry"><h3 class="post-title entry-title">{e(r.title)}</h3><div class="post-body entry-content"><b>{e(r.standfirst)}</b><br /><br /><div class="separator"><a><img src="x.jpg" /></a></div>{"<br /><br />".join(map(e, r.paragraphs))}</div>
<div class="post-footer"><span class="post-author vcard">Posted by <span class="fn">{r.author}</span></span> <span class="post-timestamp">at <a class="timestamp-link"><abbr class="published" title="{r.stamp()}">9:35 am</abbr></a></span></div></div></div>{r.comments()}</div><div class="sidebar"><h2>Blog Archive</h2><ul><li>2024 (12)</li><li>2023 (40)</li></ul></div>''', title=f"{r.outlet}: {r.title}")


@template(13)
def ghost(r):
    gate = f'<aside class="gh-post-upgrade-cta"><h2>{e(r.words["paywall"])}</h2><a>{r.words["share"][0]}</a></aside>'
    return r.page(r.ld(), f'''<div class="gh-viewport"><header class="gh-head">{r.nav()}</header><main class="gh-main"><article class="gh-article post tag-news"><header class="gh-article-header"><span class="gh-article-tag">News</span><h1 class="gh-article-title">{e(r.title)}</h1><p class="gh-article-excerpt">{e(r.standfirst)}</p><div class="gh-article-meta"><h4 class="gh-article-author-name">{r.author}</h4><time datetime="{r.published}">{r.day(None, False)}</time> — 3 min read</div></header><section class="gh-content">{r.text(after={3: gate})}</section></article></main>{r.foot()}</div>''', title=r.title)


@template(4)
def hashed_classes(r):
    paragraphs = "".join(f'<p class="pw-post-body-paragraph nb nc nd" id="{i:04x}">{e(p)}</p>' for i, p in enumerate(r.paragraphs))
    return r.page(r.og(), f'''<div id="root"><div class="a b c"><div class="d e"><a>S'inscrire</a><a>Se connecter</a></div></div><section><div class="fp fq"><h1 class="pw-post-title">{e(r.title)}</h1><h2 class="pw-subtitle-paragraph">{e(r.standfirst)}</h2><div class="ab q"><a class="ae">{r.author}</a> · <span>Reuters</span> · <span>4 min de lecture</span> · <span>{r.short()}</span></div><div class="kl"><button>312</button><button>Écouter</button></div><figure class="ps"><img src="z"><figcaption class="pt">{e(r.caption)}</figcaption></figure>{paragraphs}</div></section><div class="zz"><p>{e(r.words["newsletter"])}</p></div></div>''', title=f"{r.title} | {r.outlet}")


@template(10)
def arc_graph(r):
    graph = {"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "@id": "/#w", "name": r.outlet}, {"@type": "Organization", "@id": "/#o", "name": r.outlet},
        {"@type": "Person", "@id": "/#p", "name": r.author}, {"@type": "ImageObject", "datePublished": "2015-01-01", "caption": r.caption},
        {"@type": ["NewsArticle", "ReportageNewsArticle"], "headline": r.title, "author": [{"@id": "/#p"}], "publisher": {"@id": "/#o"}, "datePublished": r.stamp(zone="Z"), "dateModified": r.stamp(r.modified, "Z")}]}
    head = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    inter = f'<div class="interstitial-link">[<a href="/o">{e(r.words["other"][1])}</a>]</div>'
    return r.page(head, f'''<div id="fusion-app">{r.nav()}<main><h1 class="headline">{e(r.title)}</h1><h2 class="subheadline">{e(r.standfirst)}</h2><div class="byline">{e(r.credit())}</div><article class="b-article-body article-body-chain">{r.text('<p class="c-paragraph">{}</p>', after={1: inter, 4: inter})}</article><div id="taboola-below"><div>{e(r.words["other"][2])}</div></div></main>{r.foot()}</div>''')


@template(11)
def data_blocks(r):
    block = lambda text: f'<div data-component="text-block"><div class="ssrcss-1x"><p class="ssrcss-9q">{e(text)}</p></div></div>'
    image = f'<div data-component="image-block"><figure><div><img><span role="text">Image source, Anna Bell</span></div><figcaption><span>Image caption, </span><p>{e(r.caption)}</p></figcaption></figure></div>'
    return r.page(r.ld(), f'''<header>{r.nav()}</header><main id="main-content"><article><header><h1 id="main-heading">{e(r.title)}</h1><ul><li><div>Published</div><time data-testid="timestamp" datetime="{r.stamp(zone="Z")}">{r.day(None, False)}</time></li></ul><div data-component="byline-block">By {r.author}<br>Local correspondent</div></header><div data-component="text-block"><p><b>{e(r.standfirst)}</b></p></div>{"".join(map(block, r.paragraphs[:3]))}{image}{"".join(map(block, r.paragraphs[3:]))}
<section data-component="topic-list"><h2>Related Topics</h2><ul><li><a>Libraries</a></li><li><a>Local government</a></li></ul></section><section data-component="links-block"><h2>More on this story</h2><ul>{"".join(f"<li><a>{e(t)}</a><p>Published</p><span>3 days ago</span></li>" for t in r.words["other"])}</ul></section></article></main>{r.foot()}''', title=f"{r.title} - {r.outlet}")


@template(15)
def paragraph_divs(r):
    return r.page(r.og(), f'''{r.nav()}<article class="pg"><h1 class="pg-headline">{e(r.title)}</h1><div class="metadata"><p class="metadata__byline">By {r.author}</p><p class="update-time">Updated 0935 GMT {r.day(r.modified, False)}</p></div><div class="l-container"><section id="body-text"><div class="zn-body__paragraph speakable"><strong>{e(r.standfirst)}</strong></div>{r.text('<div class="zn-body__paragraph">{}</div>', after={1: '<div class="el__embedded"><div class="el-editorial-source">JUST WATCHED</div><div>Replay</div></div>'})}<div class="zn-body__footer">APA contributed to this report.</div></section></div></article>{r.foot()}''')


@template(2)
def amp(r):
    return f'''<!doctype html><html ⚡ lang="fr"><head><meta charset="utf-8"><script async src="v0.js"></script><title>{e(r.title)}</title><link rel="canonical" href="https://aunelle.example/2023/11/21/rovalec">{r.ld(author=[{"@type": "Person", "name": a} for a in r.author.split(" et ")])}<style amp-custom>h1{{color:red}}</style></head><body><amp-sidebar id="s"><ul>{"".join(f"<li>{w}</li>" for w in r.words["menu"])}</ul></amp-sidebar><article><h1>{e(r.title)}</h1><p class="chapo">{e(r.standfirst)}</p><amp-img src="a.jpg" width=1 height=1></amp-img><div class="legende">{e(r.caption)}</div><p>{e(r.credit())}</p>{r.text(after={2: f'<amp-ad><div placeholder>{r.words["ad"]}</div></amp-ad>'})}</article><amp-consent><div>{e(r.words["cookies"])}</div></amp-consent>{r.foot()}</body></html>'''


@template(7, author=None, modified=None)
def tables_1998(r):
    lines = "<BR><BR>\n".join(e(p) for p in [r.standfirst, *r.paragraphs])
    return f'''<HTML><HEAD><TITLE>{e(r.outlet)}</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><TABLE WIDTH=760><TR><TD COLSPAN=3><FONT SIZE=6>{e(r.outlet)}</FONT></TD></TR><TR><TD WIDTH=120 VALIGN=top>{"<BR>".join(f"<A HREF=x>{w}</A>" for w in r.words["menu"])}</TD><TD><TABLE><TR><TD><FONT SIZE=5><B>{e(r.title)}</B></FONT><BR><FONT SIZE=1>{r.day().capitalize()}</FONT><BR><BR><FONT SIZE=2 FACE=Arial>{lines}</FONT><BR><BR><FONT SIZE=1>(AFP/AP)</FONT></TD></TR></TABLE></TD><TD WIDTH=140>{"<BR>".join(f"<A HREF=x>{e(t)}</A>" for t in r.words["other"])}</TD></TR></TABLE><CENTER><FONT SIZE=1>&copy; 2022 {e(r.outlet)}</FONT></CENTER></BODY></HTML>'''.encode("windows-1252")


@template(3)
def utf8_declared_windows(r):
    return r.page(r.og(), f'{r.nav()}<div class="article"><h1>{e(r.title)}</h1><p class="signature">{e(r.credit())}</p><p class="chapo">{e(r.standfirst)}</p>{r.text()}</div>{r.foot()}').encode("windows-1252", "xmlcharrefreplace")


@template(6, modified=None)
def latin1_declared_utf8(r):
    return r.page(r.ld(), f'{r.nav()}<div class="article"><h1>{e(r.title)}</h1><p class="signature">{e(r.credit())}</p><p class="chapo">{e(r.standfirst)}</p>{r.text()}</div>{r.foot()}', charset="iso-8859-1")


@template(8)
def utf16(r):
    return r.page(r.og(), f'{r.nav()}<div id="story"><h1>{e(r.title)}</h1><h2>{e(r.standfirst)}</h2><p>{e(r.credit())}</p>{r.text(heading="<h3>{}</h3>")}</div>', charset="utf-16").encode("utf-16")


@template(4, modified=None)
def aspnet_form(r):
    return r.page("", f'''<form method="post" action="article.aspx?id=81" id="aspnetForm"><input type="hidden" name="__VIEWSTATE" value="/wEPDwUKMTU5"><div id="ctl00_header">{r.menu_divs()}</div><div id="ctl00_main"><span id="ctl00_main_lblTitre"><h1>{e(r.title)}</h1></span><span id="ctl00_main_lblDate">{r.words["published"]} {r.short()}</span><br><span id="ctl00_main_lblAuteur">{e(r.credit())}</span><div id="ctl00_main_lblTexte"><p><b>{e(r.standfirst)}</b></p>{r.text()}</div></div><div id="ctl00_reagir"><span>Votre commentaire</span><textarea></textarea><input type="submit" value="Envoyer"></div></form>{r.foot()}''')


@template(9, agencies=[], modified=None)
def portal(r):
    box = lambda title, inner: f'<table class="boxtbl"><tr><td class="boxtitle"><b>{title}</b></td></tr><tr><td class="boxcontent">{inner}</td></tr></table>'
    return r.page("", f'''<table width="100%"><tr><td width="15%" valign="top">{box("Modules", "<br>".join(r.words["menu"]))}{box("Who's online", "There are currently 41 guests and 2 members online.")}</td><td valign="top"><table><tr><td class="storytitle"><b>{e(r.title)}</b></td></tr><tr><td class="content"><font class="tiny">Posted by {r.author} on {r.day()} (1204 reads)</font><br><br><b>{e(r.standfirst)}</b><br><br>{"<br><br>".join(map(e, r.paragraphs))}</td></tr></table></td><td width="15%">{box("Survey", "Should the line be doubled? Yes, No, Do not know")}{box("Old articles", "<br>".join(map(e, r.words["other"])))}</td></tr></table>''', title=f"{r.outlet} - {r.title}")


@template(12, modified=None)
def spans(r):
    text = "".join(f'<div><span><span style="font-size:15px">{e(p)}</span></span></div><div><span> </span></div>' for p in r.paragraphs)
    return r.page(f'<meta property="og:site_name" content="{r.outlet}"><meta property="og:title" content="{e(r.title)}">', f'''<div id="SITE_CONTAINER"><div id="masterPage"><div>{r.menu_divs()}</div><div id="comp-k1"><h1 class="font_0">{e(r.title)}</h1></div><div id="comp-k2"><span>{r.author}, Reuters</span></div><div id="comp-k3"><span>Posted on {r.day(None, False)}</span></div><div id="comp-k4"><div><span>{e(r.standfirst)}</span></div>{text}</div><div id="comp-k5"><span>Subscribe to our mailing list</span></div></div></div>''')


@template(13)
def next_data(r):
    data = {"props": {"article": {"title": r.title, "text": " ".join(r.paragraphs)}}}
    return r.page(r.ld(), f'''<div id="__next"><div class="css-1ab"><div class="css-2cd"><p>{e(r.words["cookies"])}</p><button>OK</button></div></div><div class="css-77">{r.nav()}</div><div class="css-88"><h1 class="css-9">{e(r.title)}</h1><p class="css-10">{e(r.standfirst)}</p><div class="css-11"><div class="css-12">{r.author}</div><div class="css-13">{r.short()}</div></div>{r.text('<div class="css-20"><p class="css-21">{}</p></div>', after={2: f'<div class="css-30"><p>{e(r.words["newsletter"])}</p><input placeholder="Email"></div>'})}</div></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>''')


@template(15, agencies=[])
def body_in_json(r):
    text = "\n\n".join([r.standfirst, *r.paragraphs])
    return r.page(r.ld(articleBody=text), '<div id="app"></div><noscript>You need to enable JavaScript to run this app.</noscript>')


@template(5, author=None, agencies=[])
def dublin_core(r):
    tags = "".join(f'<meta name="{n}" content="{e(c)}">' for n, c in [("DC.Title", r.title), ("DC.Publisher", r.outlet), ("DCTERMS.issued", r.published), ("DCTERMS.modified", r.modified), ("DC.Language", "fr")])
    return r.page(tags, f'''<div class="fr-header"><p>République de Causse</p></div>{r.nav()}<div class="communique"><p class="surtitre">Communiqué de presse</p><h1>{e(r.title)}</h1><p class="intro">{e(r.standfirst)}</p>{r.text()}<p class="contact">Contact presse : 05 00 00 00 00</p></div>{r.foot()}''', title="Communiqué")


@template(11)
def microdata(r):
    return r.page("", f'''{r.nav()}<div itemscope itemtype="https://schema.org/NewsArticle"><meta itemprop="datePublished" content="{r.stamp()}"><span itemprop="publisher" itemscope itemtype="https://schema.org/Organization"><meta itemprop="name" content="{r.outlet}"></span><h1 itemprop="headline">{e(r.title)}</h1><p itemprop="description">{e(r.standfirst)}</p><span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">{r.author}</span></span><div itemprop="articleBody">{r.text()}</div></div>{r.related(teaser=True)}{r.foot()}''', title=r.title)


@template(10, author=None, agencies=[], modified=None)
def situation_report(r):
    items = "".join(f"<li>{e(p)}</li>" for p in r.paragraphs)
    return r.page(f'<meta name="citation_publication_date" content="{r.published.replace("-", "/")}">', f'''{r.nav()}<main><article><header><h1>{e(r.title)}</h1><dl class="meta"><dt>Format</dt><dd>Situation Report</dd><dt>Source</dt><dd>{r.outlet}</dd><dt>Posted</dt><dd><time datetime="{r.stamp()}">{r.short()}</time></dd><dt>Originally published</dt><dd><time datetime="{r.stamp()}">{r.short()}</time></dd></dl></header><p>{e(r.standfirst)}</p><h3>HIGHLIGHTS</h3><ul>{items}</ul></article><section><h2>Related Content</h2>{r.related("cards")}</section></main>''', title=f"{r.title} | {r.outlet}")


@template(0)
def paywall_inside(r):
    return r.page(r.ld(isAccessibleForFree=False), f'''{r.nav()}<article><h1>{e(r.title)}</h1><p class="chapo">{e(r.standfirst)}</p><div class="premium-free">{"".join(f"<p>{e(p)}</p>" for p in r.paragraphs[:2])}</div><div class="bloc-abo"><p>{e(r.words["paywall"])}</p><p>Déjà abonné ? Se connecter</p><p>Il vous reste 70 % de cet article à découvrir.</p></div><div class="premium-content">{"".join(f"<p>{e(p)}</p>" for p in r.paragraphs[2:])}</div></article>{r.foot()}''')


@template(2)
def read_also_everywhere(r):
    after = {i: r.also(i) for i in range(4)}
    return r.page(r.og(), f'''{r.nav()}<article><h1>{e(r.title)}</h1><p>{e(r.credit())} - {r.words["published"]} {r.short()} à 09:35, {r.words["modified"].lower()} {r.short(r.modified)} à 10:00</p><p><strong>{e(r.standfirst)}</strong></p>{r.text(after=after)}</article>{r.foot()}''')


@template(14)
def social_embeds(r):
    tweet = '<blockquote class="twitter-tweet"><p lang="en">We are staying all night. Bring soup! #square</p>&mdash; Student Union (@sunion) <a href="x">July 11, 2018</a></blockquote><script async src="w.js"></script>'
    return r.page(r.ld(), f'''{r.nav()}<article><h1>{e(r.title)}</h1><p>{e(r.standfirst)}</p>{r.text(after={1: tweet, 3: '<div class="fb-post"><a href="x">Posted by Marek Dolny on Wednesday</a></div>'})}{r.agencies_line()}</article>{r.share("soc")}{r.foot()}''')


@template(1)
def infinite_scroll(r):
    other = f'<article id="next"><h1>{e(r.words["other"][0])}</h1><div class="date">{r.short("2025-01-05")}</div>' + f"<p>{e(r.words['teaser'])}</p>" * 3 + "</article>"
    return r.page(r.ld(), f'''{r.nav()}<article id="main"><h1>{e(r.title)}</h1><div class="date">{r.short()}</div><div class="auteur">{e(r.credit())}</div><p class="chapo">{e(r.standfirst)}</p>{r.text()}</article>{other}{r.foot()}''')


@template(13, modified="2024-05-22")
def teasers_first(r):
    teasers = "".join(f'<article class="card"><h2><a>{e(t)}</a></h2><time datetime="2025-02-0{i + 1}">1 Feb 2025</time><p>{e(r.words["teaser"])}</p></article>' for i, t in enumerate(r.words["other"]))
    return r.page(f'<meta property="og:site_name" content="{e(r.outlet)}">', f'''{r.nav()}<section class="strip">{teasers}</section><section class="story"><h1>{e(r.title)}</h1><p class="deck">{e(r.standfirst)}</p><p class="who">By {r.author}</p><p class="when">Published {r.day(None, False)} | Updated {r.day(r.modified, False)}</p>{r.text()}</section>{r.foot()}''')


@template(7)
def long_comments(r):
    avis = "".join(f'<div class="msg"><span>Lecteur{i}</span><p>{e(c)} {e(r.words["comments"][(i + 1) % 3])}</p></div>' for i, c in enumerate(r.words["comments"] * 5))
    return r.page(r.og(), f'''{r.nav()}<div class="art"><h1>{e(r.title)}</h1><p class="ch">{e(r.standfirst)}</p><p class="sig">{e(r.credit())}</p>{r.text()}</div><div class="avis"><h3>Vos réactions</h3>{avis}</div>{r.foot()}''')


@template(0)
def xhtml(r):
    body = r.text().replace("é", "&eacute;").replace("è", "&egrave;").replace("«", "&laquo;").replace("»", "&raquo;")
    return f'''<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr"><head><meta http-equiv="Content-Type" content="application/xhtml+xml; charset=UTF-8" /><title>{e(r.outlet)} - {e(r.title)}</title><script type="text/javascript">//<![CDATA[
var a = "</p>" + 1 < 2 && "x";
//]]></script></head><body>{r.menu_divs()}<div id="article"><h1>{e(r.title)}</h1><p class="date">{r.words["published"]} {r.day(None, False)} - {r.words["modified"].lower()} {r.day(r.modified, False)}</p><p class="auteur">{r.words["by"]} {r.author}</p><p>{e(r.standfirst)}</p>{body}</div></body></html>'''


@template(12, author=None, agencies=[], modified=None)
def print_version(r):
    return r.page("", f'''<h3>{e(r.title)}</h3><p>{e(r.outlet)}, {r.day(None, False)}</p><p>{e(r.standfirst)}</p>{r.text()}<hr><p>Printed from: https://www.coastline.example/story.php?print=1</p><p>© {r.outlet} 2020</p>''', title="Print")


@template(9, agencies=[], author=None)
def saved_page(r):
    day = r.published.replace("-", "/")
    return f'<!DOCTYPE html>\n<!-- saved from url=(0058)https://www.harwickpost.example/{day}/two-killed -->\n' + r.page("", f'''<link href="./a_files/s.css"><header><img src="./a_files/l.png">{r.nav()}</header><div class="wrap"><h1>{e(r.title)}</h1><p>{e(r.standfirst)}</p>{r.text()}</div>{r.foot()}''').split("\n", 1)[1]


@template(15)
def times_in_the_side(r):
    side = "".join(f'<div class="item"><time datetime="2025-06-1{i}T10:00:00Z">{i + 1} h</time> <a>{e(t)}</a></div>' for i, t in enumerate(r.words["other"]))
    return r.page(f'<meta property="og:site_name" content="{e(r.outlet)}">', f'''{r.nav()}<div class="ticker">{side}</div><main><h1>{e(r.title)}</h1><div class="info"><time itemprop="datePublished" datetime="{r.stamp()}">{r.short()}</time> <time itemprop="dateModified" datetime="{r.stamp(r.modified)}">{r.short(r.modified)}</time> {e(r.credit())}</div><p>{e(r.standfirst)}</p>{r.text()}</main>{r.foot()}''')


@template(2, agencies=[])
def date_of_today(r):
    return r.page("", f'''<div class="haut">Nous sommes le mardi 4 mars 2025 | {e(r.outlet)}</div><div class="jour">Mardi 4 mars 2025</div>{r.menu_divs()}<div class="papier"><h1>{e(r.title)}</h1><p class="app">{e(r.standfirst)}</p><p class="sign">Par {r.author} | Publié le {r.short()} à 18h05, modifié le {r.short(r.modified)} à 07h30</p>{r.text()}</div>{r.foot()}''')


@template(6)
def compact_dates(r):
    tags = "".join(f'<meta name="{n}" content="{e(c)}">' for n, c in [("author", r.author), ("date", r.published.replace("-", "")), ("copyright", r.outlet)])
    return r.page(tags, f'''{r.nav()}<div class="corps"><h1>{e(r.title)}</h1><p>{e(r.standfirst)}</p>{r.text()}<p>Avec AFP</p></div>{r.foot()}''')


@template(12, author="Amina Warsame", modified=None)
def wire(r):
    first = f"PORT SULANE, Dec 18 (Reuters) - {r.paragraphs[0]}"
    r.gold_body = [first, *r.paragraphs[1:]]
    return r.page(f'<meta name="sailthru.date" content="Fri, 18 Dec 2020 09:35:00 +0000"><meta property="og:site_name" content="{r.outlet}">', f'''{r.nav()}<h1>{e(r.title)}</h1><div class="txt">{"".join(f"<p>{e(p)}</p>" for p in r.gold_body)}<p>Reporting by Amina Warsame; Editing by Paul Dunn</p><p>Our Standards: The Coastline Trust Principles.</p></div>''')


@template(8)
def captions_as_paragraphs(r):
    photo = f'<div class="img"><img src="1"><p class="legend">{e(r.caption)}</p><p class="credit">Photo: Lou Banda / {e(r.outlet)}</p></div>'
    return r.page(r.og(), f'''{r.nav()}<article><h1>{e(r.title)}</h1><p>{e(r.credit())}</p>{photo}<p>{e(r.standfirst)}</p>{r.text(after={4: photo.replace(e(r.caption), "Cars wait at the closed bridge. / Lou Banda")})}</article>{r.foot()}''')


@template(14, author=None)
def preformatted(r):
    import textwrap
    text = "\n\n".join(textwrap.fill(p, 64) for p in [r.standfirst, *r.paragraphs])
    return r.page("", f'''<a href="/">{r.outlet}</a> - <a href="/arch">Archive</a><hr><h2>{e(r.title)}</h2><pre>Date: Thu, 12 Jul 2018\n\n{e(text, quote=False)}\n\n(AP/AFP)\n</pre><hr>''', title=f"{r.outlet}: archive")


@template(10)
def logo_heading(r):
    return r.page(r.og(), f'''<h1 class="logo"><a href="/">{r.outlet}</a></h1>{r.nav()}<div class="main"><div class="kicker">Conflict</div><h2 class="hd">{e(r.title)}</h2><p class="standfirst">{e(r.standfirst)}</p><p class="byl">{e(r.credit())}</p>{r.text(heading="<h3>{}</h3>")}</div><div class="box">{r.related("lst", "most", teaser=True)}</div>{r.foot()}''')


def write(folder):
    stories = tomllib.loads(pathlib.Path(__file__).with_name("stories.toml").read_text(encoding="utf-8"))["story"]
    folder.mkdir(parents=True, exist_ok=True)
    for name, number, shows, function in TEMPLATES:
        report = Report(stories[number])
        page = function(report)
        body = getattr(report, "gold_body", [report.standfirst, *report.paragraphs])
        gold = {key: getattr(report, key) for key in ["title", "outlet", "author", "agencies", "published", "modified"]}
        gold |= {"language": report.lang, "body": body} | shows
        name = f"{report.lang}-{name.replace('_', '-')}"
        folder.joinpath(f"{name}.html").write_bytes(page if isinstance(page, bytes) else page.encode())
        folder.joinpath(f"{name}.gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(pathlib.Path(sys.argv[1]))
