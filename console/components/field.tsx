/**
 * One labelled input, and a line below it that holds its hint or what is wrong with its value.
 * @module
 */
import { signal } from "@preact/signals";
import { Labels } from "./labels.tsx";

/** What an input is, as a form describes it. */
export interface FieldOptions {
  label: string;
  hint?: string;
  type?: "text" | "tel" | "email" | "password" | "search" | "date";
  /** https://html.spec.whatwg.org/#autofill */
  autocomplete?: string;
  /** Values of a list to choose from; the empty one leaves the field out. */
  options?: { [value: string]: string };
  /** Folded away, and left out of the request while empty. */
  optional?: boolean;
}

export class FieldModel {
  readonly value = signal("");
  /** What is wrong with the value that was sent; null where nothing is. */
  readonly error = signal<string | null>(null);
  /** Whether a password is shown in clear. */
  readonly revealed = signal(false);

  /**
   * @param id unique in the page
   * @param changed called with each change by hand
   */
  constructor(
    readonly id: string,
    readonly name: string,
    readonly options: FieldOptions,
    private readonly changed: () => void = () => {},
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
    this.changed();
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
    <div class="field">
      <label for={id}>
        {options.label}
        {!options.optional && (
          <span class="required" aria-hidden="true">
            *
          </span>
        )}
      </label>
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
        <TextInput model={model} shared={shared} />
      )}
      {/* One line for both, there from the beginning: what comes must not push away what is about to be pressed. */}
      <div class="below">
        {options.hint && (
          <p id={`${id}-hint`} class={error === null ? "hint" : "visually-hidden"}>
            {options.hint}
          </p>
        )}
        <p id={`${id}-error`} class="field-error" hidden={error === null}>
          {error}
        </p>
      </div>
    </div>
  );
}

function TextInput({ model, shared }: { model: FieldModel; shared: object }) {
  const { options, revealed } = model;
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
          aria-label={`${revealed.value ? "隐藏" : "显示"}${options.label}`}
          onClick={() => (revealed.value = !revealed.value)}
        >
          <Labels all={["显示", "隐藏"]} shown={revealed.value ? 1 : 0} />
        </button>
      )}
    </div>
  );
}
