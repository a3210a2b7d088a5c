"""Pronunciation dictionaries."""

import pytest

fact = pytest.mark.fact
API = "docs.inworld.ai, Pronunciation API, autumn 2026"
SAMPLES = "the vendor's dictionary samples"
ULTRAVOX = "Ultravox example, from the vendor's API definitions"
BASE = "/pronunciations/v1/workspaces/{}/pronunciationDictionaries"
TEXT = "We met Maro at the pier."


def entry(word="Cat", phones=("k", "æ", "t"), language="en-US"):
    return {"displayHeadword": word, "languageCode": language, "phoneSymbols": list(phones)}


def make(service, *entries, workspace="local", **more):
    body = {"displayName": "Ship", "pronunciations": list(entries)} | more
    return service.post(BASE.format(workspace), body)


def patch(service, made, mask=None, **body):
    query = {"updateMask": mask} if mask is not None else {}
    sent = {"etag": made["etag"]} | body
    return service.client.patch(f"/pronunciations/v1/{made['name']}", params=query, json=sent)


def read(service, name):
    return service.client.get(f"/pronunciations/v1/{name}")


@fact("dictionary.create", "Creating assigns a name and an etag; equal display names are fine.", f"{API}; {ULTRAVOX}", "documented")  # fmt: skip
def test_creating(service):
    made = [make(service, entry()).json() for _ in range(2)]
    assert made[0]["name"] != made[1]["name"]
    assert all(row["etag"] for row in made)
    assert read(service, made[0]["name"]).json() == made[0]


@fact("dictionary.pages", "A page has five dictionaries, fewer if asked; more is lowered to five.", API, "documented")  # fmt: skip
@pytest.mark.parametrize(("size", "rows"), [(None, 5), (0, 5), (2, 2), (50, 5)])
def test_pages(service, size, rows):
    place = f"pages{size}"
    for _ in range(6):
        make(service, workspace=place)
    query = {} if size is None else {"pageSize": size}
    first = service.client.get(BASE.format(place), params=query).json()
    assert len(first["pronunciationDictionaries"]) == rows
    query["pageToken"] = first["nextPageToken"]
    second = service.client.get(BASE.format(place), params=query).json()
    names = [row["name"] for page in (first, second) for row in page["pronunciationDictionaries"]]
    assert len(set(names)) == len(names)


@fact("dictionary.page-negative", "A negative page size is refused.", API, "documented")
def test_negative_pages(service):
    assert service.client.get(f"{BASE.format('local')}?pageSize=-1").status_code == 400


MASKS = [
    pytest.param("displayName", ("New", 1), marks=fact("dictionary.mask", "Only the fields of `updateMask` change.", API, "documented"), id="name"),
    pytest.param("pronunciations", ("Ship", 2), marks=fact("dictionary.mask", "Only the fields of `updateMask` change.", API, "documented"), id="entries"),
    pytest.param("displayName,pronunciations", ("New", 2), marks=fact("dictionary.mask", "Only the fields of `updateMask` change.", API, "documented"), id="both"),
    pytest.param(None, ("New", 2), marks=fact("dictionary.no-mask", "Without a mask, or with `*`, both fields count.", ULTRAVOX, "third-party"), id="none"),
    pytest.param("*", ("New", 2), marks=fact("dictionary.no-mask", "Without a mask, or with `*`, both fields count.", ULTRAVOX, "third-party"), id="all"),
]  # fmt: skip


@pytest.mark.parametrize(("mask", "after"), MASKS)
def test_masks(service, mask, after):
    made = make(service, entry()).json()
    rows = [entry("Dog"), entry("Cow")]
    changed = patch(service, made, mask, displayName="New", pronunciations=rows).json()
    assert (changed["displayName"], len(changed["pronunciations"])) == after
    assert changed["etag"] != made["etag"]


@fact("dictionary.mask-etag", "`etag` never belongs in the mask.", SAMPLES, "SDK")
def test_an_etag_in_the_mask(service):
    made = make(service).json()
    assert patch(service, made, "etag", displayName="x").status_code == 400


@fact("dictionary.replace", "An update replaces the whole list; an empty one empties it.", API, "documented")  # fmt: skip
def test_an_empty_list(service):
    made = make(service, entry()).json()
    assert patch(service, made, "pronunciations", pronunciations=[]).json()["pronunciations"] == []


