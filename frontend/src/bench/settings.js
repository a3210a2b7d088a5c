/** Engine, voice, model and delivery of the next take; only what the model honours is enabled. */

import { make } from "../dom.js";

/** @typedef {{id: string, title: string, tags: string[], modes: string[], temperature: boolean, rates: number[]}} Model */
/** @typedef {{id: string, name: string}} Voice */
/** @typedef {{name: string, title: string, ready: boolean, hint: string, voices: Voice[] | null}} Engine */
/** @typedef {Record<"model" | "voice" | "language" | "delivery_mode" | "temperature" | "speaking_rate", string>} Chosen */

/**
 * What a model takes, and in words why a setting is shut or what it may be.
 *
 * @param {Model | undefined} model
 */
export function explainModel(model) {
  const { title = "This model", modes = [], temperature = false, rates = [] } = model ?? {};
  const [least, most] = rates.length ? rates : [1, 1];
  return {
    mode: modes.length ? "How steady or free the reading is" : `${title} has no delivery modes.`,
    temperature: temperature ? "Above 0, up to 2; more is freer" : `${title} takes no temperature.`,
    rate: rates.length ? `${least} to ${most}; 1 is the voice's own pace` : `${title} takes no pace.`,
  };
}

export class Settings {
  #engine = make("select", {});
  #voice = make("select", {});
  #model = make("select", {});
  #language = make("input", { size: 8, autocomplete: "off", spellcheck: false, title: "A language tag such as en-US" });
  #mode = make("select", {});
  #temperature = make("input", { type: "number", min: "0", max: "2", step: "0.1" });
  #rate = make("input", { type: "number", step: "0.05" });
  #hint = make("p", { className: "vvw-hint", hidden: true });
  #fields = make("div", { className: "vvw-settings", role: "group", ariaLabel: "Settings of the next take" },
    field("Engine", this.#engine), field("Voice", this.#voice), field("Model", this.#model),
    field("Language", this.#language), field("Delivery", this.#mode), field("Temperature", this.#temperature),
    field("Pace", this.#rate));
  root = make("div", {}, this.#fields, this.#hint);
  /** @type {Engine[]} */
  #engines = [];
  /** @type {Partial<Chosen>} */
  #chosen = {};

  /**
   * @param {Model[]} models
   * @param {Engine[]} engines the one that speaks by default first
   * @param {{model: () => void, engine: (name: string) => void}} changed
   * @param {AbortSignal} signal
   */
  constructor(models, engines, changed, signal) {
    this.models = models;
    this.offerEngines(engines);
    this.#model.addEventListener("change", () => (this.#offer(), changed.model()), { signal });
    this.#engine.addEventListener("change", () => {
      this.#voice.value = "";
      this.#offerVoices();
      changed.engine(this.engine);
    }, { signal });
  }

  get engine() {
    return this.#engine.value;
  }

  get model() {
    return this.#model.value;
  }

  /** The model that reads the text: the one chosen here, or in the script. */
  get effective() {
    const name = this.model || this.#chosen.model;
    return this.models.find(({ id }) => id === name);
  }

  /** Voices of the chosen engine. */
  get voices() {
    return this.#engines.find(({ name }) => name === this.engine)?.voices ?? [];
  }

  get value() {
    return {
      engine: this.engine,
      voice: this.#voice.value,
      model: this.model,
      language: this.#language.value.trim(),
      delivery_mode: this.#mode.value,
      temperature: this.#temperature.value ? this.#temperature.valueAsNumber : null,
      speaking_rate: this.#rate.value ? this.#rate.valueAsNumber : null,
    };
  }

  /** @param {Engine[]} engines */
  offerEngines(engines) {
    const known = new Map(this.#engines.map((engine) => [engine.name, engine]));
    // An engine that was not asked for its voices this time may have told them before.
    this.#engines = engines.map((engine) => ({ ...engine, voices: engine.voices ?? known.get(engine.name)?.voices ?? null }));
    fill(this.#engine, engines.map(({ name, title, ready }) => [name, ready ? title : `${title} (not set up)`]));
    this.#offerVoices();
  }

  /** @param {Chosen} chosen what the script chooses */
  follow(chosen) {
    this.#chosen = chosen;
    this.#offerVoices();
    const title = this.models.find(({ id }) => id === chosen.model)?.title ?? chosen.model;
    fill(this.#model, [["", `${title} (script)`], ...this.models.map(({ id, title: name }) => /** @type {[string, string]} */ ([id, name]))]);
    this.#language.placeholder = chosen.language || "any";
    this.#temperature.placeholder = chosen.temperature || "model's own";
    this.#rate.placeholder = chosen.speaking_rate || "1";
    this.#offer();
  }

  #offerVoices() {
    const own = this.#chosen.voice ?? "";
    fill(this.#voice, [["", own ? `${own} (script)` : "as in the script"],
      ...this.voices.map(({ id, name }) => /** @type {[string, string]} */ ([id, name === id ? id : `${name} (${id})`]))]);
    const hint = this.#engines.find(({ name }) => name === this.engine)?.hint ?? "";
    this.#hint.textContent = hint;
    this.#hint.hidden = !hint;
  }

  /** Enable what the model honours, and nothing else. */
  #offer() {
    const model = this.effective;
    const why = explainModel(model);
    const own = this.#chosen.delivery_mode?.toLowerCase();
    fill(this.#mode, [["", own ? `${own} (script)` : "model's own"],
      ...(model?.modes ?? []).map((name) => /** @type {[string, string]} */ ([name, name.toLowerCase()]))]);
    enable(this.#mode, !!model?.modes.length, why.mode);
    enable(this.#temperature, !!model?.temperature, why.temperature);
    enable(this.#rate, !!model?.rates.length, why.rate);
    [this.#rate.min, this.#rate.max] = model?.rates.length ? model.rates.map(String) : ["1", "1"];
  }
}

/**
 * Fill a list anew; what was chosen stays chosen if it is still there.
 *
 * @param {HTMLSelectElement} select
 * @param {[string, string][]} options value and text
 */
function fill(select, options) {
  const { value } = select;
  select.replaceChildren(...options.map(([id, text]) => make("option", { value: id }, text)));
  if (options.some(([id]) => id === value)) select.value = value;
}

/**
 * @param {HTMLInputElement | HTMLSelectElement} control
 * @param {boolean} enabled
 * @param {string} why
 */
function enable(control, enabled, why) {
  control.disabled = !enabled;
  // A disabled control shows no title of its own everywhere, so its label has it too.
  control.title = why;
  if (control.parentElement) control.parentElement.title = why;
  if (!enabled) control.value = "";
}

/**
 * @param {string} label
 * @param {HTMLElement} control
 */
const field = (label, control) => make("label", {}, make("span", {}, label), control);
