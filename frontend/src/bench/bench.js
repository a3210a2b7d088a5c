/** Joins the parts: what is written, asked of the kernel, heard and shown. */

import { followClock, sayTime } from "../clock.js";
import { make as element } from "../dom.js";
import { addEditor } from "../editor.js";
import { isForeign } from "../keys.js";
import { make } from "../protocol.js";
import { Stream } from "../stream.js";
import { Bar } from "./bar.js";
import { Respell } from "./respell.js";
import { Settings } from "./settings.js";
import { Sounds } from "./sounds.js";
import { Strip } from "./strip.js";
import { Takes } from "./takes.js";

const DEBOUNCE = 200;

/** @typedef {import("./sounds.js").Word} Word */

let made = 0;
const newName = () => `take-${Date.now().toString(36)}-${++made}`;

export class Bench {
  #abort = new AbortController();
  #sounds = new Sounds();
  #stream = new Stream();
  #bar = new Bar();
  #take = "";
  #speaking = "";
  #pending = "";
  #from = 0;
  #revision = 0;
  #frame = 0;
  /** @type {number | undefined} */
  #timer;
  /** @type {{a: string, b: string, rows: number[][]} | null} */
  #pair = null;

  /**
   * @param {any} model
   * @param {HTMLElement} host
   */
  constructor(model, host) {
    const { signal } = this.#abort;
    this.model = model;
    this.audio = element("audio", { hidden: true });
    const known = { models: model.get("models"), voices: model.get("voices") };
    this.settings = new Settings(known, () => this.#lint(), signal);
    this.respell = new Respell((word, spelling) => this.#respell(word, spelling), signal);
    this.strip = new Strip({
      chosen: (word) => this.#chosen(word),
      swap: () => this.swap(),
      lit: (word) => this.editor.light(word?.span),
    }, signal);
    this.takes = new Takes({
      pressed: (name, take) => this.#pressed(name, take),
      rated: (take, stars) => this.send("rate", { take, stars }),
      paired: (a, b) => this.send("compare", { a, b }),
    }, signal);
    const box = element("div", { className: "vvw-editor" });
    this.root = element("section", { className: "vvw", ariaLabel: "Workbench" }, this.settings.root, box,
      this.#bar.root, this.strip.root, this.respell.root, this.takes.root, this.audio);
    this.root.dataset.lmSuppressShortcuts = "true";
    host.append(this.root);
    const script = model.get("script");
    this.#revision = script.revision;
    this.editor = addEditor(box, {
      text: script.text,
      changed: (text) => this.#edited(text),
      say: () => this.speak("script"),
      known: () => ({ tags: this.settings.choice?.tags ?? [], voices: known.voices }),
    });
    this.say(model.get("status").hint);
    this.#listen();
    this.#mark();
    this.#list();
  }

  /** @param {string} message plain text for the status line */
  say(message) {
    this.#bar.say(message);
  }

  /** @param {string} kind @param {Record<string, unknown>} content */
  send(kind, content) {
    this.model.send(make(kind, content));
  }

  destroy() {
    this.#abort.abort();
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.audio.pause();
    this.#stream.close();
    this.editor.destroy();
    this.#sounds.clear();
  }

  #listen() {
    const { signal } = this.#abort;
    /** @type {(target: EventTarget, name: string, heard: (event: any) => void) => void} */
    const on = (target, name, heard) => target.addEventListener(name, heard, { signal });
    on(this.root, "keydown", (event) => {
      if (!isForeign(event) || event.key === "Enter") event.stopPropagation();
    });
    on(this.#bar.all, "click", () => this.speak("script"));
    on(this.#bar.line, "click", () => this.speak("line"));
    on(this.#bar.stop, "click", () => this.stop());
    on(this.#bar.resume, "click", () => this.#stream.open());
    on(this.takes.swap, "click", () => this.swap());
    on(document, "vivavoce:play", (event) => {
      if (event.detail !== this.audio) this.stop();
    });
    followClock(this.audio, (time) => !this.#stream.busy && this.strip.light(time), signal);
    /** @type {[string, () => void][]} */
    const traits = [
      ["change:script", () => this.#follow()],
      ["change:diagnostics", () => this.#mark()],
      ["change:takes_shown", () => this.#list()],
    ];
    for (const [name, heard] of traits) this.model.on(name, heard);
    signal.addEventListener("abort", () => {
      for (const [name, heard] of traits) this.model.off(name, heard);
    });
  }

  /** @param {string} text */
  #edited(text) {
    this.#revision++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lint(), DEBOUNCE);
    this.say(text ? "" : "Nothing to speak yet.");
  }

  #lint() {
    clearTimeout(this.#timer);
    this.send("lint", { revision: this.#revision, text: this.editor.text, model: this.settings.model });
  }

  /** Take over a text that the kernel changed. */
  #follow() {
    const { text, revision } = this.model.get("script");
    if (revision < this.#revision) return;
    this.#revision = revision;
    this.editor.replace(text);
  }

  #mark() {
    const { revision, items = [] } = this.model.get("diagnostics");
    if (revision !== this.#revision) return;
    this.editor.mark(items, (diagnostic, choice) => this.send("fix", { revision, diagnostic, choice }));
    this.#bar.count(items.length);
  }

  #list() {
    this.takes.show(this.model.get("takes_shown"), this.#take);
  }

  /**
   * Have something spoken.
   *
   * @param {"script" | "line"} what
   */
  speak(what) {
    const take = this.#prepare();
    const span = what === "line" ? this.editor.selection : null;
    this.send("say", { take, text: this.editor.text, settings: this.settings.value, span });
  }

  #prepare() {
    this.stop();
    document.dispatchEvent(new CustomEvent("vivavoce:play", { detail: this.audio }));
    this.#stream.open();
    this.#speaking = newName();
    this.#state("Speaking…");
    return this.#speaking;
  }

  stop() {
    if (this.#speaking) this.send("cancel", { take: this.#speaking });
    this.#speaking = "";
    this.#pending = "";
    this.audio.pause();
    this.#stream.stop();
    this.strip.light(-1);
    this.#state("");
  }

  /** @param {string} message */
  #state(message) {
    this.root.toggleAttribute("data-speaking", !!this.#speaking);
    this.#bar.stop.disabled = !this.#speaking && this.audio.paused && !this.#stream.busy;
    this.say(message);
  }

  /**
   * @param {any} message
   * @param {DataView[]} buffers
   */
  heard(message, buffers) {
    const { kind, take, words, detail } = message;
    if (kind === "error") this.#failed(take, detail);
    else if (kind === "compared") this.#compared(message);
    else if (kind === "take.audio") this.#keepSound(take, words, buffers[0]);
    else if (kind === "take.end") this.#ended(take, words, buffers[0]);
    else if (take !== this.#speaking) return;
    else if (kind === "take.start") this.#begin(take);
    else this.#add(message, buffers[0]);
  }

  /** @param {string} take */
  #begin(take) {
    this.#take = take;
    this.#stream.start();
    this.strip.show([]);
    cancelAnimationFrame(this.#frame);
    const step = () => {
      this.#bar.resume.hidden = !this.#stream.blocked;
      if (!this.#stream.busy) {
        this.strip.light(-1);
        this.#state(this.#bar.status.textContent ?? "");
        return;
      }
      this.strip.light(this.#stream.time);
      this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  /** @param {any} message @param {DataView} sound */
  #add({ words, rate, after }, sound) {
    this.#stream.add(sound, rate, after);
    if (words.length) this.strip.show([...this.strip.words, ...words]);
  }

  /** @param {string} take @param {Word[]} words @param {DataView} sound */
  #ended(take, words, sound) {
    this.#keepSound(take, words, sound);
    if (take !== this.#speaking) return;
    this.#stream.complete();
    this.#speaking = "";
    this.strip.show(words);
    this.#state(`Take ready, ${sayTime(words.at(-1)?.end ?? 0)}`);
  }

  /** @param {string} take @param {string} detail */
  #failed(take, detail) {
    if (take && take === this.#speaking) {
      this.#speaking = "";
      this.#stream.complete();
    }
    this.#state(detail);
  }

  /** @param {string} take @param {Word[]} words @param {DataView} sound */
  #keepSound(take, words, sound) {
    this.#sounds.keep(take, words, sound);
    if (this.#pending === take) this.play(take, this.#from);
  }

  /**
   * Play a take from a word on; its sound is asked for if this page has none.
   *
   * @param {string} take
   * @param {number} [word]
   */
  play(take, word = 0) {
    const sound = this.#sounds.get(take);
    if (!sound) {
      this.#pending = take;
      this.#from = word;
      return this.send("audio.want", { take });
    }
    this.#pending = "";
    this.#stream.stop();
    cancelAnimationFrame(this.#frame);
    if (take !== this.#take || this.audio.src !== sound.url) this.audio.src = sound.url;
    this.#take = take;
    this.strip.show(sound.words);
    this.audio.currentTime = sound.words[word]?.start ?? 0;
    document.dispatchEvent(new CustomEvent("vivavoce:play", { detail: this.audio }));
    this.audio.play().catch(() => this.say("Press play to hear it."));
    this.#bar.stop.disabled = false;
    this.#list();
  }

  /** Go on in the other take at the word that says the same. */
  swap() {
    const pair = this.#pair;
    if (!pair) return;
    const [here, there] = this.#take === pair.a ? [0, 1] : [1, 0];
    const at = Math.max(this.strip.lit, 0);
    const row = this.#take === pair.a || this.#take === pair.b ? pair.rows.findIndex((one) => one[here] === at) : 0;
    const next = pair.rows.slice(Math.max(row, 0)).find((one) => one[there] >= 0);
    this.play(there ? pair.b : pair.a, next?.[there] ?? 0);
  }

  /** @param {any} message */
  #compared({ a, b, rows }) {
    this.#pair = { a, b, rows };
    this.takes.swap.disabled = false;
    this.say("A and B are aligned by word. Switch at any time.");
  }

  /** @param {number} word */
  #chosen(word) {
    this.respell.choose(word, this.strip.words[word]);
    if (this.#sounds.get(this.#take)) this.play(this.#take, word);
  }

  /** @param {number} word @param {string} spelling */
  #respell(word, spelling) {
    const take = this.#take;
    const settings = this.settings.value;
    this.send("respell", { take, word, spelling, new: this.#prepare(), settings });
  }

  /** @param {string} name @param {string} take */
  #pressed(name, take) {
    if (name === "play") return this.play(take);
    this.send(name, { take });
    if (name === "discard") this.#sounds.forget(take);
  }
}
