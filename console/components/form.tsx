/**
 * A form whose failures stand where they belong: each field's below its input, the whole where it stays in sight.
 * @module
 */
import { computed, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { Failure, Result } from "../service/result.ts";
import { failureWords, fieldMessages, type Words } from "../words/failures.ts";
import { countdownWords } from "../words/times.ts";
import { runOnce } from "./action-button.tsx";
import { announce } from "./announcer.tsx";
import { Field, FieldModel, type FieldOptions } from "./field.tsx";
import { Labels } from "./labels.tsx";
import { Notice, NoticeModel, Reason } from "./notice.tsx";

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
  /** What a wait is about, by the refusal's reason: with another value in this field, there is none. */
  waitsFor?: { readonly [reason: string]: string };
  send: (values: Values) => Promise<Result<Value>>;
  done: (value: Value) => void;
}

export class FormModel<Value> {
  readonly fields: FieldModel[];
  /** What is wrong beyond the fields. */
  readonly notice = new NoticeModel();
  readonly busy = signal(false);
  /** The fields that still wait for a correction. */
  readonly wrong = computed(() => this.fields.filter(({ error }) => error.value !== null));
  /** The machine word of what the fields were refused with. */
  readonly refusal = signal<Words | null>(null);

  constructor(readonly options: FormOptions<Value>) {
    this.fields = Object.entries(options.fields).map(
      ([name, field]) => new FieldModel(`${options.id}-${name}`, name, field, () => this.#endWaitFor(name)),
    );
  }

  submit(): Promise<void> {
    if (this.notice.wait.peek() > 0) return Promise.resolve();
    return runOnce(this.busy, () => this.#submit());
  }

  /** Puts passwords out of sight. */
  conceal(): void {
    for (const field of this.fields) field.revealed.value = false;
  }

  #endWaitFor(field: string): void {
    const reason = this.notice.shown.peek()?.words.reason;
    if (reason !== undefined && this.options.waitsFor?.[reason] === field) this.notice.clear();
  }

  async #submit(): Promise<void> {
    this.conceal();
    this.notice.clear();
    this.refusal.value = null;
    for (const field of this.fields) field.showError(null);
    const mistakes = this.#mistakes();
    if (this.#mark(mistakes) > 0) return;
    const result = await this.options.send(this.#values());
    if (result.ok) this.options.done(result.value);
    else this.#showFailure(result.failure);
  }

  /** What needs no server to be seen; everything else is the service's to judge. */
  #mistakes(): Values {
    const mistakes: Values = {};
    for (const { name, options, value } of this.fields) {
      if (!options.optional && value.value.trim() === "") mistakes[name] = "不能为空";
    }
    const value = (name: string) => this.fields.find((field) => field.name === name)?.value.value;
    const confirmation = value("passwordConfirm");
    if (confirmation && confirmation !== value("password")) mistakes.passwordConfirm = "与密码不一致";
    return mistakes;
  }

  #values(): Values {
    const sent = this.fields.filter(({ options, value }) => !options.optional || value.value.trim() !== "");
    return Object.fromEntries(sent.map(({ name, value }) => [name, value.value]));
  }

  #showFailure(failure: Failure): void {
    const messages = fieldMessages(failure);
    const known = this.#mark(messages);
    const unknown = Object.entries(messages).filter(
      ([name]) => !this.fields.some((one) => one.name === name),
    );
    const words = failureWords(failure);
    if (known === 0 || unknown.length > 0) {
      this.notice.showFailure(failure);
      if (unknown.length > 0)
        this.notice.show({ ...words, detail: unknown.map(([name, text]) => `${name}：${text}`).join("；") });
    } else this.refusal.value = words;
  }

  /** Says beside each field what is wrong with it. @returns how many there are */
  #mark(messages: Values): number {
    const marked = this.fields.filter(({ name }) => name in messages);
    for (const field of marked) field.showError(messages[field.name] ?? null);
    marked[0]?.focus();
    if (marked.length > 0) announce(correctionWords(marked.length));
    return marked.length;
  }
}

/** @param props.children stands between the fields and the button */
export function Form<Value>({ model, children }: { model: FormModel<Value>; children?: ComponentChildren }) {
  const { submit, busy } = model.options;
  const wait = model.notice.wait.value;
  const fields = (optional: boolean) =>
    model.fields
      .filter(({ options }) => Boolean(options.optional) === optional)
      .map((field) => <Field key={field.id} model={field} />);
  return (
    // The method matters only if a submit ever slips past the handler: a password must not end up in an address.
    <form
      method="post"
      noValidate
      aria-busy={model.busy.value ? "true" : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        void model.submit();
      }}
    >
      <p class="legend">
        标<span class="required">*</span>的为必填
      </p>
      <div class="fields">{fields(false)}</div>
      {children}
      {model.fields.some(({ options }) => options.optional) && (
        <details class="fold">
          <summary>选填资料</summary>
          <div class="fields">{fields(true)}</div>
        </details>
      )}
      <button type="submit" class="primary" aria-disabled={model.busy.value || wait > 0 ? "true" : undefined}>
        <Labels
          all={[
            submit,
            busy,
            <>
              {submit}
              <span class="countdown" aria-hidden="true">
                {countdownWords(wait)}
              </span>
            </>,
          ]}
          shown={model.busy.value ? 1 : wait > 0 ? 2 : 0}
        />
      </button>
      <div class="form-notice">
        <Corrections model={model} />
        <Notice model={model.notice} />
      </div>
    </form>
  );
}

const correctionWords = (count: number) => `请改正标出的 ${count} 项`;

/** How much is left to correct, and the way there; it follows the corrections. */
function Corrections<Value>({ model }: { model: FormModel<Value> }) {
  const wrong = model.wrong.value;
  return (
    <div class="notice" data-tone="bad">
      {wrong.length > 0 && (
        <>
          <p class="notice-title">{correctionWords(wrong.length)}</p>
          <ul class="links">
            {wrong.map((field) => (
              <li key={field.id}>
                <a
                  href={`#${field.id}`}
                  onClick={(event) => {
                    event.preventDefault();
                    field.focus();
                  }}
                >
                  {field.options.label}
                </a>
              </li>
            ))}
          </ul>
          {model.refusal.value && <Reason words={model.refusal.value} />}
        </>
      )}
    </div>
  );
}
