/** What can go wrong between a server and WeChat: the kinds of faults and their options. */
import { type EndpointName, ENDPOINTS } from "../endpoints.ts";
import {
  type Fields,
  InputError,
  integer,
  oneOf,
  optionalBoolean,
  optionalObject,
  optionalText,
  optionalTextList,
  refuseUnknown,
} from "../shared/input.ts";

export const FAULT_KINDS = [
  "delay",
  "hang",
  "reset",
  "half",
  "slow_body",
  "status",
  "empty",
  "html",
  "not_json",
  "raw",
  "errcode",
  "wrong_types",
  "missing_fields",
  "foreign_watermark",
  "huge",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export type FaultTarget = EndpointName | "*";
const TARGETS: readonly FaultTarget[] = [...ENDPOINTS.map(({ name }) => name), "*"];

/** The endpoints whose answer tells the app. */
const WATERMARKED: readonly FaultTarget[] = ENDPOINTS.filter(
  ({ spoiled }) => spoiled.foreignWatermark !== undefined,
).map(({ name }) => name);

/** What a caller gives; README.md has the table of kinds and their options. */
export interface FaultInput {
  endpoint: FaultTarget;
  kind: FaultKind;
  /** How many calls it hits; until cleared when absent. */
  times?: number;
  /** Whether the call has its effect at WeChat all the same: the code used up, a forced refresh done. */
  consume?: boolean;
  delay_ms?: number;
  chunk_ms?: number;
  status?: number;
  errcode?: number;
  errmsg?: string;
  base64?: string;
  fields?: Record<string, unknown>;
  omit?: string[];
  size_mb?: number;
}

type FaultDetail =
  | { kind: "hang" | "reset" | "half" | "empty" | "html" | "not_json" | "foreign_watermark" }
  | { kind: "delay"; delay_ms: number }
  | { kind: "slow_body"; chunk_ms: number }
  | { kind: "status"; status: number }
  | { kind: "raw"; base64: string }
  | { kind: "errcode"; errcode: number; errmsg: string | undefined }
  | { kind: "wrong_types"; fields: Fields | undefined }
  | { kind: "missing_fields"; omit: string[] | undefined }
  | { kind: "huge"; size_mb: number };

/** A checked fault with its defaults filled in; `times` is what remains, null means until cleared. */
export type Fault = FaultDetail & {
  readonly endpoint: FaultTarget;
  readonly consume: boolean;
  times: number | null;
};

/** These answer in WeChat's place, as if the call had never got there; all others spoil WeChat's own answer. */
const INSTEAD_OF_WECHAT: readonly FaultKind[] = [
  "reset",
  "status",
  "empty",
  "html",
  "not_json",
  "raw",
  "errcode",
];

const MAX_WAIT_MS = 600_000;
const MAX_RAW = 64 * 1024;

/** @throws {InputError} */
export function parseFault(input: Fields): Fault {
  const endpoint = oneOf(input, "endpoint", TARGETS);
  const kind = oneOf(input, "kind", FAULT_KINDS);
  const detail = parseDetail(kind, input);
  refuseUnknown(input, ["endpoint", "times", "consume", ...Object.keys(detail)]);
  if (kind === "foreign_watermark" && !WATERMARKED.includes(endpoint)) {
    throw new InputError("endpoint", `must be ${WATERMARKED.join(" or ")} for foreign_watermark`);
  }
  return {
    endpoint,
    ...detail,
    times: input.times === undefined ? null : integer(input, "times", 1, 1_000_000),
    consume: optionalBoolean(input, "consume") ?? !INSTEAD_OF_WECHAT.includes(kind),
  };
}

function parseDetail(kind: FaultKind, input: Fields): FaultDetail {
  switch (kind) {
    case "delay":
      return { kind, delay_ms: integer(input, "delay_ms", 0, MAX_WAIT_MS) };
    case "slow_body":
      return { kind, chunk_ms: integer(input, "chunk_ms", 1, MAX_WAIT_MS, 200) };
    case "status":
      return { kind, status: integer(input, "status", 200, 599, 503) };
    case "raw":
      return { kind, base64: optionalText(input, "base64", MAX_RAW) ?? "" };
    case "errcode":
      return {
        kind,
        errcode: integer(input, "errcode", -1_000_000, 10_000_000),
        errmsg: optionalText(input, "errmsg", 500),
      };
    case "wrong_types":
      return { kind, fields: optionalObject(input, "fields") };
    case "missing_fields":
      return { kind, omit: optionalTextList(input, "omit") };
    case "huge":
      return { kind, size_mb: integer(input, "size_mb", 1, 64, 8) };
    default:
      return { kind };
  }
}
