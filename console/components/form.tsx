/**
 * A form whose failures stand where they belong: each field's beside its input, the whole above the button.
 * @module
 */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Failure, Result } from "../service/call.ts";
import { failureWords } from "../words/failures.ts";
import { runOnce } from "./action-button.tsx";
import { Field, FieldModel, type FieldOptions } from "./field.tsx";
import { Notice, NoticeModel } from "./notice.tsx";

interface Values {
  [name: string]: string;
}

export interface FormOptions<Value> {
  /** Prefix of the ids inside. */
  id: string;
  fields: { readonly [name: string]: FieldOptions };
  submit: string;
  /** The button's words while the service works. */
  busy: string;
  send: (values: Values) => Promise<Result<Value>>;
  done: (value: Value) => void;
}

export class FormModel<Value> {
  readonly fields: FieldModel[];
  readonly notice = new NoticeModel();
  readonly busy = signal(false);

  constructor(readonly options: FormOptions<Value>) {
    this.fields = Object.entries(options.fields).map(
      ([name, field]) => new FieldModel(`${options.id}-${name}`, name, field),
    );
  }

  submit(): Promise<void> {
    return runOnce(this.busy, () => this.#submit());
  }

  async #submit(): Promise<void> {
    this.notice.clear();
    for (const field of this.fields) field.showError(null);
    const mistakes = this.#mistakes();
    if (Object.keys(mistakes).length > 0) {
      this.notice.show({ title: "请先改正标出的内容" }, this.#showMessages(mistakes));
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
    for (const { name, options, value } of this.fields) {
      if (!options.optional && value.value.trim() === "") mistakes[name] = `${options.label}：不能为空`;
    }
    const value = (name: string) => this.fields.find((field) => field.name === name)?.value.value;
    const confirmation = value("passwordConfirm");
    if (confirmation && confirmation !== value("password"))
      mistakes.passwordConfirm = "确认密码：与密码不一致";
    return mistakes;
  }

  #values(): Values {
    const sent = this.fields.filter(({ options, value }) => !options.optional || value.value.trim() !== "");
    return Object.fromEntries(sent.map(({ name, value }) => [name, value.value]));
  }

  #showFailure(failure: Failure): void {
    const messages = failure.kind === "refused" ? failure.fields : {};
    this.notice.showFailure(failure, this.#showMessages(messages, failureWords(failure).title));
    this.#focusFirst(messages);
  }

  /**
   * Marks the inputs.
   * @param title what the summary says anyway
   * @returns the list for the summary, from which each message leads to its input
   */
  #showMessages(messages: Values, title = ""): ComponentChildren {
    const known = this.fields.filter(({ name }) => name in messages);
    for (const field of known) field.showError(messages[field.name] ?? null);
    const links = known
      .filter(({ name }) => messages[name] !== title)
      .map((field) => (
        <li key={field.name}>
          <a
            href={`#${field.id}`}
            onClick={(event) => {
              event.preventDefault();
              field.focus();
            }}
          >
            {messages[field.name]}
          </a>
        </li>
      ));
    const unknown = Object.entries(messages)
      .filter(([name]) => !known.some((field) => field.name === name))
      .map(([name, message]) => <li key={name}>{`${name}：${message}`}</li>);
    return links.length + unknown.length > 0 ? <ul>{[...links, ...unknown]}</ul> : null;
  }

  #focusFirst(messages: Values): void {
    this.fields.find(({ name }) => name in messages)?.focus();
  }
}

export function Form<Value>({ model }: { model: FormModel<Value> }) {
  const { submit, busy } = model.options;
  const fields = (optional: boolean) =>
    model.fields
      .filter(({ options }) => Boolean(options.optional) === optional)
      .map((field) => <Field key={field.id} model={field} />);
  return (
    // The method matters only if a submit ever slips past the handler: a password must not end up in an address.
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void model.submit();
      }}
    >
      <div class="fields">{fields(false)}</div>
      {model.fields.some(({ options }) => options.optional) && (
        <details>
          <summary>选填资料</summary>
          <div class="fields">{fields(true)}</div>
        </details>
      )}
      <Notice model={model.notice} />
      <button type="submit" class="primary" aria-disabled={model.busy.value ? "true" : undefined}>
        {model.busy.value ? busy : submit}
      </button>
    </form>
  );
}
