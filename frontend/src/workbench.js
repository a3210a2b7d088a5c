/**
 * The workbench: one anywidget. Playing, seeking, lighting and comparing never leave the browser;
 * checking and speaking are asked of the kernel.
 */

import { followClock, indexAt, sayTime } from "./clock.js";
import { make as element } from "./dom.js";
import { addEditor } from "./editor.js";
import { isForeign } from "./keys.js";
import { VERSION, check, make } from "./protocol.js";
import { Stream } from "./stream.js";

const DEBOUNCE = 200;
const REMEMBERED = 64e6;

/** @typedef {{text: string, start: number, end: number, span: [number, number] | null, ipa?: string}} Word */

let made = 0;
const newName = () => `take-${Date.now().toString(36)}-${++made}`;

class Bench {
  #abort = new AbortController();
  /** @type {Map<string, {words: Word[], url: string, size: number}>} */
  #sounds = new Map();
  #stream = new Stream();
  /** @type {Word[]} */
  #words = [];
  #take = "";
  #speaking = "";
  #pending = "";
  #from = 0;
  #lit = -1;
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
    this.model = model;
    this.audio = element("audio", {});
    this.ui = build(model);
    this.audio.hidden = true;
    host.append(this.ui.root);
    this.ui.root.append(this.audio);
    const script = model.get("script");
    this.#revision = script.revision;
    this.editor = addEditor(this.ui.editor, {
      text: script.text,
      changed: (text) => this.#edited(text),
      say: () => this.say("script"),
      known: () => ({ tags: this.#choice()?.tags ?? [], voices: model.get("voices") }),
    });
    this.#listen();
    this.#offer();
    this.#mark();
    this.#list();
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
    for (const { url } of this.#sounds.values()) URL.revokeObjectURL(url);
  }

  #listen() {
    const { ui, model } = this;
    const { signal } = this.#abort;
    /** @type {(target: EventTarget, name: string, heard: (event: any) => void) => void} */
    const on = (target, name, heard) => target.addEventListener(name, heard, { signal });
    on(ui.root, "keydown", (event) => {
      if (!isForeign(event) || event.key === "Enter") event.stopPropagation();
    });
    on(ui.script, "click", () => this.say("script"));
    on(ui.line, "click", () => this.say("line"));
    on(ui.stop, "click", () => this.stop());
    on(ui.resume, "click", () => this.#stream.open());
    on(ui.model, "change", () => (this.#offer(), this.#lint()));
    on(ui.swap, "click", () => this.swap());
    on(ui.respell, "submit", (event) => (event.preventDefault(), this.#respell()));
    on(ui.words, "click", (event) => this.#wordClicked(event));
    on(ui.words, "keydown", (event) => this.#wordPressed(event));
    on(ui.list, "click", (event) => this.#takeClicked(event));
    on(ui.list, "change", (event) => this.#takeChanged(event));
    on(document, "vivavoce:play", (event) => {
      if (event.detail !== this.audio) this.stop();
    });
    followClock(this.audio, (time) => !this.#stream.busy && this.#light(time), signal);
    /** @type {[string, () => void][]} */
    const traits = [
      ["change:script", () => this.#follow()],
      ["change:diagnostics", () => this.#mark()],
      ["change:takes_shown", () => this.#list()],
    ];
    for (const [name, heard] of traits) model.on(name, heard);
    signal.addEventListener("abort", () => {
      for (const [name, heard] of traits) model.off(name, heard);
    });
  }

  /** @param {string} text */
  #edited(text) {
    this.#revision++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lint(), DEBOUNCE);
    this.ui.say(text ? "" : "Nothing to speak yet.");
  }

  #lint() {
    clearTimeout(this.#timer);
    this.send("lint", { revision: this.#revision, text: this.editor.text, model: this.ui.model.value });
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
    this.ui.findings.textContent = items.length ? `${items.length} finding${items.length > 1 ? "s" : ""}` : "No findings";
  }

  #choice() {
    return this.model.get("models").find((/** @type {any} */ one) => one.id === this.ui.model.value);
  }

  /** Enable what the chosen model honours, and nothing else. */
  #offer() {
    const { modes = [], temperature = true, rates = [] } = this.#choice() ?? {};
    const { mode, temperature: heat, rate } = this.ui;
    mode.replaceChildren(option("", "as in the script"), ...modes.map((/** @type {string} */ name) => option(name, name.toLowerCase())));
    mode.disabled = !modes.length;
    heat.disabled = !temperature || !this.#choice();
    if (heat.disabled) heat.value = "";
    [rate.min, rate.max] = rates.length ? rates.map(String) : ["0.5", "1.5"];
  }

  get settings() {
    const { voice, model, language, mode, temperature, rate } = this.ui;
    return {
      voice: voice.value,
      model: model.value,
      language: language.value.trim(),
      delivery_mode: mode.value,
      temperature: temperature.value ? temperature.valueAsNumber : null,
      speaking_rate: rate.value ? rate.valueAsNumber : null,
    };
  }

  /**
   * Have something spoken.
   *
   * @param {"script" | "line"} what
   */
  say(what) {
    const take = this.#prepare();
    const span = what === "line" ? this.editor.selection : null;
    this.send("say", { take, text: this.editor.text, settings: this.settings, span });
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
    this.#light(-1);
    this.#state("");
  }

  /** @param {string} message */
  #state(message) {
    this.ui.root.toggleAttribute("data-speaking", !!this.#speaking);
    this.ui.stop.disabled = !this.#speaking && this.audio.paused && !this.#stream.busy;
    this.ui.say(message);
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
    this.#show([]);
    cancelAnimationFrame(this.#frame);
    const step = () => {
      this.ui.resume.hidden = !this.#stream.blocked;
      if (!this.#stream.busy) {
        this.#light(-1);
        this.#state(this.ui.status.textContent ?? "");
        return;
      }
      this.#light(this.#stream.time);
      this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  /** @param {any} message @param {DataView} sound */
  #add({ words, rate, after }, sound) {
    this.#stream.add(sound, rate, after);
    if (words.length) this.#show([...this.#words, ...words]);
  }

  /** @param {string} take @param {Word[]} words @param {DataView} sound */
  #ended(take, words, sound) {
    this.#keepSound(take, words, sound);
    if (take !== this.#speaking) return;
    this.#stream.complete();
    this.#speaking = "";
    this.#show(words);
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
    const bytes = new Uint8Array(sound.buffer, sound.byteOffset, sound.byteLength).slice();
    this.#forget(take);
    this.#sounds.set(take, { words, size: bytes.length, url: URL.createObjectURL(new Blob([bytes], { type: "audio/wav" })) });
    let total = 0;
    for (const [name, { size }] of [...this.#sounds].reverse()) if ((total += size) > REMEMBERED && name !== take) this.#forget(name);
    if (this.#pending === take) this.play(take, this.#from);
  }

  /** @param {string} take */
  #forget(take) {
    const old = this.#sounds.get(take);
    if (old) URL.revokeObjectURL(old.url);
    this.#sounds.delete(take);
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
    this.#show(sound.words);
    this.audio.currentTime = sound.words[word]?.start ?? 0;
    document.dispatchEvent(new CustomEvent("vivavoce:play", { detail: this.audio }));
    this.audio.play().catch(() => this.ui.say("Press play to hear it."));
    this.ui.stop.disabled = false;
    this.#list();
  }

  /** Go on in the other take at the word that says the same. */
  swap() {
    const pair = this.#pair;
    if (!pair) return;
    const [here, there] = this.#take === pair.a ? [0, 1] : [1, 0];
    const at = Math.max(this.#lit, 0);
    const row = this.#take === pair.a || this.#take === pair.b ? pair.rows.findIndex((one) => one[here] === at) : 0;
    const next = pair.rows.slice(Math.max(row, 0)).find((one) => one[there] >= 0);
    this.play(there ? pair.b : pair.a, next?.[there] ?? 0);
  }

  /** @param {any} message */
  #compared({ a, b, rows }) {
    this.#pair = { a, b, rows };
    this.ui.swap.disabled = false;
    this.ui.say("A and B are aligned by word. Switch at any time.");
  }

  /** @param {Word[]} words */
  #show(words) {
    this.#words = words;
    this.#lit = -1;
    this.starts = words.map(({ start }) => start);
    const { children } = this.ui.words;
    words.forEach((word, at) => {
      const known = /** @type {HTMLElement | undefined} */ (children[at]);
      const title = word.ipa ? `/${word.ipa}/` : "";
      if (known?.textContent === word.text) return void (known.title = title);
      const button = element("button", { type: "button", className: "vvw-word", title, tabIndex: at ? -1 : 0 }, word.text);
      button.dataset.word = String(at);
      if (known) known.replaceWith(button);
      else this.ui.words.append(button);
    });
    while (children.length > words.length) this.ui.words.lastElementChild?.remove();
  }

  /** @param {number} time */
  #light(time) {
    const index = time < 0 ? -1 : indexAt(this.starts ?? [], time, this.#lit);
    if (index === this.#lit) return;
    const { children } = this.ui.words;
    children[this.#lit]?.removeAttribute("aria-current");
    children[index]?.setAttribute("aria-current", "true");
    this.#lit = index;
    this.editor.light(this.#words[index]?.span);
  }

  /** @param {MouseEvent} event */
  #wordClicked(event) {
    const word = Number(/** @type {HTMLElement} */ (event.target).dataset.word ?? NaN);
    if (Number.isNaN(word)) return;
    this.#choose(word);
    if (this.#sounds.has(this.#take)) this.play(this.#take, word);
  }

  /** @param {number} word */
  #choose(word) {
    for (const [at, button] of [...this.ui.words.children].entries())
      /** @type {HTMLElement} */ (button).tabIndex = at === word ? 0 : -1;
    const { respell, spelling } = this.ui;
    respell.hidden = false;
    respell.dataset.word = String(word);
    this.ui.chosen.textContent = this.#words[word].text;
    spelling.value = this.#words[word].ipa ?? "";
  }

  /** @param {KeyboardEvent} event */
  #wordPressed(event) {
    const at = Number(/** @type {HTMLElement} */ (event.target).dataset.word ?? NaN);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (Number.isNaN(at) || event.altKey) return;
    if (step) /** @type {HTMLElement | undefined} */ (this.ui.words.children[at + step])?.focus();
    else if (event.key === "x") this.swap();
    else return;
    event.preventDefault();
  }

  #respell() {
    const { respell, spelling } = this.ui;
    const take = this.#take;
    const settings = this.settings;
    const name = this.#prepare();
    this.send("respell", { take, word: Number(respell.dataset.word), spelling: spelling.value, new: name, settings });
  }

  /** @param {MouseEvent} event */
  #takeClicked(event) {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    const take = button?.closest("li")?.dataset.take;
    if (!button || !take) return;
    if (button.name === "play") this.play(take);
    else this.send(button.name, { take });
    if (button.name === "discard") this.#forget(take);
  }

  /** @param {Event} event */
  #takeChanged(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const take = field.closest("li")?.dataset.take;
    if (take && field.name === "stars") this.send("rate", { take, stars: Number(field.value) });
    const { list } = this.ui;
    /** @param {string} side */
    const chosen = (side) => /** @type {HTMLElement | null} */ (list.querySelector(`input[data-side="${side}"]:checked`))?.closest("li")?.dataset.take;
    const [a, b] = [chosen("a"), chosen("b")];
    if (field.dataset.side && a && b && a !== b) this.send("compare", { a, b });
  }

  #list() {
    const { list } = this.ui;
    const rows = this.model.get("takes_shown");
    const ids = new Set(rows.map((/** @type {any} */ row) => row.id));
    for (const item of [.../** @type {any} */ (list.children)]) if (!ids.has(item.dataset.take)) item.remove();
    rows.forEach((/** @type {any} */ row, /** @type {number} */ at) => {
      const known = [.../** @type {any} */ (list.children)].find((item) => item.dataset.take === row.id);
      const item = known ?? drawTake(row, at, this.ui.group);
      if (!known) list.append(item);
      item.toggleAttribute("data-active", row.id === this.#take);
      const keep = item.querySelector("[name=keep]");
      keep.ariaPressed = String(row.kept);
      keep.textContent = row.kept ? "Kept" : "Keep";
    });
    this.ui.takes.hidden = !rows.length;
  }
}

/** @param {string} value @param {string} text */
const option = (value, text) => element("option", { value }, text);

/**
 * @param {string} label
 * @param {HTMLElement} control
 */
const field = (label, control) => element("label", {}, element("span", {}, label), control);

/**
 * One take in the list.
 *
 * @param {any} row
 * @param {number} at
 * @param {string} group
 */
function drawTake(row, at, group) {
  const type = "button";
  const facts = [
    row.voice, sayTime(row.duration), `first sound ${Math.round(row.latency * 1000)} ms`,
    row.cost ? `$${row.cost.toFixed(4)}` : "free",
  ].join(" · ");
  const stars = element("select", { name: "stars", ariaLabel: `Rating of take ${at + 1}` },
    ...["not rated", "★", "★★", "★★★", "★★★★", "★★★★★"].map((text, value) => option(String(value), text)));
  stars.value = String(row.stars);
  const sides = ["a", "b"].map((side) => {
    const radio = element("input", { type: "radio", name: `${group}-${side}`, ariaLabel: `Take ${at + 1} as ${side.toUpperCase()}` });
    radio.dataset.side = side;
    return element("label", { className: "vvw-side" }, radio, side.toUpperCase());
  });
  const item = element("li", {},
    element("button", { type, name: "play", ariaLabel: `Play take ${at + 1}` }, "▶"),
    element("div", { className: "vvw-about" }, element("b", {}, row.label), element("small", {}, facts)),
    ...sides, stars,
    element("button", { type, name: "keep", title: "Leave a player in the notebook" }, "Keep"),
    element("button", { type, name: "discard", ariaLabel: `Discard take ${at + 1}` }, "✕"),
    element("details", {}, element("summary", {}, "Code"), element("pre", { tabIndex: 0 }, row.code)));
  item.dataset.take = row.id;
  return item;
}

let groups = 0;

/**
 * The parts of the workbench.
 *
 * @param {any} state
 */
function build(state) {
  const type = "button";
  const hint = state.get("status").hint;
  const voice = element("select", {}, option("", "as in the script"),
    ...state.get("voices").map((/** @type {any} */ one) => option(one.id, one.name === one.id ? one.id : `${one.name} (${one.id})`)));
  const model = element("select", {}, option("", "as in the script"),
    ...state.get("models").map((/** @type {any} */ one) => option(one.id, one.title)));
  const language = element("input", { placeholder: "as in the script", size: 12 });
  const mode = element("select", {});
  const temperature = element("input", { type: "number", min: "0", max: "2", step: "0.1" });
  const rate = element("input", { type: "number", step: "0.05" });
  const editor = element("div", { className: "vvw-editor" });
  const script = element("button", { type, className: "vvw-main", title: "Ctrl+Enter in the editor" }, "Speak all");
  const line = element("button", { type, title: "The turn at the cursor, or all that the selection touches" }, "Speak line");
  const stop = element("button", { type, disabled: true }, "Stop");
  const resume = element("button", { type, hidden: true }, "Press to hear");
  const swap = element("button", { type, disabled: true, title: "Go on in the other take at the same word (X on a word)" }, "Switch A/B");
  const status = element("span", { className: "vvw-status", role: "status" }, hint);
  const findings = element("span", { className: "vvw-status" });
  const words = element("div", { className: "vvw-words", role: "group", ariaLabel: "Words of the take" });
  const chosen = element("b", {});
  const spelling = element("input", { ariaLabel: "IPA or respelling", placeholder: "kɹiːt or puh-TAY-toh" });
  const respell = element("form", { className: "vvw-respell", hidden: true }, chosen, spelling,
    element("button", { type: "submit" }, "Say it so"));
  const list = element("ol", {});
  const takes = element("div", { className: "vvw-takes", hidden: true }, element("h3", {}, "Takes"), swap, list);
  const settings = element("div", { className: "vvw-settings" }, field("Voice", voice), field("Model", model),
    field("Language", language), field("Delivery", mode), field("Temperature", temperature), field("Pace", rate));
  const root = element("section", { className: "vvw", ariaLabel: "Workbench" }, settings, editor,
    element("div", { className: "vvw-bar" }, script, line, stop, resume, findings, status), words, respell, takes);
  root.dataset.lmSuppressShortcuts = "true";
  /** @param {string} message */
  const say = (message) => {
    status.textContent = message;
  };
  const group = `vvw-${++groups}`;
  return { root, voice, model, language, mode, temperature, rate, editor, script, line, stop, resume, swap, status, findings, words, chosen, spelling, respell, list, takes, say, group };
}

/** One runtime for every widget; its views come and go. */
export default () => {
  // Messages may come before a view: one that listens in `render` alone loses the first.
  /** @type {[any, DataView[]][]} */
  const early = [];
  /** @type {Set<Bench>} */
  const benches = new Set();
  return {
    /** @param {{model: any}} context */
    initialize({ model }) {
      model.on("msg:custom", (/** @type {any} */ content, /** @type {DataView[]} */ buffers) => {
        try {
          check(content);
          if (!benches.size) early.push([content, buffers]);
          for (const bench of benches) bench.heard(content, buffers);
        } catch (error) {
          for (const bench of benches) bench.ui.say(/** @type {Error} */ (error).message);
        }
      });
    },
    /** @param {{model: any, el: HTMLElement}} context */
    render({ model, el }) {
      if (model.get("protocol") !== VERSION) {
        el.textContent = "This workbench was made by another version of vivavoce. Run the cell again.";
        return undefined;
      }
      const bench = new Bench(model, el);
      benches.add(bench);
      for (const [content, buffers] of early.splice(0)) bench.heard(content, buffers);
      return () => {
        benches.delete(bench);
        bench.destroy();
      };
    },
  };
};
