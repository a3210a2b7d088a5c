/** Joins the parts: what is written, asked of the kernel, heard and shown. */

import { sayTime } from "../clock.js";
import { make as element } from "../dom.js";
import { addEditor } from "../editor.js";
import { guardKeys } from "../guard.js";
import { make } from "../protocol.js";
import { Bar } from "./bar.js";
import { Findings } from "./findings.js";
import { makeHelp } from "./help.js";
import { Listening } from "./listening.js";
import { findLabel, makeName } from "./names.js";
import { Pulse } from "./pulse.js";
import { Respell } from "./respell.js";
import { Settings } from "./settings.js";
import { Takes } from "./takes.js";

const DEBOUNCE = 200;
const SILENT = "The kernel does not answer. If a cell is running, wait for it; else restart the kernel and run this cell again. What you wrote is still here: copy it first.";

export class Bench {
  #abort = new AbortController();
  #bar;
  #speaking = "";
  #revision = 0;
  /** The last revision that the kernel is known to have. */
  #shared = 0;
  /** @type {number | undefined} */
  #timer;
  /** @type {() => void} */
  #again = () => {};
  /** The take heard before the one being spoken. */
  #before = "";
  /** Where the word stands that is being respelt, or -1. */
  #respelt = -1;
  /** The take that is to be compared with it once it is listed. */
  #pairs = "";