@fact("dictionary.stale", "A stale etag on update or delete is 409 with code 10.", API, "documented")  # fmt: skip
def test_stale_etags(service):
    made = make(service).json()
    changed = patch(service, made, "displayName", displayName="New")
    late = patch(service, made, "displayName", displayName="Newer")
    query = {"etag": made["etag"]}
    gone = service.client.delete(f"/pronunciations/v1/{made['name']}", params=query)
    assert changed.status_code == 200
    assert [(a.status_code, a.json()["code"]) for a in (late, gone)] == [(409, 10)] * 2


DELETES = [
    pytest.param({}, 400, marks=fact("dictionary.delete-etag", "Deleting needs a non-empty etag.", API, "documented"), id="none"),
    pytest.param({"etag": ""}, 400, marks=fact("dictionary.delete-etag", "Deleting needs a non-empty etag.", API, "documented"), id="empty"),
    pytest.param({"etag": "x"}, 404, marks=fact("dictionary.delete-unknown", "Deleting an unknown dictionary is 404.", SAMPLES, "SDK"), id="unknown"),
    pytest.param({"etag": "x", "allowMissing": "true"}, 200, marks=fact("dictionary.allow-missing", "With `allowMissing=true` deleting what is gone succeeds; the etag is not compared.", API, "documented"), id="allowed"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "status"), DELETES)
def test_deleting_what_is_gone(service, query, status):
    path = f"{BASE.format('local')}/00000000-0000-4000-8000-000000000000"
    assert service.client.delete(path, params=query).status_code == status


@fact("dictionary.delete", "After deleting, get answers 404.", SAMPLES, "SDK")
def test_deleting(service):
    made = make(service).json()
    query = {"etag": made["etag"]}
    gone = service.client.delete(f"/pronunciations/v1/{made['name']}", params=query)
    assert (gone.status_code, read(service, made["name"]).status_code) == (200, 404)


@fact("dictionary.write", "Changing needs write permission, reading does not.", API, "documented")
def test_a_key_that_cannot_write(service):
    headers = {"Authorization": "Basic cmVhZGVyOnRlc3RzZWNyZXQ="}
    body = {"displayName": "Ship"}
    path = BASE.format("local")
    assert service.post(path, body, headers=headers).status_code == 403
    assert service.client.get(path, headers=headers).status_code == 200


def field(number, name):
    return f"pronunciation_dictionary.pronunciations[{number}].{name}"


BAD = [
    pytest.param([entry(), entry("two words")], field(1, "display_headword"), marks=fact("dictionary.headword", "A headword is one word of at most 128 code points.", ULTRAVOX, "third-party"), id="phrase"),
    pytest.param([entry("x" * 129)], field(0, "display_headword"), marks=fact("dictionary.headword", "A headword is one word of at most 128 code points.", ULTRAVOX, "third-party"), id="long word"),
    pytest.param([entry(language="en-us")], field(0, "language_code"), marks=fact("dictionary.language", "A language code is canonical: `en-US`, neither `en-us` nor `en` nor `auto`.", ULTRAVOX, "third-party"), id="lower case"),
    pytest.param([entry(language="en")], field(0, "language_code"), marks=fact("dictionary.language", "A language code is canonical: `en-US`, neither `en-us` nor `en` nor `auto`.", ULTRAVOX, "third-party"), id="family"),
    pytest.param([entry(language="auto")], field(0, "language_code"), marks=fact("dictionary.language", "A language code is canonical: `en-US`, neither `en-us` nor `en` nor `auto`.", ULTRAVOX, "third-party"), id="auto"),
    pytest.param([entry(phones=[])], field(0, "phone_symbols"), marks=fact("dictionary.phones", "A word has 1 to 64 phones.", ULTRAVOX, "third-party"), id="no phones"),
    pytest.param([entry(phones=["t"] * 65)], field(0, "phone_symbols"), marks=fact("dictionary.phones", "A word has 1 to 64 phones.", ULTRAVOX, "third-party"), id="65 phones"),
    pytest.param([entry(phones=["k", "æt"])], field(0, "phone_symbols[1]"), marks=fact("dictionary.one-phone", "An element is one phone without blank or slash.", f"{ULTRAVOX}; {SAMPLES}", "SDK"), id="two in one"),
    pytest.param([entry(phones=["/kæt/"])], field(0, "phone_symbols[0]"), marks=fact("dictionary.one-phone", "An element is one phone without blank or slash.", f"{ULTRAVOX}; {SAMPLES}", "SDK"), id="slashes"),
    pytest.param([entry(phones=["aɪ"])], field(0, "phone_symbols[0]"), marks=fact("dictionary.diphthong", "A diphthong is two elements.", ULTRAVOX, "third-party"), id="diphthong"),
    pytest.param([entry(), entry("cat")], field(1, "display_headword"), marks=fact("dictionary.unique", "Language and headword are unique after normalization.", API, "documented"), id="twice"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "path"), BAD)
