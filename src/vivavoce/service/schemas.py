"""The bodies of requests and answers as JSON Schema, for the OpenAPI document.

Requests are open, as the service passes over fields it does not know; answers are closed. Names are
shown in camelCase only, and null, which counts as missing, is left out of requests.
"""

from __future__ import annotations

from vivavoce.dialects.dialect import known_models
from vivavoce.service.json_schema import (
    Schema,
    answered,
    asked,
    between,
    choice,
    ref,
    rows,
    string,
)
from vivavoce.service.orders import RATES
from vivavoce.speech.audio import Encoding

_AUDIO = string("audio in Base64", contentEncoding="base64")
_TIME = string(format="date-time")
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SECONDS: Schema = {"type": "number", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_OBJECT: Schema = {"type": "object"}
_NULL: Schema = {"type": "null"}
_TEXTS = rows(string())
_VOICE = string("a voice", examples=["Dennis"])
_MODEL = string("a model", examples=["inworld-tts-2"])
_ABOUT = {"displayName": string(), "description": string(), "tags": _TEXTS}
_SAID = "Good evening, harbour watch."


def make_schemas() -> dict[str, Schema]:
    """Every schema by its name."""
    parts = (
        _errors, _speech_asked, _times, _speech_answered, _jobs, _voices, _voice_making,
        _dictionaries, _tokens, _faults, _frames,
    )  # fmt: skip
    return {name: schema for part in parts for name, schema in part().items()}


def _errors() -> dict[str, Schema]:
    error = answered(
        code=between(1, 16, "gRPC status", whole=True),
        message=string(),
        details=rows(_OBJECT),
    )
    return {"Error": error, "WrappedError": answered(error=ref("Error"))}


def _settings() -> dict[str, Schema]:
    """What a speech request and a WebSocket context have in common."""
    dictionary = asked("dictionary", dictionary=string("full resource name"))
    return {
        "voiceId": _VOICE,
        "modelId": string("a model", examples=list(known_models())),
        "audioConfig": ref("AudioConfig"),
        "language": string("BCP-47; detected if missing", examples=["en-US"]),
        "deliveryMode": choice("STABLE", "BALANCED", "CREATIVE", "DELIVERY_MODE_UNSPECIFIED"),
        "temperature": between(0, 2),
        "timestampType": choice("WORD", "CHARACTER", "TIMESTAMP_TYPE_UNSPECIFIED"),
        "timestampTransportStrategy": choice(
            "SYNC", "ASYNC", "TIMESTAMP_TRANSPORT_STRATEGY_UNSPECIFIED"
        ),
        "applyTextNormalization": choice("ON", "OFF", "APPLY_TEXT_NORMALIZATION_UNSPECIFIED"),
        "lipsyncConfig": asked(visemeSet=choice("OPENXR")),
        "pronunciationDictionarySettings": asked(
            "dictionaries", dictionaries=rows(dictionary, minItems=1, maxItems=3)
        ),
        "enableCustomPronunciation": _FLAG,
    }


def _speech_asked() -> dict[str, Schema]:
    voice = asked("voiceId", voiceId=_VOICE)
    utterance = asked("text voiceConfig", text=string(), voiceConfig=voice)
    row = asked("voiceId", voiceId=_VOICE, speakingRate=between(0.5, 1.5), deliveryMode=string())
    request = asked(
        "modelId",
        text=string("what to speak, with markup", examples=[_SAID]),
        **_settings(),
        instruction=string("where steering starts; tts-2 only"),
        enhanceGeneration=_FLAG,
        seed={"type": "integer"},
        synthesisContext=asked(previousRequests=rows(asked(text=string()))),
        voiceDesign=asked("designPrompt", designPrompt=string(minLength=7, maxLength=1024)),
        script=ref("Script"),
        outputMode=choice("PER_UTTERANCE", "OUTPUT_MODE_UNSPECIFIED"),
    )
    ways = (["text", "voiceId"], ["text", "voiceDesign"], ["script"])
    return {
        "AudioConfig": asked(
            audioEncoding=choice(*Encoding, "AUDIO_ENCODING_UNSPECIFIED", about="default MP3"),
            sampleRateHertz={"type": "integer", "enum": [0, *RATES]},
            bitRate=between(0, 320_000, "MP3 and Opus", whole=True),
            speakingRate=between(0.5, 1.5),
        ),
        "Script": asked("utterances", utterances=rows(utterance, minItems=1), voices=rows(row)),
        "SpeechRequest": request | {"anyOf": [{"required": way} for way in ways]},
        "OpenAISpeechRequest": asked(
            "model input voice",
            model=_MODEL,
            input=string(maxLength=4000, examples=[_SAID]),
            voice=_VOICE,
            response_format=choice("mp3", "opus", "flac", "wav", "pcm"),
            speed=between(0.5, 1.5),
            instructions=string(),
        ),
        "BatchRequest": asked(
            "items",
            items=rows(
                asked(
                    "customId request",
                    customId=string(minLength=1, maxLength=63),
                    request=ref("SpeechRequest"),
                ),
                minItems=1,
                maxItems=10_000,
            ),
        ),
    }


def _times() -> dict[str, Schema]:
    span = {"startTimeSeconds": _SECONDS, "durationSeconds": _SECONDS}
    phone = answered(phoneSymbol=string(), **span, visemeSymbol=string())
    details = answered("isPartial", wordIndex=_COUNT, phones=rows(phone), isPartial=_FLAG)
    return {
        "WordAlignment": answered(
            "phoneticDetails",
            words=_TEXTS,
            wordStartTimeSeconds=rows(_SECONDS),
            wordEndTimeSeconds=rows(_SECONDS),
            phoneticDetails=rows(details),
        ),
        "CharacterAlignment": answered(
            characters=_TEXTS,
            characterStartTimeSeconds=rows(_SECONDS),
            characterEndTimeSeconds=rows(_SECONDS),
        ),
        "LipsyncAlignment": answered(visemes=rows(answered(visemeSymbol=string(), **span))),
        "TimestampInfo": answered(
            "wordAlignment characterAlignment lipsyncAlignment",
            wordAlignment=ref("WordAlignment"),
            characterAlignment=ref("CharacterAlignment"),
            lipsyncAlignment=ref("LipsyncAlignment"),
        ),
    }


def _speech_answered() -> dict[str, Schema]:
    spoken = {"audioContent": _AUDIO, "timestampInfo": ref("TimestampInfo")}
    usage = {"usage": ref("Usage")}
    place = {"utteranceIndex": _COUNT}
    result = answered("usage timestampInfo utteranceIndex", **place, **spoken, **usage)
    utterance = answered("timestampInfo", **place, **spoken)
    return {
        "Usage": answered(processedCharactersCount=_COUNT, modelId=_MODEL),
        "EmptySpeech": answered(audioContent=string(maxLength=0), usage=_NULL),
        "Speech": {
            "anyOf": [
                answered("timestampInfo", **spoken, **usage),
                answered(utterances=rows(utterance), **usage),
                ref("EmptySpeech"),
            ]
        },
        "StreamLine": {
            "description": "One line of a stream; there are as many as it takes.",
            "anyOf": [
                answered("usage", result=result, **usage),
                ref("WrappedError"),
                ref("EmptySpeech"),
            ],
        },
        "Preview": answered(audioContent=_AUDIO),
    }


def _jobs() -> dict[str, Schema]:
    failure = answered(code=_COUNT, message=string())
    uri = string(format="uri")
    files = {"audioUri": uri, "timestampsUri": uri}
    one = answered("timestampsUri @type", **{"@type": string()}, **files)
    utterance = answered("timestampsUri", utteranceIndex=_COUNT, **files)
    many = answered("@type", **{"@type": string()}, utterances=rows(utterance))
    batch = answered("@type", **{"@type": string()}, resultsUri=uri, expireTime=_TIME)
    return {
        "Operation": answered(
            "metadata done response error",
            name=string(),
            metadata=_NULL,
            done=_FLAG,
            response={"anyOf": [one, many, batch]},
            error=failure,
        )
    }


def _voices() -> dict[str, Schema]:
    return {
        "Voice": answered(
            name=string(),
            langCode=string(),
            **_ABOUT,
            voiceId=_VOICE,
            source=choice("SYSTEM", "IVC", "PVC", "TVD"),
            ageGroup=string(),
            gender=string(),
            categories=_TEXTS,
            promptLanguages=_TEXTS,
            viewerState=_NULL,
            owned=_FLAG,
            sharing=_NULL,
            languageCode=string(),
            localizations=rows(answered(languageCode=string())),
            workspaceTags=_TEXTS,
        ),
        "VoicePage": answered(voices=rows(ref("Voice")), nextPageToken=string()),
        "LegacyVoices": answered(
            voices=rows(answered(voiceId=_VOICE, languages=_TEXTS, **_ABOUT, isCustom=_FLAG))
        ),
        "VoiceChange": asked(**_ABOUT, gender=string(), ageGroup=string()),
        "Languages": answered(
            "supportedLanguages languages",
            supportedLanguages=rows(ref("Language")),
            languages=rows(ref("Language")),
        ),
        "Language": answered(
            code=string(),
            familyCode=string(),
            familyDisplayName=string(),
            accentDisplayName=string(),
            displayName=string(),
            creationEnabled=_FLAG,
            hasVoices=_FLAG,
        ),
        "Nothing": answered(),
    }


def _voice_making() -> dict[str, Schema]:
    language = {"langCode": string("EN_US and so on"), "languageCode": string("or BCP-47")}
    remark = rows(answered(text=string()))
    shown = {"previewText": string(), "previewAudio": _AUDIO}
    candidate = answered(candidateId=string(), **shown)
    return {
        "CloneRequest": asked(
            "displayName voiceSamples",
            **_ABOUT,
            **language,
            voiceSamples=rows(
                asked("audioData", audioData=_AUDIO, transcription=string()), minItems=1, maxItems=3
            ),
            audioProcessingConfig=asked(removeBackgroundNoise=_FLAG),
        ),
        "ClonedVoice": answered(
            voice=answered(voiceId=_VOICE, langCode=string(), **_ABOUT, name=string()),
            audioSamplesValidated=rows(
                answered(
                    langCode=string(),
                    warnings=remark,
                    errors=remark,
                    transcription=string(),
                    audioData=_AUDIO,
                )
            ),
        ),
        "DesignRequest": asked(
            "designPrompt previewText",
            designPrompt=string("printable ASCII", minLength=30, maxLength=1000),
            previewText=string(examples=[_SAID]),
            **language,
            voiceDesignConfig=asked(numberOfSamples=between(1, 3, whole=True)),
            designPromptMode=string(),
        ),
        "DesignedVoices": answered(
            langCode=string(), previewVoices=rows(answered(voiceId=string(), **shown))
        ),
        "LocalizeRequest": asked(
            **language,
            previewText=string(),
            candidateCount=between(1, 3, whole=True),
            candidateId=string("approves a candidate"),
        ),
        "LocalizedVoice": {
            "anyOf": [ref("Voice"), answered(langCode=string(), candidates=rows(candidate))]
        },
    }


def _dictionaries() -> dict[str, Schema]:
    entry = {
        "displayHeadword": string("one word", minLength=1, maxLength=128, examples=["Crete"]),
        "languageCode": string("canonical BCP-47", examples=["en-US"]),
        "phoneSymbols": rows(string(minLength=1, maxLength=16), minItems=1, maxItems=64),
    }
    name = string(minLength=1, maxLength=64)
    whole = rows(asked(" ".join(entry), **entry), maxItems=1000)
    sent = {"displayName": name, "pronunciations": whole}
    return {
        "DictionaryDraft": asked("displayName", **sent),
        "DictionaryChange": asked("etag", etag=string(), **sent),
        "Dictionary": answered(
            name=string(),
            displayName=name,
            pronunciations=rows(answered(**entry)),
            etag=string(),
            createTime=_TIME,
            updateTime=_TIME,
        ),
        "DictionaryPage": answered(
            pronunciationDictionaries=rows(ref("Dictionary"), maxItems=5), nextPageToken=string()
        ),
    }


def _tokens() -> dict[str, Schema]:
    return {
        "TokenRequest": asked(
            singleUse=_FLAG,
            ttl=string("1 s to 1 h; default 900s", examples=["300s"]),
            expireTime=_TIME,
            clientReferenceId=string("printable ASCII", maxLength=256),
        ),
        "Token": answered(
            name=string(),
            accessToken=string(),
            expireTime=_TIME,
            singleUse=_FLAG,
            clientReferenceId=string(),
            createTime=_TIME,
            apiKey=string(),
        ),
        "SessionRequest": asked(key=string(), resources=_TEXTS, api_key=string()),
        "SessionToken": answered(
            "type sessionId",
            token=string(),
            expirationTime=_TIME,
            type=string(),
            sessionId=string(),
        ),
    }


def _faults() -> dict[str, Schema]:
    row = answered(fault=string(), seen=_COUNT, struck=_COUNT)
    lines = rows(string(examples=["status=429 rate=0.1"]), maxItems=50)
    return {
        "Faults": answered(seed={"type": "integer"}, faults=rows(row)),
        "FaultLines": answered("faults seed", faults=lines, seed={"type": "integer"}),
    }


def _frames() -> dict[str, Schema]:
    """Messages of the WebSocket, which OpenAPI has no operations for."""
    context = {"contextId": string("an automatic context if missing")}
    buffering = {
        "maxBufferDelayMs": between(0, 600_000),
        "bufferCharThreshold": between(0, 2000, whole=True),
        "autoMode": _FLAG,
        "autoModeStrategy": choice("CLIENT_SEGMENTED", "SENTENCE_BOUNDARY"),
    }
    create = asked("voiceId modelId", **_settings(), **buffering)
    empty = asked()
    kinds = {
        "create": create,
        "sendText": asked("text", text=string(maxLength=2000), flushContext=empty),
        "flushContext": empty,
        "closeContext": empty,
        "cancelContext": empty,
    }
    status = answered(code=_COUNT, message=string(), details=rows(_OBJECT))
    chunk = answered(
        "timestampInfo status",
        audioContent=_AUDIO,
        usage=ref("Usage"),
        timestampInfo=ref("TimestampInfo"),
        status=status,
    )
    told = {
        "contextCreated": _OBJECT,
        "audioChunk": chunk,
        "flushCompleted": answered(),
        "contextClosed": answered(),
    }
    result = answered(" ".join([*told, "status"]), contextId=string(), **told, status=status)
    return {
        "ClientMessage": {
            "anyOf": [asked(name, **context, **{name: s}) for name, s in kinds.items()]
        },
        "ServerFrame": {"anyOf": [answered(result=result), ref("WrappedError")]},
    }
