/**
 * One labelled input with its hint and the place for its error.
 * @module
 */
import { signal, useSignal } from "@preact/signals";

/** What an input is, as a form describes it. */
export interface FieldOptions {
  label: string;
  hint?: string;
  type?: "text" | "tel" | "password" | "url";
  /** https://html.spec.whatwg.org/#autofill */
  autocomplete?: string;
  /** Values of a list to choose from; the empty one leaves the field out. */
  options?: { [value: string]: string };
  /** Folded away, and left out of the request while empty. */
  optional?: boolean;
  /** Takes the whole row. */
  wide?: boolean;
}

export class FieldModel {
  readonly value = signal("");
  /** What is wrong with the value that was sent; null where nothing is. */
  readonly error = signal<string | null>(null);

  /** @param id unique in the page */
  constructor(
    readonly id: string,
    readonly name: string,
    readonly options: FieldOptions,
  ) {}

  /** @param message null takes the error away */
  showError(message: string | null): void {
    const prefix = `${this.options.label}：`;
    // The service's words begin with the label, which already stands above the input.
    this.error.value = message?.startsWith(prefix) ? message.slice(prefix.length) : message;
  }

  /** An error is about what was sent; once the value changes it no longer is. */
  change(value: string): void {
    this.value.value = value;
    this.error.value = null;
  }

  /** Puts the cursor into the input, unfolding what hides it. */
  focus(): void {
    const input = document.getElementById(this.id);
    const folded = input?.closest("details");
    if (folded) folded.open = true;
    input?.focus();
  }
}

export function Field({ model }: { model: FieldModel }) {
  const { id, options } = model;
  const error = model.error.value;
  const described = [error === null ? "" : `${id}-error`, options.hint ? `${id}-hint` : ""].filter(Boolean);
  const shared = {
    id,
    name: model.name,
    value: model.value.value,
    required: !options.optional,
    "aria-invalid": error === null ? undefined : ("true" as const),
    "aria-describedby": described.join(" ") || undefined,
    onInput: (event: { currentTarget: HTMLInputElement | HTMLSelectElement }) =>
      model.change(event.currentTarget.value),
  };
  return (
    <div class={options.wide ? "field wide" : "field"}>
      <label for={id}>{options.label}</label>
      {options.options ? (
        <div class="input-row">
          <select {...shared}>
            {Object.entries(options.options).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
      ) : (
        <TextInput options={options} shared={shared} />
      )}
      {options.hint && (
        <p id={`${id}-hint`} class="hint">
          {options.hint}
        </p>
      )}
      <p id={`${id}-error`} class="field-error" hidden={error === null}>
        {error}
      </p>
    </div>
  );
}

function TextInput({ options, shared }: { options: FieldOptions; shared: object }) {
  const revealed = useSignal(false);
  const secret = options.type === "password";
  const type = secret && revealed.value ? "text" : (options.type ?? "text");
  return (
    <div class="input-row">
      <input
        {...shared}
        // Preact's types want to know one of them for certain.
        type={type as "text"}
        autocomplete={options.autocomplete ?? "off"}
        {...(options.autocomplete !== "name" && { autocapitalize: "off", spellcheck: false })}
      />
      {secret && (
        <button
          type="button"
          class="reveal"
          aria-pressed={revealed.value}
          aria-label={`显示${options.label}`}
          onClick={() => (revealed.value = !revealed.value)}
        >
          显示
        </button>
      )}
    </div>
  );
}
