/**
 * Multipart bodies, written by hand so that they can be wrong in every place.
 * @module
 */
import fc from "fast-check";
import { jpeg, png, WEBP } from "../../support/pictures.ts";
import { anyText } from "./texts.ts";

/** The beginning of a file, in hexadecimal; the first three are pictures that the contract takes. */
const CONTENTS = {
  png: png(1, 1).toString("hex"),
  jpeg: jpeg(1, 1).toString("hex"),
  webp: WEBP.lossy.toString("hex"),
  "signature of a PNG": "89504e470d0a1a0a0000000d49484452",
  "signature of a JPEG": "ffd8ffe000104a46494600010100",
  "signature of a WebP": "52494646240000005745425056503820",
  gif: "474946383961",
  html: "3c68746d6c3e",
  nothing: "",
};
type Kind = keyof typeof CONTENTS;
const ACCEPTED: Kind[] = ["png", "jpeg", "webp"];

interface Part {
  field: string;
  /** Null for a plain field. */
  filename: string | null;
  type: string | null;
  kind: Kind;
  /** Bytes behind it, in hexadecimal. */
  rest: string;
}

/** What is wrong with the framing. */
type Defect = "none" | "not closed" | "another boundary" | "no boundary" | "bare line feeds" | "cut short";

export interface Upload {
  kind: "upload";
  parts: Part[];
  defect: Defect;
}

const BOUNDARY = "fuzz-boundary-7f3a";

const part: fc.Arbitrary<Part> = fc.record({
  field: fc.oneof(
    { weight: 8, arbitrary: fc.constant("file") },
    fc.constantFrom("File", "file[]", ""),
    anyText,
  ),
  filename: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("a.png", "photo", "../../a.html", "头像.jpg", "a\u202egnp.exe") },
    { weight: 1, arbitrary: fc.constant(null) },
    anyText,
    fc.constant("x".repeat(5000)),
  ),
  type: fc.constantFrom(null, "image/png", "text/html", "application/json", "", "a"),
  kind: fc.constantFrom(...(Object.keys(CONTENTS) as Kind[]), ...ACCEPTED),
  rest: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString("hex")),
});

/** One picture in a well-formed body. */
export const pictureUpload: fc.Arbitrary<Upload> = fc.record({
  kind: fc.constant("upload" as const),
  parts: part
    .chain((any) =>
      fc.constantFrom(...ACCEPTED).map((kind) => ({ ...any, field: "file", filename: "a", kind })),
    )
    .map((picture) => [picture]),
  defect: fc.constant<Defect>("none"),
});

export const oddUpload: fc.Arbitrary<Upload> = fc.record({
  kind: fc.constant("upload" as const),
  parts: fc.oneof(
    { weight: 4, arbitrary: fc.array(part, { minLength: 1, maxLength: 1 }) },
    fc.array(part, { maxLength: 4 }),
  ),
  defect: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Defect>("none") },
    fc.constantFrom<Defect>("not closed", "another boundary", "no boundary", "bare line feeds", "cut short"),
  ),
});

/** The Content-Type that goes with an upload. */
export function uploadType({ defect }: Upload): string {
  if (defect === "no boundary") return "multipart/form-data";
  return `multipart/form-data; boundary=${defect === "another boundary" ? "other" : BOUNDARY}`;
}

export function uploadBytes({ parts, defect }: Upload): Uint8Array {
  const newline = defect === "bare line feeds" ? "\n" : "\r\n";
  const chunks = parts.flatMap(({ field, filename, type, kind, rest }) => [
    Buffer.from(
      `--${BOUNDARY}${newline}Content-Disposition: form-data; name="${field}"` +
        `${filename === null ? "" : `; filename="${filename}"`}${newline}` +
        `${type === null ? "" : `Content-Type: ${type}${newline}`}${newline}`,
    ),
    Buffer.from(CONTENTS[kind] + rest, "hex"),
    Buffer.from(newline),
  ]);
  const close = defect === "not closed" ? "" : `--${BOUNDARY}--${newline}`;
  const whole = Buffer.concat([...chunks, Buffer.from(close)]);
  return Uint8Array.from(defect === "cut short" ? whole.subarray(0, Math.floor(whole.length / 2)) : whole);
}

/** Whether any part could be taken for a picture at all. */
export function holdsPicture({ parts }: Upload): boolean {
  return parts.some(({ kind }) => ACCEPTED.includes(kind));
}