  /**
   * @param {any} model
   * @param {HTMLElement} host
   */
  constructor(model, host) {
    const { signal } = this.#abort;
    this.model = model;
    this.pulse = new Pulse((answers) => this.say(answers ? "The kernel answers again." : SILENT, !answers));
    this.findings = new Findings({
      go: (start, end) => this.editor.go(start, end),
      fix: (diagnostic, choice) => this.#fix({ revision: model.get("diagnostics").revision, diagnostic, choice }),
      leave: () => this.editor.view.focus(),
    }, signal);
    this.#bar = new Bar(this.findings.button);
    this.settings = new Settings(model.get("models"), model.get("engines"), {
      model: () => this.#lint(),
      engine: (engine) => this.send("survey", { engine }),
    }, signal);
    this.respell = new Respell({
      say: (word, spelling) => this.#respell(word, spelling),
      learn: (word, spelling, replace) => this.send("learn", { word, spelling, replace }),
      leave: (word) => this.listening.focusWord(word),
    }, signal);
    this.listening = new Listening({
      send: (kind, content) => this.send(kind, content),
      chosen: (word, at) => this.respell.choose(at, word),
      respell: () => this.respell.focus(),
      lit: (word) => this.editor.light(word?.span),
      changed: () => this.#refresh(),
      blocked: (blocked) => (this.#bar.resume.hidden = !blocked),
      say: (message) => this.say(message),
    }, signal);
    this.takes = new Takes({
      play: (take) => this.listening.play(take),
      swap: () => this.listening.swap(),
      send: (kind, content) => this.#tell(kind, content),
      paired: (a, b) => this.send("compare", { a, b }),
    }, signal);
    const box = element("div", { className: "vvw-editor" });
    this.parts = [this.settings.root, box, this.#bar.root, this.findings.root, this.listening.root, this.respell.root, this.takes.root];
    const ariaLabel = findLabel((label) => !!document.querySelector(`.vvw[aria-label="${label}"]`));
    this.root = element("section", { className: "vvw", ariaLabel }, ...this.parts, makeHelp());
    host.append(this.root);
    const script = model.get("script");
    this.#revision = this.#shared = script.revision;
    this.editor = addEditor(box, {
      text: script.text,
      changed: (text) => this.#edited(text),
      say: (what) => this.speak(what),
      list: () => this.findings.focus(),
      known: () => ({ tags: this.settings.effective?.tags ?? [], voices: this.settings.voices }),
    });
    this.#listen();
    for (const show of Object.values(this.#traits)) show();
    this.send("survey", {}, false);
  }

  /**
   * @param {string} message plain text for the status line
   * @param {boolean} [wrong]
   */
  say(message, wrong = false) {
    this.#bar.say(message, wrong);
  }

  /**
   * @param {string} kind
   * @param {Record<string, unknown>} content
   * @param {boolean} [urgent] whether the writer waits for it
   */
  send(kind, content, urgent = true) {
    if (urgent) this.pulse.ask();
    try {
      this.model.send(make(kind, content));
    } catch {
      this.pulse.lose();
    }
  }

  destroy() {
    this.#abort.abort();
    clearTimeout(this.#timer);
    this.pulse.stop();
    this.listening.destroy();
    this.editor.destroy();
  }

  /** What to do when the kernel changes a value. */
  #traits = {
    "change:script": () => this.#follow(),
    "change:diagnostics": () => this.#mark(),
    "change:takes_shown": () => this.#list(),
    "change:engines": () => this.settings.offerEngines(this.model.get("engines")),
    "change:chosen": () => this.settings.follow(this.model.get("chosen")),
  };

  #listen() {
    const { signal } = this.#abort;
    /** @type {(target: EventTarget, name: string, heard: (event: any) => void) => void} */
    const on = (target, name, heard) => target.addEventListener(name, heard, { signal });
    guardKeys(this.root, signal);
    // Before the player, which lets no key out.
    this.root.addEventListener("keydown", (event) => this.#pressed(event), { signal, capture: true });
    on(this.#bar.all, "click", () => this.speak("script"));
    on(this.#bar.line, "click", () => this.speak("line"));
    on(this.#bar.stop, "click", () => this.stop());
    on(this.#bar.resume, "click", () => this.listening.open());
    for (const [name, heard] of Object.entries(this.#traits)) {
      this.model.on(name, heard);
      signal.addEventListener("abort", () => this.model.off(name, heard));
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key !== "F6" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    this.#move(event.shiftKey ? -1 : 1);
  }

  /**
   * Go to the next part that takes the keyboard.
   *
   * @param {number} by
   */
  #move(by) {
    const here = this.parts.findIndex((part) => part.contains(document.activeElement));
    for (let step = 1; step <= this.parts.length; step++) {
      const part = this.parts.at((here + by * step + 2 * this.parts.length) % this.parts.length);
      const stop = /** @type {HTMLElement | null | undefined} */ (part?.querySelector(
        ".cm-content, .vvw-words [tabindex='0'], :is(button, select, input):enabled:not([hidden])",
      ));
      if (!stop?.checkVisibility()) continue;
      stop.focus();
      return;
    }
  }

  /** @param {string} text */
  #edited(text) {
    this.#revision++;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#lint(), DEBOUNCE);
    this.say(text.trim() ? "" : "Nothing to speak yet.");
  }

  #lint() {
    clearTimeout(this.#timer);
    this.send("lint", { revision: this.#revision, text: this.editor.text, model: this.settings.model });
  }

  /** Take over a text that the kernel or another view changed. */
  #follow() {
    const { text, revision } = this.model.get("script");
    if (revision < this.#revision) return;
    // The kernel counted on while somebody wrote on here: what was written is on its way, and wins.
    if (revision === this.#revision && revision > this.#shared && text !== this.editor.text) return;
    this.#revision = this.#shared = revision;
    this.editor.replace(text);
  }

  #mark() {
    const { revision, items = [] } = this.model.get("diagnostics");
    if (revision !== this.#revision) return;
    this.editor.mark(items, (diagnostic, choice) => this.#fix({ revision, diagnostic, choice }));
    this.findings.show(items);
  }

  /** @param {{revision: number, diagnostic: number, choice: number}} wanted */
  #fix(wanted) {
    if (wanted.revision === this.#revision) return this.send("fix", wanted);
    // Findings of an older text: mending that would take back what was written since.
    this.#lint();
    this.say("The text has changed since. Choose the fix again.");
  }

  #list() {
    const rows = this.model.get("takes_shown");
    const ids = rows.map((/** @type {{id: string}} */ row) => row.id);
    this.listening.retain(ids);
    if (!ids.includes(this.#before)) this.#before = "";
    if (!this.listening.take) this.respell.hide();
    this.takes.show(rows, this.listening.take);
    if (ids.includes(this.#pairs)) this.#pair(this.#pairs);
  }

  /**
   * Put a new take beside the one heard before it, unless the writer has another for A.
   *
   * @param {string} take
   */
  #pair(take) {
    this.#pairs = "";
    if (!this.takes.sides.a && this.#before) this.takes.choose("a", this.#before);
    if (this.takes.sides.a) this.takes.choose("b", take);
  }

  /**
   * @param {string} kind
   * @param {Record<string, unknown>} content
   */
  #tell(kind, content) {
    if (kind === "export") this.say("Saving…");
    this.send(kind, content);
    if (kind !== "discard") return;
    this.say("Take discarded.");
    this.#bar.offer("Undo", () => {
      this.#bar.offer("");
      this.say("");
      this.send("restore", content);
    });
  }

  /**
   * Have something spoken.
   *
   * @param {"script" | "line"} what
   */
  speak(what) {
    this.#say(what === "line" ? this.editor.selection : null);
  }

  /** @param {[number, number] | null} span */
  #say(span) {
    const take = this.#prepare(() => this.#say(span));
    this.send("say", { take, text: this.editor.text, settings: this.settings.value, span });
  }

  /** @param {() => void} again */
  #prepare(again) {
    this.#before = this.listening.finished || this.#before;
    this.stop();
    this.listening.open();
    this.#again = again;
    this.#speaking = makeName("take");
    this.say("Speaking…");
    this.#refresh();
    return this.#speaking;
  }

  stop() {
    const stopped = this.#speaking;
    this.#speaking = "";
    this.listening.stop();
    if (stopped) {
      this.send("cancel", { take: stopped });
      this.listening.abandon();
    }
    this.#bar.offer("");
    this.say("");
    this.#refresh();
  }

  #refresh() {
    this.root.toggleAttribute("data-speaking", !!this.#speaking);
    this.#bar.stop.disabled = !this.#speaking && !this.listening.sounds;
    this.takes.show(this.model.get("takes_shown"), this.listening.take);
  }

  /**
   * @param {any} message
   * @param {DataView[]} buffers
   */
  heard(message, buffers) {
    this.pulse.hear();
    const { kind, take } = message;
    if (kind === "ack") return;
    if (kind === "error") this.#fail(message);
    else if (kind === "exported") this.say(`Saved as ${message.path}`);
    else if (kind === "learnt") this.respell.learnt(message);
    else if (kind === "compared") this.#compared(message);
    else if (kind === "take.audio") this.listening.receive(message, buffers[0]);
    else if (kind === "take.end") this.#end(message, buffers[0]);
    else if (take !== this.#speaking) return;
    else if (kind === "take.start") this.listening.begin(take);
    else this.listening.add(message, buffers[0]);
  }

  /** @param {any} message @param {DataView} sound */
  #end(message, sound) {
    const { take, words } = message;
    this.listening.receive(message, sound, take === this.#speaking);
    if (take !== this.#speaking) return;
    this.#speaking = "";
    this.say(`Take ready, ${sayTime(words.at(-1)?.end ?? 0)}`);
    this.#confirm(words);
    this.#pairs = take;
    this.#refresh();
  }

  /**
   * A word that was respelt may stand elsewhere in the take that says it so.
   *
   * @param {import("./sounds.js").Word[]} words
   */
  #confirm(words) {
    const at = this.#respelt;
    this.#respelt = -1;
    // The slashes around IPA may be part of the word's letters or not.
    const word = at < 0 ? -1 : words.findIndex(({ span, respelt }) => span && respelt && Math.abs(span[0] - at) < 2);
    if (word >= 0) this.respell.confirm(word);
  }

  /** @param {{take: string, detail: string, field?: string, retry?: boolean, hint?: boolean}} message */
  #fail({ take, detail, field = "", retry = false, hint = false }) {
    // News of a take that was stopped for another.
    if (take && this.#speaking && take !== this.#speaking) return;
    if (take && take === this.#speaking) {
      this.#speaking = "";
      this.listening.abandon();
    }
    this.#bar.offer(retry ? "Try again" : "", () => this.#again());
    if (field === "spelling") this.respell.refuse(detail);
    this.say(field ? "" : detail, !hint);
    this.#refresh();
  }

  /** @param {import("./listening.js").Pair & {told: string}} pair */
  #compared(pair) {
    const { a, b } = this.takes.sides;
    if (pair.a !== a || pair.b !== b) return;
    this.listening.pair(pair);
    this.takes.allowSwap(pair.told);
  }

  /** @param {number} word @param {string} spelling */
  #respell(word, spelling) {
    const { take } = this.listening;
    const [at = 0] = this.listening.words[word]?.span ?? [];
    const settings = this.settings.value;
    // What is not yet sent must not be overwritten; the kernel says that the script has changed.
    if (this.#revision > this.#shared) this.#lint();
    // The script says it differently from then on, so a second attempt is to speak its line.
    this.send("respell", { take, word, spelling, new: this.#prepare(() => this.#say([at, at])), settings });
    this.#respelt = at;
  }
}
