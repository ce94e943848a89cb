/**
 * A form whose failures stand where they belong: each field's beside its input, the whole above the button.
 * @module
 */
import type { Failure, Result } from "./api.ts";
import { Control } from "./control.ts";
import { element, whileBusy } from "./dom.ts";
import type { Fields } from "./fields.ts";
import { failureWords, Notice } from "./notice.ts";

interface Values {
  [name: string]: string;
}

export interface FormOptions<Value> {
  /** Prefix of the ids inside. */
  id: string;
  fields: Fields;
  submit: string;
  /** The button's words while the service works. */
  busy: string;
  send: (values: Values) => Promise<Result<Value>>;
  done: (value: Value) => void;
}

export class Form<Value> {
  readonly element: HTMLFormElement;
  readonly #controls: Control[];
  readonly #notice = new Notice();

  constructor(private readonly options: FormOptions<Value>) {
    this.#controls = Object.entries(options.fields).map(
      ([name, field]) => new Control(`${options.id}-${name}`, name, field),
    );
    const grid = (optional: boolean) =>
      element(
        "div",
        { class: "fields" },
        ...this.#controls
          .filter(({ field }) => Boolean(field.optional) === optional)
          .map((control) => control.element),
      );
    const folded = this.#controls.some(({ field }) => field.optional)
      ? [element("details", {}, element("summary", {}, "选填资料"), grid(true))]
      : [];
    const submit = element("button", { type: "submit", class: "primary" }, options.submit);
    // The method matters only if a submit ever slips past the handler: a password must not end up in an address.
    this.element = element(
      "form",
      { method: "post", novalidate: true },
      grid(false),
      ...folded,
      this.#notice.element,
      submit,
    );
    this.element.addEventListener("submit", (event) => {
      event.preventDefault();
      void whileBusy(submit, options.busy, () => this.#submit());
    });
  }

  async #submit(): Promise<void> {
    this.#notice.clear();
    for (const control of this.#controls) control.showError(null);
    const mistakes = this.#mistakes();
    if (Object.keys(mistakes).length > 0) {
      this.#notice.show({ title: "请先改正标出的内容" }, ...this.#showFields(mistakes));
      this.#focusFirst(mistakes);
      return;
    }
    const result = await this.options.send(this.#values());
    if (result.ok) this.options.done(result.value);
    else this.#showFailure(result.failure);
  }

  /** What needs no server to be seen; everything else is the service's to judge. */
  #mistakes(): Values {
    const mistakes: Values = {};
    for (const { name, field, value } of this.#controls) {
      if (!field.optional && value.trim() === "") mistakes[name] = `${field.label}：不能为空`;
    }
    const value = (name: string) => this.#controls.find((control) => control.name === name)?.value;
    const confirmation = value("passwordConfirm");
    if (confirmation && confirmation !== value("password"))
      mistakes.passwordConfirm = "确认密码：与密码不一致";
    return mistakes;
  }

  #values(): Values {
    const sent = this.#controls.filter(({ field, value }) => !field.optional || value.trim() !== "");
    return Object.fromEntries(sent.map(({ name, value }) => [name, value]));
  }

  #showFailure(failure: Failure): void {
    const fields = failure.kind === "refused" ? failure.fields : {};
    this.#notice.showFailure(failure, ...this.#showFields(fields, failureWords(failure).title));
    this.#focusFirst(fields);
  }

  /**
   * Marks the inputs.
   * @param title what the summary says anyway
   * @returns the list for the summary, from which each message leads to its input
   */
  #showFields(messages: Values, title = ""): HTMLElement[] {
    const known = this.#controls.flatMap((control) => {
      const message = messages[control.name];
      if (message === undefined) return [];
      control.showError(message);
      if (message === title) return [];
      const link = element("a", { href: `#${control.input.id}` }, message);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        control.focus();
      });
      return [link];
    });
    const unknown = Object.entries(messages)
      .filter(([name]) => !this.#controls.some((control) => control.name === name))
      .map(([name, message]) => `${name}：${message}`);
    const items = [...known, ...unknown].map((item) => element("li", {}, item));
    return items.length > 0 ? [element("ul", {}, ...items)] : [];
  }

  #focusFirst(messages: Values): void {
    this.#controls.find(({ name }) => name in messages)?.focus();
  }
}
