"""Voices."""

import base64
import math
import struct

import pytest

from vivavoce.speech.audio import Audio

fact = pytest.mark.fact
API = "docs.inworld.ai, Voice API"
LAB = "the vendor's voice lab"
PROBES = "live probes, Sep 2026"
PROMPT = "An older sailor with a dry voice and unhurried pace."
PREVIEW = "The light on the point has been out since noon."


def sample(seconds=5):
    tone = [round(9000 * math.sin(n / 9)) for n in range(round(seconds * 8000))]
    wav = Audio(struct.pack(f"<{len(tone)}h", *tone), 8000).to_wav()
    return base64.b64encode(wav).decode()


def list_voices(service, **query):
    answer = service.client.get("/voices/v1/voices", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def clone(service, **more):
    body = {"displayName": "Night watch", "voiceSamples": [{"audioData": sample()}]} | more
    return service.post("/voices/v1/voices:clone", body)


def design(service, **more):
    body = {"designPrompt": PROMPT, "previewText": PREVIEW, "langCode": "EN_US"} | more
    return service.post("/voices/v1/voices:design", body)


@fact("voices.whole", "Without parameters the whole list comes.", API, "documented")
def test_the_whole_list(service):
    answer = list_voices(service)
    assert {"Dennis", "Ashley"} < {voice["voiceId"] for voice in answer["voices"]}
    assert answer["nextPageToken"] == ""


@fact("voices.pages", "`pageSize` and `pageToken` page through the list; the last page has an empty token.", API, "documented")  # fmt: skip
def test_pages(service):
    found, token = [], ""
    while True:
        page = list_voices(service, pageSize=5, pageToken=token)
        found += [voice["voiceId"] for voice in page["voices"]]
        assert len(page["voices"]) <= 5
        if not (token := page["nextPageToken"]):
            break
    assert found == [voice["voiceId"] for voice in list_voices(service)["voices"]]


@fact("voices.page-limit", "`pageSize` is at most 2,000.", LAB, "SDK")
def test_the_largest_page(service):
    assert list_voices(service, pageSize=5000) == list_voices(service, pageSize=2000)


@fact("voices.page-errors", "A negative or unreadable page is an error.", API, "inferred")
@pytest.mark.parametrize("query", ["pageSize=-1", "pageSize=x", "pageToken=x"])
def test_bad_pages(service, query):
    assert service.client.get(f"/voices/v1/voices?{query}").status_code == 400


@fact("voices.languages", "`languages=EN_US` may be repeated.", "Python SDK 1.2.1", "SDK")
def test_languages(service):
    found = list_voices(service, languages=["FR_FR", "DE_DE"])["voices"]
    assert {voice["langCode"] for voice in found} == {"FR_FR", "DE_DE"}


FILTERS = [
    pytest.param('source = "SYSTEM" AND lang_code = "en-US"', "Dennis", "Alain", marks=fact("voices.filter", "`filter` compares fields, joined with AND.", API, "documented"), id="source and language"),
    pytest.param('gender = "female"', "Ashley", "Dennis", marks=fact("voices.filter-keys", "Filters know gender, age_group, lang_code, categories:, tags:, owned and community.", LAB, "SDK"), id="gender"),
    pytest.param("tags:female", "Ashley", "Dennis", marks=fact("voices.filter-keys", "Filters know gender, age_group, lang_code, categories:, tags:, owned and community.", LAB, "SDK"), id="tags"),
    pytest.param("owned = false", "Dennis", None, marks=fact("voices.filter-keys", "Filters know gender, age_group, lang_code, categories:, tags:, owned and community.", LAB, "SDK"), id="owned"),
    pytest.param("community = true", None, "Dennis", marks=fact("voices.filter-keys", "Filters know gender, age_group, lang_code, categories:, tags:, owned and community.", LAB, "SDK"), id="community"),
    pytest.param('age_group = "old"', None, "Dennis", marks=fact("voices.filter-keys", "Filters know gender, age_group, lang_code, categories:, tags:, owned and community.", LAB, "SDK"), id="age"),
    pytest.param("categories:narration", None, "Dennis", marks=fact("voices.filter-keys", "Filters know gender, age_group, lang_code, categories:, tags:, owned and community.", LAB, "SDK"), id="categories"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "there", "away"), FILTERS)
def test_filters(service, text, there, away):
    names = {voice["voiceId"] for voice in list_voices(service, filter=text)["voices"]}
    assert there is None or there in names
    assert away not in names


@fact("voices.bad-filter", "A filter that cannot be read is an error.", API, "inferred")
@pytest.mark.parametrize("text", ["colour = red", "gender =", "AND"])
def test_bad_filters(service, text):
    assert service.client.get("/voices/v1/voices", params={"filter": text}).status_code == 400


@fact("voices.legacy-filter", "`GET /tts/v1/voices?filter=language=en` lists the older rows.", "docs.inworld.ai, List voices (legacy)", "documented")  # fmt: skip
def test_the_legacy_filter(service):
    rows = service.client.get("/tts/v1/voices?filter=language=en").json()["voices"]
    assert {code for row in rows for code in row["languages"]} == {"en"}


@fact("voices.workspace-paths", "Old paths with the workspace in them still work.", API, "documented")  # fmt: skip
def test_old_paths(service):
    base = "/voices/v1/workspaces/local"
    assert service.client.get(f"{base}/voices").json() == list_voices(service)
    assert service.client.get(f"{base}/voices/Dennis").json()["voiceId"] == "Dennis"


@fact("voices.get", "get answers with the voice itself; an id may be percent-encoded.", "Python SDK 1.2.1", "SDK")  # fmt: skip
@pytest.mark.parametrize("name", ["Dennis", "%44ennis"])
def test_one_voice(service, name):
    assert service.client.get(f"/voices/v1/voices/{name}").json()["voiceId"] == "Dennis"


@fact("voices.unknown", "An unknown voice is 404 with code 5.", PROBES, "recorded")
@pytest.mark.parametrize("verb", ["GET", "PATCH", "DELETE"])
def test_an_unknown_voice(service, verb):
    answer = service.client.request(verb, "/voices/v1/voices/Nobody", json={})
    assert (answer.status_code, answer.json()["message"]) == (404, "Unknown voice: Nobody not found!")  # fmt: skip


@fact("voices.clone", "A clone is of source IVC, belongs to its workspace, needs no publishing and speaks at once.", API, "documented")  # fmt: skip
def test_a_clone(service):
    made = clone(service, tags=["radio"], description="Low").json()["voice"]
    voice = service.client.get(f"/voices/v1/voices/{made['voiceId']}").json()
    workspace, _, short = made["voiceId"].partition("__")
    assert voice["name"] == f"workspaces/{workspace}/voices/{short}"
    assert (voice["source"], voice["owned"], voice["tags"]) == ("IVC", True, ["radio"])
    assert service.ask(voiceId=made["voiceId"]).status_code == 200
    assert service.client.delete(f"/voices/v1/voices/{made['voiceId']}").json() == {}
    assert service.ask(voiceId=made["voiceId"]).status_code == 404


CLONES = [
    pytest.param({"voiceSamples": []}, id="no sample"),
    pytest.param({"voiceSamples": [{"audioData": sample()}] * 4}, id="four samples"),
    pytest.param({"voiceSamples": [{"audioData": "?"}]}, id="no base64"),
    pytest.param({"displayName": " "}, id="no name"),
    pytest.param({"languageCode": "xx-YY"}, id="no language"),
]


@fact("voices.clone-errors", "A clone needs a name, a known language and one to three samples in base64.", API, "documented")  # fmt: skip
@pytest.mark.parametrize("change", CLONES)
def test_bad_clones(service, change):
    answer = clone(service, **change)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


@fact("voices.language-once", "`langCode` is `EN_US`, `languageCode` is `en-US`; at most one is set.", API, "documented")  # fmt: skip
def test_the_language_of_a_voice(service):
    both = [clone(service, **row).json()["voice"] for row in ({"langCode": "FR_FR"}, {"languageCode": "fr-FR"})]  # fmt: skip
    assert [voice["langCode"] for voice in both] == ["FR_FR", "FR_FR"]
    assert clone(service, langCode="FR_FR", languageCode="fr-FR").status_code == 400


CODES = (
    "LANGUAGE_CODE_UNSPECIFIED AUTO EN_US ZH_CN KO_KR JA_JP RU_RU IT_IT ES_ES PT_BR DE_DE FR_FR"
    " AR_SA PL_PL NL_NL HI_IN HE_IL"
)


@fact("voices.lang-codes", "`langCode` knows fifteen languages, AUTO and UNSPECIFIED.", API, "documented")  # fmt: skip
def test_language_codes(service):
    answers = [clone(service, langCode=code) for code in CODES.split()]
    found = [answer.json()["voice"]["langCode"] for answer in answers]
    assert found == ["EN_US", "EN_US", *CODES.split()[2:]]


@fact("voices.short-sample", "A sample needs three seconds at least; the answer tells sample by sample what is wrong.", "docs.inworld.ai, Voice cloning", "documented")  # fmt: skip
def test_a_short_sample(service):
    rows = [{"audioData": sample(5), "transcription": "All quiet."}, {"audioData": sample(1)}]
    checked = clone(service, voiceSamples=rows).json()["audioSamplesValidated"]
    assert [bool(row["errors"]) for row in checked] == [False, True]
    assert [row["transcription"] for row in checked] == ["All quiet.", ""]


SIZE = ("voices.sample-size", "Samples have at most 4 MB each (guide) or 16 MB in all (Portal).", "docs.inworld.ai, Voice cloning; Portal", "documented")  # fmt: skip
SIZES = [
    pytest.param("service", 5, 1, 400, marks=fact(*SIZE, switch="clone_limit=each"), id="5 MB"),
    pytest.param("other", 5, 1, 200, marks=fact(*SIZE, switch="clone_limit=total"), id="5 MB, Portal"),
    pytest.param("other", 5.7, 3, 400, marks=fact(*SIZE, switch="clone_limit=total"), id="17 MB, Portal"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "size", "count", "status"), SIZES)
def test_large_samples(request, which, size, count, status):
    wav = Audio(bytes(round(size * 1024**2)), 8000).to_wav()
    rows = [{"audioData": base64.b64encode(wav).decode()}] * count
    assert clone(request.getfixturevalue(which), voiceSamples=rows).status_code == status


@fact("voices.design", "A design answers one to three samples as WAV, one unless told.", f"{API}; {PROBES}", "recorded")  # fmt: skip
@pytest.mark.parametrize(("config", "count"), [({}, 1), ({"numberOfSamples": 3}, 3)])
def test_designs(service, config, count):
    made = design(service, voiceDesignConfig=config).json()
    assert len(made["previewVoices"]) == count
    assert base64.b64decode(made["previewVoices"][0]["previewAudio"])[:4] == b"RIFF"
    assert made["previewVoices"][0]["previewText"] == PREVIEW


DESIGNS = [
    pytest.param({"voiceDesignConfig": {"numberOfSamples": 4}}, marks=fact("voices.design-samples", "More than three samples are refused.", API, "documented"), id="four"),
    pytest.param({"designPrompt": "An old sailor"}, marks=fact("voices.design-short", "A design prompt has at least 30 characters.", f"{API}; Python SDK 1.2.1", "documented"), id="short"),
    pytest.param({"designPrompt": f"{PROMPT} It\u2019s rough."}, marks=fact("voices.design-ascii", "A design prompt is printable ASCII: curly quotes give 400.", PROBES, "recorded"), id="curly"),
]  # fmt: skip


@pytest.mark.parametrize("change", DESIGNS)
def test_bad_designs(service, change):
    answer = design(service, **change)
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


LENGTH = ("voices.design-long", "A design prompt has at most 250 characters, later 1,000.", "docs.inworld.ai, Voice design; Python SDK 1.2.1; client code, autumn 2026", "documented")  # fmt: skip
LENGTHS = [
    pytest.param("service", 250, 251, {}, marks=fact(*LENGTH, switch="design_prompt=250"), id="250"),
    pytest.param("other", 1000, 1001, {}, marks=fact(*LENGTH, switch="design_prompt=1000"), id="1,000"),
    pytest.param("service", 1000, 1001, {"designPromptMode": "DESIGN_PROMPT_MODE_VERBATIM"}, marks=fact("voices.design-mode", "With a prompt mode 1,000 characters are taken.", "client code, autumn 2026", "third-party"), id="with a mode"),
]  # fmt: skip


@pytest.mark.parametrize(("which", "most", "more", "change"), LENGTHS)
def test_the_length_of_prompts(request, which, most, more, change):
    service = request.getfixturevalue(which)
    codes = [design(service, designPrompt="x" * n, **change).status_code for n in (most, more)]
    assert codes == [200, 400]


@fact("voices.publish", "Publishing keeps a designed voice, of source TVD, at top level of the answer.", f"{API}; {PROBES}", "recorded")  # fmt: skip
def test_publishing(service):
    name = design(service).json()["previewVoices"][0]["voiceId"]
    assert name not in {voice["voiceId"] for voice in list_voices(service)["voices"]}
    voice = service.post(f"/voices/v1/voices/{name}:publish", {"displayName": "Old sailor"}).json()
    assert (voice["voiceId"], voice["source"], voice["displayName"]) == (name, "TVD", "Old sailor")
    assert name in {voice["voiceId"] for voice in list_voices(service)["voices"]}
    assert service.ask(voiceId=name).status_code == 200


@fact("voices.update", "PATCH changes displayName, description, tags, gender and ageGroup, and nothing else.", API, "documented")  # fmt: skip
def test_updating(service):
    name = clone(service).json()["voice"]["voiceId"]
    change = {"displayName": "Dry", "description": "d", "tags": ["t"], "gender": "male", "ageGroup": "old"}  # fmt: skip
    before = service.client.get(f"/voices/v1/voices/{name}").json()
    after = service.client.patch(
        f"/voices/v1/voices/{name}", json=change | {"source": "PVC"}
    ).json()
    assert after == before | change


@fact("voices.system", "Voices of the system cannot be changed.", API, "inferred")
@pytest.mark.parametrize("verb", ["PATCH", "DELETE"])
def test_system_voices(service, verb):
    answer = service.client.request(verb, "/voices/v1/voices/Dennis", json={})
    assert answer.status_code == 400


@fact("voices.wrong-reconstruction", "There is no publishing without an id.", "comparison of sources", "inferred")  # fmt: skip
def test_no_publishing_without_an_id(service):
    assert service.post("/voices/v1/voices:publish", {}).status_code in {404, 405}


@fact("voices.preview", "`GET /tts/v1/voice:preview` takes voice_id and model_id and answers MP3 of a text of its own.", "docs.inworld.ai, Get voice preview", "documented")  # fmt: skip
def test_previews(service):
    query = {"voice_id": "Ashley", "model_id": "inworld-tts-1.5-max"}
    answer = service.client.get("/tts/v1/voice:preview", params=query).json()
    assert list(answer) == ["audioContent"]
    assert base64.b64decode(answer["audioContent"])[:1] == b"\xff"


@fact("voices.preview-required", "Both are required.", "docs.inworld.ai, Get voice preview", "documented")  # fmt: skip
@pytest.mark.parametrize("query", [{"voice_id": "Ashley"}, {"model_id": "inworld-tts-2"}])
def test_previews_of_nothing(service, query):
    assert service.client.get("/tts/v1/voice:preview", params=query).status_code == 400


LOCAL = ("voices.localize", "`:localize` makes candidates for another language with `candidateCount` and `previewAudio`; a second call approves one.", "docs.inworld.ai, Localize a voice", "documented")  # fmt: skip


@fact(*LOCAL, switch="localize=refuse")
def test_localizing_is_refused(service):
    name = clone(service).json()["voice"]["voiceId"]
    answer = service.post(f"/voices/v1/voices/{name}:localize", {"languageCode": "es-ES"})
    assert (answer.status_code, answer.json()["code"]) == (400, 3)


@fact(*LOCAL, switch="localize=experimental")
def test_localizing(other):
    path = f"/voices/v1/voices/{clone(other).json()['voice']['voiceId']}:localize"
    drafts = other.post(path, {"languageCode": "es-ES", "candidateCount": 2}).json()["candidates"]
    assert [base64.b64decode(row["previewAudio"])[:4] for row in drafts] == [b"RIFF"] * 2
    voice = other.post(path, {"candidateId": drafts[1]["candidateId"]}).json()
    assert voice["promptLanguages"] == ["en-US", "es-ES"]
    assert other.post(path, {"candidateId": drafts[1]["candidateId"]}).status_code == 404


@fact("voices.plan", "Plans keep 5, 100, 1,000 or 3,000 custom voices.", "docs.inworld.ai, Voice cloning", "documented")  # fmt: skip
def test_the_sixth_voice_of_the_smallest_plan(on_demand):
    codes = [clone(on_demand).status_code for _ in range(6)]
    assert (codes[:5], codes[5]) == ([200] * 5, 429)


@fact("voices.kept", "Custom voices stay until they are deleted.", API, "documented")
def test_voices_outlive_the_service(begin, tmp_path):
    options = (
        "--key",
        "a2V5OnNlY3JldA==",
        "--workers",
        "1",
        "--voices",
        str(tmp_path / "voices.db"),
    )
    first = begin(*options, key="a2V5OnNlY3JldA==")
    name = clone(first).json()["voice"]["voiceId"]
    second = begin(*options, key="a2V5OnNlY3JldA==")
    assert second.client.get(f"/voices/v1/voices/{name}").status_code == 200