def test_bad_entries(service, rows, path):
    answer = make(service, *rows)
    details = answer.json()["details"][0]
    assert (answer.status_code, answer.json()["code"]) == (400, 3)
    assert [row["field"] for row in details["fieldViolations"]] == [path]


GOOD = [
    pytest.param(["ˈ", "v", "a", "ɪ", "t", "ə"], marks=fact("dictionary.stress", "Stress marks are elements of their own.", ULTRAVOX, "third-party"), id="stress"),
    pytest.param(["ʃ", "iː", "p"], marks=fact("dictionary.long-vowel", "A long vowel is one element.", ULTRAVOX, "third-party"), id="long"),
]  # fmt: skip


@pytest.mark.parametrize("phones", GOOD)
def test_good_entries(service, phones):
    assert make(service, entry(phones=phones)).json()["pronunciations"][0]["phoneSymbols"] == phones


NAMES = [(" ", 400), ("x" * 64, 200), ("x" * 65, 400), ("é" * 64, 200)]


@fact("dictionary.name", "A display name has 1 to 64 code points and is not blank.", API, "documented")  # fmt: skip
@pytest.mark.parametrize(("name", "status"), NAMES)
def test_names(service, name, status):
    assert make(service, displayName=name).status_code == status


@fact("dictionary.size", "A dictionary has at most 1,000 entries.", API, "documented")
@pytest.mark.parametrize(("count", "status"), [(1000, 200), (1001, 400)])
def test_sizes(service, count, status):
    rows = [entry(f"w{n}") for n in range(count)]
    assert make(service, *rows, workspace="large").status_code == status


@fact("dictionary.bytes", "A dictionary has at most 512 KiB.", API, "documented")
def test_bytes(service):
    rows = [entry(f"{n:04}" + "ħ" * 120, ["t̪ʰʷ"] * 40) for n in range(1000)]
    assert make(service, *rows, workspace="large").status_code == 400


@fact("dictionary.atomic", "Everything is checked before anything is saved.", API, "documented")
def test_a_bad_update_changes_nothing(service):
    made = make(service, entry()).json()
    bad = patch(service, made, displayName="New", pronunciations=[entry("two words")])
    assert (bad.status_code, read(service, made["name"]).json()) == (400, made)


def settings(*made):
    rows = [{"dictionary": one["name"]} for one in made]
    return {"pronunciationDictionarySettings": {"dictionaries": rows}, "language": "en-US"}


@fact("dictionary.heard", "The phones are joined to one IPA in place of the word.", ULTRAVOX, "third-party")  # fmt: skip
def test_words_sound_as_their_phones(service, alike):
    made = make(service, entry("Maro", ["ˈ", "z", "iː", "b", "ə"])).json()
    assert alike(
        service.hear(TEXT, **settings(made)), service.hear(TEXT.replace("Maro", "/ˈziːbə/"))
    )
    assert not alike(service.hear(TEXT, **settings(made)), service.hear(TEXT))


@fact("dictionary.first", "Of up to three dictionaries the first that has a word wins.", ULTRAVOX, "third-party")  # fmt: skip
def test_the_first_dictionary_wins(service, alike):
    one, two = (make(service, entry("Maro", phones)).json() for phones in (["z", "iː", "b", "ə"], ["k", "æ", "k"]))  # fmt: skip
    assert alike(service.hear(TEXT, **settings(one, two)), service.hear(TEXT, **settings(one)))
    assert not alike(service.hear(TEXT, **settings(two, one)), service.hear(TEXT, **settings(one)))


@fact("dictionary.times", "A replaced word keeps its spelling in the times.", "choice of the stand-in", "inferred")  # fmt: skip
def test_times_of_replaced_words(service):
    made = make(service, entry("Maro", ["z", "iː"])).json()
    answer = service.speak(text=TEXT, timestampType="WORD", **settings(made))
    assert "".join(answer["timestampInfo"]["wordAlignment"]["words"]) == TEXT


@fact("dictionary.old-models", "1.x ignores dictionaries without an error.", ULTRAVOX, "third-party")  # fmt: skip
def test_older_models(service, alike):
    made = make(service, entry("Maro", ["z", "iː", "b", "ə"])).json()
    model = "inworld-tts-1.5-max"
    assert alike(service.hear(TEXT, model, **settings(made)), service.hear(TEXT, model, language="en-US"))  # fmt: skip


