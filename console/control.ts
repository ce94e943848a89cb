/**
 * One labelled input with its hint and the place for its error.
 * @module
 */
import { button, element, setAttributes } from "./dom.ts";
import type { Field } from "./fields.ts";

export class Control {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement | HTMLSelectElement;
  readonly #error: HTMLElement;
  readonly #hint: HTMLElement | null;

  /** @param id unique in the page */
  constructor(
    id: string,
    readonly name: string,
    readonly field: Field,
  ) {
    this.#hint = field.hint ? element("p", { id: `${id}-hint`, class: "hint" }, field.hint) : null;
    this.#error = element("p", { id: `${id}-error`, class: "field-error", hidden: true });
    const attributes = { id, name, required: !field.optional, "aria-describedby": this.#hint?.id };
    this.input = field.options
      ? element(
          "select",
          attributes,
          ...Object.entries(field.options).map(([value, label]) => element("option", { value }, label)),
        )
      : element("input", {
          ...attributes,
          type: field.type ?? "text",
          autocomplete: field.autocomplete ?? "off",
          ...(field.autocomplete !== "name" && { autocapitalize: "off", spellcheck: "false" }),
        });
    // An error is about what was sent; once the value changes it no longer is.
    this.input.addEventListener("input", () => this.showError(null));
    this.element = element(
      "div",
      { class: field.wide ? "field wide" : "field" },
      element("label", { for: id }, field.label),
      element("div", { class: "input-row" }, this.input, ...this.#revealButton()),
      ...(this.#hint ? [this.#hint] : []),
      this.#error,
    );
  }

  get value(): string {
    return this.input.value;
  }

  /** @param message null takes the error away */
  showError(message: string | null): void {
    const prefix = `${this.field.label}：`;
    // The service's words begin with the label, which already stands above the input.
    this.#error.textContent = message?.startsWith(prefix) ? message.slice(prefix.length) : message;
    this.#error.hidden = message === null;
    const described = [message === null ? "" : this.#error.id, this.#hint?.id ?? ""].filter(Boolean);
    setAttributes(this.input, {
      "aria-invalid": message === null ? null : "true",
      "aria-describedby": described.join(" ") || null,
    });
  }

  /** Puts the cursor into the input, unfolding what hides it. */
  focus(): void {
    const folded = this.element.closest("details");
    if (folded) folded.open = true;
    this.input.focus();
  }

  #revealButton(): HTMLElement[] {
    const { input } = this;
    if (this.field.type !== "password" || !(input instanceof HTMLInputElement)) return [];
    const label = `显示${this.field.label}`;
    const reveal = button("显示", { class: "reveal", "aria-pressed": "false", "aria-label": label }, () => {
      const shown = input.type === "password";
      input.type = shown ? "text" : "password";
      setAttributes(reveal, { "aria-pressed": String(shown) });
    });
    return [reveal];
  }
}
