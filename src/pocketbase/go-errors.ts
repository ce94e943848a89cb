/**
 * Reading the errors that PocketBase's Go side throws into JavaScript.
 * @module
 */
import type { FieldError } from "../domain/stored-fields.ts";

/** PocketBase's ApiError, as it reached us: its message has been given a capital letter and a full stop. */
export interface ApiErrorValue {
  status: number;
  message: string;
  /** Field → code and message, where the error was made with such data. */
  data: { [field: string]: unknown };
  /** What the error was made of: for PocketBase's own refusals often a Go error that says why. */
  rawData: () => unknown;
}

/** A Go error as goja hands it over; which of these are there depends on its Go type. */
interface GoValue extends Partial<ApiErrorValue> {
  /** The errors of a joined one. Of an error that wraps a single other, that one is thrown instead. */
  unwrap?: () => ArrayLike<GoValue> | null;
  /** The JavaScript value of a thrown one; throws when it belongs to another runtime. */
  value?: () => unknown;
}

function goValue(error: unknown): GoValue | null {
  const value = (error as { value?: unknown } | null | undefined)?.value;
  return typeof value === "object" ? value : null;
}

/**
 * What an error began with. To the error of a save or a transaction PocketBase joins whatever the hooks threw that were
 * told of it: the first one decides, the others are its consequences.
 */
function origin(error: GoValue): GoValue {
  if (typeof error.unwrap !== "function") return error;
  try {
    const head = error.unwrap()?.[0];
    return head ? origin(head) : error;
  } catch (inner) {
    const wrapped = goValue(inner);
    return wrapped ? origin(wrapped) : error;
  }
}

/** The PocketBase ApiError that was thrown, whichever runtime threw it; null for any other error. */
export function apiErrorOf(error: unknown): ApiErrorValue | null {
  const value = goValue(error);
  const began = value && origin(value);
  return typeof began?.status === "number" ? (began as ApiErrorValue) : null;
}

/** The HTTP status of a thrown PocketBase ApiError; 0 for any other error. */
export function apiErrorStatus(error: unknown): number {
  return apiErrorOf(error)?.status ?? 0;
}

/** An error of our own that PocketBase gave back joined to others; any other error as it is. */
export function ownError(error: unknown): unknown {
  const value = goValue(error);
  const thrown = value && origin(value).value;
  if (typeof thrown !== "function") return error;
  try {
    return thrown();
  } catch {
    // Thrown in another runtime, and of no use in this one.
    return error;
  }
}

/** The fields that a save was refused for; null when that is not what the error says. */
export function fieldErrorsOf(error: unknown): { [field: string]: FieldError } | null {
  const value = goValue(error);
  // PocketBase shows a Go map with methods by its methods alone; its own ApiError knows how to read one.
  return value && readFieldErrors(new ApiError(400, "", value).data);
}

/** The field errors among an ApiError's data; null when there are none. */
export function readFieldErrors(data: { [field: string]: unknown }): { [field: string]: FieldError } | null {
  const fields = Object.entries(data).filter((entry): entry is [string, FieldError] =>
    isFieldError(entry[1]),
  );
  return fields.length > 0 ? Object.fromEntries(fields) : null;
}

function isFieldError(value: unknown): boolean {
  const { code, message } = (value ?? {}) as Partial<FieldError>;
  return typeof code === "string" && typeof message === "string";
}

/** The words of an ApiError or of a field's, without the full stop that PocketBase puts behind Chinese. */
export function wordsOf(message: string): string {
  return message.replace(/([^\x20-\x7e])\.$/, "$1");
}

/** The words of PocketBase's `ValidationError` thrown by itself, for no field; null for any other error. */
export function validationErrorWords(error: unknown): string | null {
  const value = goValue(error);
  const { code, message, params } = (value ? origin(value) : {}) as { [method: string]: unknown };
  if (typeof code !== "function" || typeof message !== "function" || typeof params !== "function")
    return null;
  return String(message());
}

/** An error's text for the log, with the stack; another runtime's error is no `Error` here but has one all the same. */
export function describeError(error: unknown): string {
  const { message, stack } = (error ?? {}) as { message?: unknown; stack?: unknown };
  const why = apiErrorOf(error)?.rawData();
  return [message ?? error, why, stack]
    .map((part) => (part ? String(part) : ""))
    .filter((part) => part !== "" && part !== "[object Object]")
    .join("\n");
}
