/** Voice, model and delivery of the next take; what the model does not honour is disabled. */

import { make } from "../dom.js";

/** @typedef {{id: string, title: string, tags: string[], modes: string[], temperature: boolean, rates: number[]}} Model */

export class Settings {
  #voice;
  #model;
  #language = make("input", { placeholder: "as in the script", size: 12 });
  #mode = make("select", {});
  #temperature = make("input", { type: "number", min: "0", max: "2", step: "0.1" });
  #rate = make("input", { type: "number", step: "0.05" });

  /**
   * @param {{models: Model[], voices: {id: string, name: string}[]}} known
   * @param {() => void} changed called when another model is chosen
   * @param {AbortSignal} signal
   */
  constructor({ models, voices }, changed, signal) {
    this.models = models;
    const named = voices.map(({ id, name }) => option(id, name === id ? id : `${name} (${id})`));
    this.#voice = make("select", {}, option("", "as in the script"), ...named);
    this.#model = make("select", {}, option("", "as in the script"), ...models.map(({ id, title }) => option(id, title)));
    this.root = make("div", { className: "vvw-settings" }, field("Voice", this.#voice), field("Model", this.#model),
      field("Language", this.#language), field("Delivery", this.#mode), field("Temperature", this.#temperature),
      field("Pace", this.#rate));
    this.#model.addEventListener("change", () => (this.#offer(), changed()), { signal });
    this.#offer();
  }

  get model() {
    return this.#model.value;
  }

  /** What the chosen model accepts, if one is chosen. */
  get choice() {
    return this.models.find(({ id }) => id === this.model);
  }

  get value() {
    return {
      voice: this.#voice.value,
      model: this.model,
      language: this.#language.value.trim(),
      delivery_mode: this.#mode.value,
      temperature: this.#temperature.value ? this.#temperature.valueAsNumber : null,
      speaking_rate: this.#rate.value ? this.#rate.valueAsNumber : null,
    };
  }

  /** Enable what the chosen model honours, and nothing else. */
  #offer() {
    const { modes = [], temperature = true, rates = [] } = this.choice ?? {};
    this.#mode.replaceChildren(option("", "as in the script"), ...modes.map((name) => option(name, name.toLowerCase())));
    this.#mode.disabled = !modes.length;
    this.#temperature.disabled = !temperature || !this.choice;
    if (this.#temperature.disabled) this.#temperature.value = "";
    [this.#rate.min, this.#rate.max] = rates.length ? rates.map(String) : ["0.5", "1.5"];
  }
}

/** @param {string} value @param {string} text */
const option = (value, text) => make("option", { value }, text);

/**
 * @param {string} label
 * @param {HTMLElement} control
 */
const field = (label, control) => make("label", {}, make("span", {}, label), control);