SELECTORS = [
    pytest.param([], {}, 400, marks=fact("dictionary.count", "One to three different dictionaries are named, by full name.", ULTRAVOX, "third-party"), id="none"),
    pytest.param([0, 1, 2], {}, 200, marks=fact("dictionary.count", "One to three different dictionaries are named, by full name.", ULTRAVOX, "third-party"), id="three"),
    pytest.param([0, 1, 2, 3], {}, 400, marks=fact("dictionary.count", "One to three different dictionaries are named, by full name.", ULTRAVOX, "third-party"), id="four"),
    pytest.param([0, 0], {}, 400, marks=fact("dictionary.count", "One to three different dictionaries are named, by full name.", ULTRAVOX, "third-party"), id="twice"),
    pytest.param([0], {"enable_custom_pronunciation": True}, 400, marks=fact("dictionary.never-both", "The workspace switch must be absent beside named dictionaries, even as false.", SAMPLES, "SDK"), id="both"),
    pytest.param([0], {"enable_custom_pronunciation": False}, 400, marks=fact("dictionary.never-both", "The workspace switch must be absent beside named dictionaries, even as false.", SAMPLES, "SDK"), id="both, false"),
]  # fmt: skip


@pytest.mark.parametrize(("picks", "more", "status"), SELECTORS)
def test_selectors(service, picks, more, status):
    made = [make(service, entry(f"w{n}")).json() for n in range(4)]
    assert service.ask(**settings(*(made[n] for n in picks)), **more).status_code == status


@fact("dictionary.workspace", "`enable_custom_pronunciation` alone is taken; speech comes out even where it has no entries.", SAMPLES, "SDK")  # fmt: skip
@pytest.mark.parametrize("name", ["enable_custom_pronunciation", "enableCustomPronunciation"])
def test_the_workspace_dictionary(service, name):
    assert service.ask(**{name: True}).status_code == 200


@fact("dictionary.unknown", "A named dictionary that is not there fails the request with 404.", SAMPLES, "SDK")  # fmt: skip
def test_an_unknown_dictionary(service):
    name = f"{BASE.format('local').removeprefix('/pronunciations/v1/')}/none"
    assert service.ask(**settings({"name": name})).status_code == 404


@fact("dictionary.socket", "A WebSocket context may name dictionaries.", ULTRAVOX, "third-party")
def test_sockets(service):
    def length(**more):
        create = {"create": service.body() | {"text": None} | more, "contextId": "a"}
        talk = [create, {"send_text": {"text": TEXT}, "contextId": "a"}, {"close_context": {}, "contextId": "a"}]  # fmt: skip
        return sum(len(f["result"].get("audioChunk", {}).get("audioContent", "")) for f in service.talk(talk))  # fmt: skip

    made = make(service, entry("Maro", ["m", "ɑ", "ɹ", "o", "ʊ"] * 4)).json()
    assert length(**settings(made)) > 1.2 * length(language="en-US")


CASE = ("dictionary.case", "Whether case matters in matching is not known; samples take care that it does not have to.", SAMPLES, "SDK")  # fmt: skip
DETECTED = ("dictionary.detected", "Without `language` a dictionary works only where the server allows it.", ULTRAVOX, "third-party")  # fmt: skip
MATCHES = [
    pytest.param("service", {"text": TEXT.replace("Maro", "MARO")}, False, marks=fact(*CASE, switch="dictionary_case=exact"), id="exact"),
    pytest.param("other", {"text": TEXT.replace("Maro", "MARO")}, True, marks=fact(*CASE, switch="dictionary_case=ignore"), id="any case"),
    pytest.param("service", {"text": TEXT, "language": None}, True, marks=fact(*DETECTED, switch="dictionary_detection=match"), id="detected"),
    pytest.param("other", {"text": TEXT, "language": None}, False, marks=fact(*DETECTED, switch="dictionary_detection=skip"), id="not without a language"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "change", "heard"), MATCHES)
def test_matching(request, alike, which, change, heard):
    service = request.getfixturevalue(which)
    made = make(service, entry("Maro", ["m", "ɑ", "ɹ", "o", "ʊ"] * 4)).json()
    with_it, without = (service.hear(**(more | change)) for more in (settings(made), {}))
    assert (not alike(with_it, without)) is heard
